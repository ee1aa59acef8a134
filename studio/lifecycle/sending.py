"""From queued to an answer: the only step that spends money."""

from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from http import HTTPStatus
from uuid import UUID

import structlog
from django.db import connection
from django.utils import timezone

from studio import catalogue, keys, offer
from studio.catalogue import Invalid, UnknownModel
from studio.gateway import Call, Pictures, Receipt
from studio.gateway.errors import BadParameter, Busy, GatewayError, ModelGone, NotSent, Unreadable
from studio.lifecycle import fitting, parking, pauses, pictures, spool, turns
from studio.lifecycle.changes import after, claim, load, move, patiently, wanted
from studio.lifecycle.collecting import begin_collecting
from studio.lifecycle.due import NOTHING, Due
from studio.lifecycle.endings import end, end_by
from studio.models import Generation, State

log = structlog.get_logger(__name__)

BACKOFF_SECONDS = (5.0, 15.0, 45.0)  # after so many tries no more (provider-api.md section 12)
BACKOFF_AFTER_503 = (10.0, 30.0)
LONGEST_BACKOFF = 300.0
FIRST_POLL = 1.5
GRACE = timedelta(seconds=20)  # beyond the client's own deadline, before a sending row counts as overdue


class ReferenceGone(BadParameter):
    """A reference went to the trash while the request was written: the vendor never got it whole."""

    code = "reference_gone"


def send(generation_id: UUID) -> Due:
    """Claims, sends once and settles by the answer. Returns what is due next."""
    generation = load(generation_id)
    if generation is None:
        return NOTHING
    if generation.state != State.QUEUED:
        return for_another(generation)
    if not_yet_due(generation):
        return NOTHING
    if generation.cancel_requested_at:
        end(generation, State.CANCELLED, code="cancelled", of=(State.QUEUED,))
        return NOTHING
    return in_its_turn(generation)


def in_its_turn(generation: Generation) -> Due:
    if turns.governs(generation.vendor):
        return in_turn(generation)
    if turns.crowded(generation):
        return fairly(generation)
    return attempt(generation) if start(generation) else NOTHING


def for_another(asked: Generation) -> Due:
    """It went in the place of another one, whose message was taken first; so its own lets another one go."""
    return NOTHING if turns.governs(asked.vendor) else fairly(asked)


def fairly(asked: Generation) -> Due:
    """No slot was free: whoever has fewest under way goes, else the one that the message names."""
    for other in turns.fairest(asked):
        generation = load(other)
        if generation is not None and generation.state == State.QUEUED and start(generation):
            return attempt(generation)
    return attempt(asked) if asked.state == State.QUEUED and start(asked) else NOTHING


def in_turn(asked: Generation) -> Due:
    """Whoever is next goes; then those are woken for whom this one made room."""
    generation = turns.take(asked, start)
    if generation is None:
        # Its message is used up: the sweeper finds it once there is room, however full the queue is.
        Generation.objects.filter(pk=asked.pk, state=State.QUEUED).update(message_sent_at=None)
        return NOTHING
    return attempt(generation) + Due(send=turns.next_up())


def start(generation: Generation) -> bool:
    """Claims it for this process; False when somebody else was first, its model is gone or its owner makes nothing."""
    if parking.park(generation):
        return False
    try:
        spec = catalogue.get(generation.model)
    except UnknownModel:
        end(generation, State.FAILED, code="model_gone", of=(State.QUEUED,))
        return False
    now = timezone.now()
    return claim(
        generation,
        State.SENDING,
        of=State.QUEUED,
        where=parking.owner_makes,
        attempts=generation.attempts + 1,
        sent_at=now,
        deadline_at=now + timedelta(seconds=spec.timeout) + GRACE,
        due_at=None,
    )


def not_yet_due(generation: Generation) -> bool:
    """A message may come early; the row's due_at is the truth."""
    return generation.due_at is not None and generation.due_at > timezone.now()


def attempt(generation: Generation) -> Due:
    with ExitStack() as files:
        try:
            key = keys.key_of(generation.key_source, generation.run.owner_id, generation.run.team_id)
            call = call_for(generation, files)
        except Exception as error:
            return patiently(partial(not_sent, generation, error))
        connection.close()
        try:
            answer = fitting.answer(ask(generation, call, key))
        except GatewayError as error:
            return patiently(partial(after_error, generation, error))
    return patiently(partial(after_answer, generation, answer))


