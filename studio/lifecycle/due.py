"""What a lifecycle verb leaves to be done: ids for dispatch.py to put on the queues."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Due:
    """``send`` and ``collect`` are generation ids, ``render`` image ids; ``then`` goes on once these are handed on."""

    send: tuple[UUID, ...] = ()
    collect: tuple[UUID, ...] = ()
    render: tuple[UUID, ...] = ()
    then: tuple[Callable[[], "Due"], ...] = ()

    def __add__(self, other: "Due") -> "Due":
        return Due(
            self.send + other.send,
            self.collect + other.collect,
            self.render + other.render,
            self.then + other.then,
        )


NOTHING = Due()


def undisturbed(what: Any, step: Callable[[], Due]) -> Due:
    """One row's step of a round over many: what breaks on it stops none of the others."""
    try:
        return step()
    except Exception:
        log.exception("step_broke", row=str(what))
        return NOTHING
