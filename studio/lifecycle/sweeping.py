"""What puts lost work back on its way. The broker is never trusted: the rows say what should have moved."""

from datetime import timedelta
from uuid import UUID

import structlog
from django.db.models import Q
from django.utils import timezone

from studio import keys, sessions
from studio.catalogue import Lane
from studio.gateway import Pictures, Receipt
from studio.gateway.errors import GatewayError
from studio.lifecycle import spool
from studio.lifecycle.changes import load, patiently
from studio.lifecycle.due import NOTHING, Due
from studio.lifecycle.endings import doubt
from studio.lifecycle.sending import after_answer, after_error
from studio.models import Generation, State, Transition, WorkerSession

log = structlog.get_logger(__name__)

MESSAGE_LOST_AFTER = timedelta(seconds=15)  # where the queue is empty and the row has not moved
MESSAGE_OLD_AFTER = timedelta(minutes=10)  # even behind a full queue
KEEP_TRANSITIONS = timedelta(days=30)
KEEP_SESSIONS = timedelta(days=1)
BATCH = 500


def sweep(*, provider_backlog: int = 0) -> Due:
    """Takes over from dead workers, closes what is overdue and says which messages to send again.

    ``provider_backlog``: messages that wait on the provider queue. While there are some, a row's message is
    taken to be among them.
    """
    sessions.bury_dead_of_host()
    due = NOTHING
    for generation_id in orphans():
        due += take_over(generation_id)
    forget_old()
    return due + lost_messages(provider_backlog)


def orphans() -> list[UUID]:
    """Held by a dead session, or sending beyond every limit."""
    held = Q(state__in=(State.SENDING, State.COLLECTING), session__in=sessions.dead())
    hung = Q(state=State.SENDING, deadline_at__lt=timezone.now())
    return list(Generation.objects.filter(held | hung).values_list("pk", flat=True)[:BATCH])


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
    """An answer that arrived whole goes on; one that did not may have been billed, and is not sent again."""
    path = spool.find(generation)
    if path is None:
        doubt(generation, "worker_died" if not_hung(generation) else "no_answer", of=(State.SENDING,))
        return NOTHING
    try:
        answer: Pictures | Receipt = keys.gateway_for(generation.key_source).read(path, Lane(generation.lane))
    except GatewayError as error:
        failure = error
        return patiently(lambda: after_error(generation, failure))
    return after_answer(generation, answer)


def not_hung(generation: Generation) -> bool:
    return generation.deadline_at is None or generation.deadline_at > timezone.now()


def lost_messages(backlog: int) -> Due:
    """Rows that are due and whose message is not on its way."""
    now = timezone.now()
    patience = MESSAGE_OLD_AFTER if backlog else MESSAGE_LOST_AFTER
    lost = Q(message_sent_at=None) | Q(message_sent_at__lt=now - patience)
    rows = Generation.objects.filter(lost, due_at__lte=now).order_by("due_at")
    queued = rows.filter(state=State.QUEUED).values_list("pk", flat=True)[:BATCH]
    collecting = rows.filter(state=State.COLLECTING, session=None).values_list("pk", flat=True)[:BATCH]
    return Due(send=tuple(queued), collect=tuple(collecting))


def forget_old() -> None:
    """Old heartbeats and transitions; the generations themselves stay."""
    now = timezone.now()
    WorkerSession.objects.filter(beat_at__lt=now - KEEP_SESSIONS).delete()
    Transition.objects.filter(at__lt=now - KEEP_TRANSITIONS).delete()
