"""What a person may ask of a generation: cancel it, or decide about one whose fate is unknown."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from studio.lifecycle.changes import after, move
from studio.lifecycle.endings import end
from studio.models import Charged, Generation, State

CHECK_FOR = 60.0  # seconds that a task is polled again


class NotPossible(Exception):  # noqa: N818 (reads as a sentence where it is raised)
    """The generation is not in a state for this wish; the sentence says so to the user."""


def cancel(generation: Generation, *, by: Any) -> bool:
    """True when it is cancelled now and free. Once sent it is a wish: the outcome lies in the trash, and is charged."""
    free = (State.QUEUED, State.HELD)
    if generation.state in free and end(generation, State.CANCELLED, code="cancelled", of=free, by=by):
        return True
    Generation.objects.filter(
        pk=generation.pk, state__in=(State.SENDING, State.WAITING, State.COLLECTING), cancel_requested_at=None
    ).update(cancel_requested_at=timezone.now())
    return False


def close_as_charged(generation: Generation, *, by: Any) -> None:
    close(generation, charged=Charged.YES, by=by)


def close_as_free(generation: Generation, *, by: Any) -> None:
    close(generation, charged=Charged.NO, by=by)


def close(generation: Generation, *, charged: str, by: Any) -> None:
    """Settles an unknown one as its owner knows better, for example from the vendor's bill."""
    code = generation.reason_code
    detail = generation.reason_detail
    closed = end(
        generation, State.FAILED, code=code, detail=detail, charged=charged, of=(State.UNKNOWN,), by=by, links=[]
    )
    if not closed:
        raise NotPossible("This one is settled already.")


def check_again(generation: Generation, *, by: Any) -> None:
    """An asynchronous task is polled for another minute; polls are free."""
    if not generation.remote_id:
        raise NotPossible("This model gives no task to look up, so its answer can't be asked for again.")
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
        raise NotPossible("This one is settled already.")
