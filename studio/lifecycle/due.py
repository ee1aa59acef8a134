"""What a lifecycle verb leaves to be done: ids for dispatch.py to put on the queues."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Due:
    """``send`` and ``collect`` are generation ids, ``render`` image ids."""

    send: tuple[UUID, ...] = ()
    collect: tuple[UUID, ...] = ()
    render: tuple[UUID, ...] = ()

    def __add__(self, other: "Due") -> "Due":
        return Due(self.send + other.send, self.collect + other.collect, self.render + other.render)


NOTHING = Due()
