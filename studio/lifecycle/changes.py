"""How a state is changed: one conditional UPDATE and its Transition, in one short transaction."""

import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import uuid4

import structlog
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Q
from django.utils import timezone

from studio import sessions, wake
from studio.models import Generation, State, Transition

log = structlog.get_logger(__name__)

PATIENCE = 300.0  # seconds for which a paid answer waits for a database that went away

WANTED = Q(cancel_requested_at=None)

T = TypeVar("T")


def after(seconds: float) -> datetime:
    return timezone.now() + timedelta(seconds=seconds)


def move(
    generation: Generation,
    to: str,
    *,
    of: Iterable[str],
    why: str = "",
    by: Any = None,
    where: Q | None = None,
    **columns: Any,
) -> bool:
    """Changes the row if it is still in one of the states ``of``; False when somebody else was first.

    The claim has to be the one that ``generation`` carries, so that a worker that lost its row settles nothing;
    ``where`` asks for more. On success the object in hand is brought up to date.
    """
    rows = Generation.objects.filter(pk=generation.pk, state__in=tuple(of), claim_token=generation.claim_token)
    if where is not None:
        rows = rows.filter(where)
    with transaction.atomic(savepoint=False):
        if not rows.update(state=to, **columns):
            return False
        record(generation, to, why=why, by=by)
        transaction.on_commit(wake.stream)
    generation.state = to
    for name, value in columns.items():
        setattr(generation, name, value)
    return True


def record(generation: Generation, to: str, *, why: str = "", by: Any = None) -> None:
    """Writes the Transition; the caller holds the transaction."""
    Transition.objects.create(
        generation_id=generation.pk,
        run_id=generation.run_id,
        user_id=generation.run.owner_id,
        from_state=generation.state,
        to_state=to,
        why=why[:200],
        by=by,
        session=generation.session,
    )


def claim(generation: Generation, to: str, *, of: str, **columns: Any) -> bool:
    """Takes the row for this process. Only the winner goes on, so that a paid call leaves once; nobody takes one
    that its owner wants no more.
    """
    claimed: dict[str, Any] = {"claim_token": uuid4(), "session": sessions.current_id()}
    return move(generation, to, of=(of,), where=WANTED, **claimed, **columns)


def patiently(write: Callable[[], T]) -> T:
    """Runs a write that must not be lost, again and again while the database is away."""
    give_up = time.monotonic() + PATIENCE
    pause = 0.5
    while True:
        try:
            return write()
        except (OperationalError, InterfaceError) as error:
            if time.monotonic() > give_up:
                raise
            log.warning("database_away", error=str(error), again_in=pause)
            connection.close()
            time.sleep(pause)
            pause = min(pause * 2, 10.0)


def load(generation_id: Any) -> Generation | None:
    rows = Generation.objects.select_related("run", "run__owner", "run__mask").prefetch_related(
        "run__run_references__image"
    )
    return rows.filter(pk=generation_id).first()


__all__ = ["WANTED", "State", "after", "claim", "load", "move", "patiently", "record"]
