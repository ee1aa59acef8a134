"""How a state is changed: one conditional UPDATE and its Transition, in one short transaction."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, TypeVar
from uuid import UUID, uuid4

import structlog
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from gallery.statements import Conditional, Prepared, insert
from studio import catalogue, sessions, wake
from studio.lifecycle.together import Together
from studio.models import Generation, RunReference, State, Transition
from studio.models.run import hold

log = structlog.get_logger(__name__)

PATIENCE = 300.0  # seconds for which a paid answer waits for a database that went away

WANTED = Q(cancel_requested_at=None)

AN_ID = (UUID(int=1), UUID(int=2))

Where = Callable[[], Q]  # what more is asked, always the same: by its name the statement is found again

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
    where: Q | Where | None = None,
    **columns: Any,
) -> bool:
    """Changes the row if it is still in one of the states ``of``; False when somebody else was first.

    The claim has to be the one that ``generation`` carries, so that a worker that lost its row settles nothing;
    ``where`` asks for more. On success the object in hand is brought up to date.
    """
    with transaction.atomic(savepoint=False):
        if not change(generation, to, of=of, where=where, **columns):
            return False
        transition(generation, to, why=why, by=by).save(force_insert=True)
        transaction.on_commit(wake.stream)
    bring_up_to_date(generation, to, columns)
    return True


def bring_up_to_date(generation: Generation, to: str, columns: Mapping[str, Any]) -> None:
    """Once it is committed, and not before: what is tried again has to find the object as it was."""
    generation.state = to
    for name, value in columns.items():
        setattr(generation, name, value)


def change(
    generation: Generation, to: str, *, of: Iterable[str], where: Q | Where | None = None, **columns: Any
) -> bool:
    """The conditional UPDATE alone: the caller writes the transition, and brings the object up to date.

    Its text is kept, but for a ``where`` that is made anew each time.
    """
    if isinstance(where, Q):
        rows = held(generation.pk, generation.claim_token, states=tuple(of)).filter(where)
        return bool(rows.update(state=to, **columns))
    token = generation.claim_token
    kept = condition(tuple(of), where, token is not None)
    return bool(kept(generation.pk, *(() if token is None else (token,)), state=to, **columns))


@cache
def condition(states: tuple[str, ...], where: Where | None, claimed: bool) -> Conditional:
    """``claimed``: by a token, which is the second value."""
    asked = where() if where else Q()
    if claimed:
        return Conditional(lambda pk, token: held(pk, token, states=states).filter(asked), AN_ID, AN_ID)
    return Conditional(lambda pk: held(pk, None, states=states).filter(asked), AN_ID)


def held(pk: UUID, token: UUID | None, *, states: tuple[str, ...]) -> QuerySet[Generation]:
    return Generation.objects.filter(pk=pk, state__in=states, claim_token=token)


def transition(generation: Generation, to: str, *, why: str = "", by: Any = None, session: Any = None) -> Transition:
    """From the state of the object in hand, by whoever holds it; not saved."""
    return Transition(
        generation_id=generation.pk,
        run_id=generation.run_id,
        user_id=generation.run.owner_id,
        from_state=generation.state,
        to_state=to,
        why=why[:200],
        by=by,
        session=session or generation.session,
    )


def wanted() -> Q:
    return WANTED


@dataclass(frozen=True, slots=True, eq=False)
class Claim:
    generation: Generation
    to: str
    of: str
    columns: Mapping[str, Any]
    where: Where = wanted


@cache
def and_wanted(where: Where) -> Where:
    return lambda: WANTED & where()


def claim(generation: Generation, to: str, *, of: str, where: Where = wanted, **columns: Any) -> bool:
    """Takes the row for this process. Only the winner goes on, so that a paid call leaves once; nobody takes one
    that its owner wants no more, or that ``where`` leaves out. It is committed when this returns.
    """
    claimed: dict[str, Any] = {"claim_token": uuid4(), "session": sessions.current_id(), **columns}
    return claiming(Claim(generation, to, of, claimed, and_wanted(where)))


def claim_all(asked: Sequence[Claim]) -> list[bool]:
    """Each by its own conditional UPDATE, all in one transaction."""
    with transaction.atomic():
        won = [one for one in asked if change(one.generation, one.to, of=(one.of,), where=one.where, **one.columns)]
        if won:
            insert(transition(one.generation, one.to, session=one.columns["session"]) for one in won)
            transaction.on_commit(wake.stream)
    for one in won:
        bring_up_to_date(one.generation, one.to, one.columns)
    return [one in won for one in asked]


claiming: Together[Claim, bool] = Together(claim_all)


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


def load(generation_id: UUID) -> Generation | None:
    """With its run and owner; with the run's references where this model takes any."""
    generation = by_id.first(generation_id)
    spec = catalogue.current().get(generation.model) if generation else None
    if generation and (spec is None or spec.references.max):
        hold(generation.run, "run_references", references_of(generation.run_id))
    return generation


by_id = Prepared(lambda pk: Generation.objects.select_related("run__owner").filter(pk=pk).order_by(), AN_ID)
references_of = Prepared(lambda run: RunReference.objects.select_related("image").filter(run_id=run), AN_ID)


__all__ = ["WANTED", "State", "after", "change", "claim", "load", "move", "patiently", "transition", "wanted"]
