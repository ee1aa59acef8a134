"""What a person may ask of a generation: cancel it, or decide about one whose fate is unknown."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from studio.lifecycle import holds
from studio.lifecycle.changes import after, move
from studio.lifecycle.endings import end
from studio.models import Charged, Generation, State

CHECK_FOR = 60.0  # seconds that a task is polled again
FREE = (State.QUEUED, State.HELD)
SENT = (State.SENDING, State.WAITING, State.COLLECTING)
TRIES = 5  # it may go to and fro between two looks


class NotPossible(Exception):  # noqa: N818 (reads as a sentence where it is raised)
    """The generation is not in a state for this wish; the sentence says so to the user."""


def cancel(generation: Generation, *, by: Any) -> bool:
    """True when it is cancelled now and free. Once sent it is a wish: the outcome lies in the trash, and is charged."""
    row = generation
    for _ in range(TRIES):
        if row.ended:
            return row.state == State.CANCELLED
        if row.state in FREE and take_back(row, by=by):
            return True
        if Generation.objects.filter(pk=row.pk, state__in=SENT).update(cancel_requested_at=timezone.now()):
            return False
        row = Generation.objects.select_related("run").get(pk=row.pk)
    return False


def take_back(row: Generation, *, by: Any, code: str = "cancelled") -> bool:
    """And the hold with the last one that waits."""
    with transaction.atomic():
        if not end(row, State.CANCELLED, code=code, of=FREE, by=by):
            return False
        holds.taken_back(row.run_id, by=by)
    return True


def close_as_charged(generation: Generation, *, by: Any) -> None:
    close(generation, charged=Charged.YES, by=by)


def close_as_free(generation: Generation, *, by: Any) -> None:
    close(generation, charged=Charged.NO, by=by)


def close(generation: Generation, *, charged: str, by: Any) -> None:
    """Settles one that may have been charged as its owner knows better, for example from the vendor's bill."""
    closed = end(
        generation,
        State.FAILED,
        code=generation.reason_code,
        detail=generation.reason_detail,
        charged=charged,
        of=(State.UNKNOWN, State.FAILED),
        where=Q(charged=Charged.MAYBE),
        by=by,
    )
    if not closed:
        raise NotPossible(gettext("This one is settled already."))


def check_again(generation: Generation, *, by: Any) -> None:
    """An asynchronous task is polled for another minute; polls are free."""
    if not generation.remote_id:
        raise NotPossible(gettext("This model gives no task to look up, so its answer can't be asked for again."))
    with transaction.atomic():
        moved = move(
            generation,
            State.WAITING,
            of=(State.UNKNOWN,),
            why="check again",
            by=by,
            due_at=timezone.now(),
            deadline_at=after(CHECK_FOR),
            finished_at=None,
        )
    if not moved:
        raise NotPossible(gettext("This one is settled already."))