def not_sent(generation: Generation, error: Exception) -> Due:
    """Nothing left, so nothing is billed: the end where another try is of no use, else back to the queue."""
    if isinstance(error, keys.NoKey):
        end(generation, State.FAILED, code="no_key")
    elif isinstance(error, Invalid):
        end(generation, State.FAILED, code="bad_parameter", detail=str(error))
    elif isinstance(error, FileNotFoundError):
        end(generation, State.FAILED, code="reference_gone")
    else:
        log.error("not_prepared", generation=str(generation.pk), exc_info=error)
        return after_error(generation, NotSent(type(error).__name__))
    return NOTHING


def ask(generation: Generation, call: Call, key: keys.Key) -> Pictures | Receipt:
    """The paid call. Whatever goes wrong in it comes out as a GatewayError; what nobody foresaw may be billed."""
    try:
        return keys.gateway_for(key.source).send(call, key=key.value, spool=spool.path_of(generation))
    except GatewayError:
        raise
    except FileNotFoundError:
        raise ReferenceGone from None
    except Exception as error:
        log.exception("send_broke", generation=str(generation.pk))
        raise Unreadable(type(error).__name__) from error


def call_for(generation: Generation, files: ExitStack) -> Call:
    """The call as it was asked, checked once more by the catalogue's one rule function.

    Raises:
        Invalid: the catalogue changed since the run was submitted.
        FileNotFoundError: the original of a reference or of the mask is gone.
    """
    run = generation.run
    spec = catalogue.get(generation.model)
    asked = catalogue.check(
        spec,
        prompt=run.prompt,
        options=generation.options,
        aspect=generation.aspect,
        count=generation.n,
        as_one_call=True,
        references=pictures.references_of(run, spec),
        mask=pictures.mask_of(run),
    )
    references, mask = pictures.files_of(run, spec, files)
    return Call(
        spec=asked.spec,
        lane=asked.lane,
        prompt=asked.prompt,
        options=asked.options,
        aspect=asked.aspect,
        n=generation.n,
        references=references,
        mask=mask,
    )


def after_answer(generation: Generation, answer: Pictures | Receipt) -> Due:
    if isinstance(answer, Pictures):
        return begin_collecting(generation, answer)
    spec = catalogue.get(generation.model)
    move(
        generation,
        State.WAITING,
        of=(State.SENDING, State.UNKNOWN),
        remote_id=answer.task_id,
        request_id=answer.request_id,
        session=None,
        due_at=after(FIRST_POLL),
        deadline_at=after(spec.timeout),
        finished_at=None,
    )
    spool.clear(generation)
    return NOTHING


def after_error(generation: Generation, error: GatewayError) -> Due:
    log.info("send_failed", generation=str(generation.pk), code=error.code, request_id=error.request_id)
    late = generation.state == State.UNKNOWN  # an answer that lay here: the vendor has told nothing new
    if isinstance(error, ModelGone):
        offer.retire_gone(generation.model, error, key_source=generation.key_source)
    certain = error.repeatable and error.billed == "no" and not late  # who was told of a doubt presses again
    if not certain or generation.attempts > len(backoff(error)):
        end_by(generation, error, of=(State.SENDING, State.UNKNOWN))
    elif not put_back(generation, error):
        end(generation, State.CANCELLED, code="cancelled", of=(State.SENDING,))
    if not isinstance(error, Unreadable):
        spool.clear(generation)
    elif late:  # read twice by now; the first time a fault of ours may have spoilt it
        spool.set_aside(generation)
    if not late:
        pauses.heed(generation, error)
    return NOTHING


def backoff(error: GatewayError) -> tuple[float, ...]:
    """Seconds before each further try."""
    return BACKOFF_AFTER_503 if error.status == HTTPStatus.SERVICE_UNAVAILABLE else BACKOFF_SECONDS


def put_back(generation: Generation, error: GatewayError) -> bool:
    """Certainly neither done nor billed: back to the queue after a pause; the sweeper sends it when it is due.

    False where its owner wants it no more.
    """
    pause = backoff(error)[generation.attempts - 1]
    if isinstance(error, Busy) and error.retry_after is not None:
        pause = min(max(error.retry_after, 1.0), LONGEST_BACKOFF)
    return move(
        generation,
        State.QUEUED,
        of=(State.SENDING,),
        where=wanted,
        why=error.code,
        due_at=after(pause),
        message_sent_at=None,
        claim_token=None,
        session=None,
        reason_code=error.code,
        reason_detail=fitting.text(error.detail),
    )
