"""What puts lost work back on its way. The broker is never trusted: the rows say what should have moved."""

from datetime import timedelta
from functools import partial
from uuid import UUID

import structlog
from django.db.models import Q, QuerySet
from django.utils import timezone

from studio import sessions
from studio.gateway import Pictures
from studio.gateway.errors import GatewayError
from studio.lifecycle import parking, spool, turns
from studio.lifecycle.changes import load
from studio.lifecycle.collecting import hand_on
from studio.lifecycle.due import NOTHING, Due, undisturbed
from studio.lifecycle.endings import doubt
from studio.lifecycle.sending import after_answer, after_error
from studio.models import Generation, State, Transition, WorkerSession

log = structlog.get_logger(__name__)

MESSAGE_LOST_AFTER = timedelta(seconds=15)  # where the queue is empty and the row has not moved
MESSAGE_OLD_AFTER = timedelta(minutes=10)  # even behind a full queue
KEEP_TRANSITIONS = timedelta(days=30)
KEEP_SESSIONS = timedelta(days=1)
KEEP_SPOOL = 7 * 24 * 3600.0  # seconds
UNSETTLED_AFTER = 30.0  # seconds that an answer may lie before somebody looks after it
BATCH = 500


def sweep(*, provider_backlog: int = 0) -> Due:
    """Takes over from dead workers, closes what is overdue and says which messages to send again.

    ``provider_backlog``: messages that wait on the provider queue. While there are some, a row's message is
    taken to be among them.
    """
    sessions.bury_dead_of_host()
    due = recover_spool()
    for generation_id in orphans():
        due += undisturbed(generation_id, partial(take_over, generation_id))
    parking.unpark()
    parking.take_back_of_the_left()
    undisturbed("old", forget_old)
    return due + lost_messages(provider_backlog)


def recover_spool() -> Due:
    """Answers on this host that came whole and were never settled, though their call was given up meanwhile."""
    due = NOTHING
    for generation_id, age in spool.left_behind():
        if age > UNSETTLED_AFTER:
            due += undisturbed(generation_id, partial(settle_late, generation_id))
    return due


def settle_late(generation_id: UUID) -> Due:
    """By whichever claim it came: a collector that could not see it may have claimed the row since."""
    generation = load(generation_id)
    if generation is None or generation.state != State.UNKNOWN:
        return NOTHING
    return settle_from_spool(generation)


def orphans() -> list[UUID]:
    """Held by a session that is not alive, or held beyond every limit."""
    held = Generation.objects.filter(state__in=(State.SENDING, State.COLLECTING), session__isnull=False)
    lost = ~Q(session__in=sessions.alive_ids()) | Q(deadline_at__lt=timezone.now())
    return list(held.filter(lost).values_list("pk", flat=True)[:BATCH])


def take_over(generation_id: UUID) -> Due:
    generation = load(generation_id)
    if generation is None:
        return NOTHING
    if generation.state == State.COLLECTING:
        return release(generation)
    if generation.state == State.SENDING:
        return settle_from_spool(generation)
    return NOTHING


def release(generation: Generation) -> Due:
    freed = Generation.objects.filter(
        pk=generation.pk, state=State.COLLECTING, claim_token=generation.claim_token
    ).update(session=None, due_at=timezone.now())
    return Due(collect=(generation.pk,)) if freed else NOTHING


def settle_from_spool(generation: Generation) -> Due:
    """An answer that arrived whole goes on; one that did not may have been billed, and is not sent again.

    Pictures are left to a provider worker: this one has no time to fetch them.
    """
    path = spool.find(generation)
    if path is None:
        doubt(generation, "worker_died" if not_hung(generation) else "no_answer", of=(State.SENDING,))
        return NOTHING
    try:
        answer = spool.read(generation, path)
    except GatewayError as error:
        return after_error(generation, error)
    if isinstance(answer, Pictures):
        took = hand_on(generation, answer, of=(State.SENDING, State.UNKNOWN))
        return Due(collect=(generation.pk,)) if took else NOTHING
    return after_answer(generation, answer)


def not_hung(generation: Generation) -> bool:
    return generation.deadline_at is None or generation.deadline_at > timezone.now()


def lost_messages(backlog: int) -> Due:
    """Rows that are due and whose message is not on its way."""
    now = timezone.now()
    patience = MESSAGE_OLD_AFTER if backlog else MESSAGE_LOST_AFTER
    rows = Generation.objects.filter(due_at__lte=now).order_by("due_at")
    collecting = rows.filter(silent_for(MESSAGE_LOST_AFTER), state=State.COLLECTING, session=None)
    return Due(send=unsent(rows, patience), collect=tuple(collecting.values_list("pk", flat=True)[:BATCH]))


def unsent(rows: QuerySet[Generation], patience: timedelta) -> tuple[UUID, ...]:
    """Queued ones that nobody was told of: all of them, but where work is limited those whose turn it is."""
    silent = silent_for(patience)
    rules = turns.memory.current()
    in_turn = turns.next_up(BATCH, where=silent)
    if rules.limited:
        return in_turn
    queued = rows.filter(silent, state=State.QUEUED).exclude(vendor__in=rules.held)
    return tuple(queued.values_list("pk", flat=True)[:BATCH]) + in_turn


def silent_for(patience: timedelta) -> Q:
    return Q(message_sent_at=None) | Q(message_sent_at__lt=timezone.now() - patience)


def forget_old() -> Due:
    """Old heartbeats, transitions and spool files; the generations themselves stay."""
    now = timezone.now()
    WorkerSession.objects.filter(beat_at__lt=now - KEEP_SESSIONS).delete()
    Transition.objects.filter(at__lt=now - KEEP_TRANSITIONS).delete()
    spool.forget(KEEP_SPOOL)
    return NOTHING
