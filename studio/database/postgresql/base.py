"""PostgreSQL takes a hundred connections, and a worker has two hundred threads.

When two hundred answers come home at once, each wants to write its own down. More than the server has are refused,
and who is refused tries again after a pause, or leaves it to the sweeper: minutes for what takes a second. So the
threads of a process share MOST connections, for which they wait asleep, and what a thread closes in good order is kept
for the next one: a new one costs the server a process.
"""

import os
import threading
import time
import weakref
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.postgresql.psycopg_any import IsolationLevel
from psycopg.pq import TransactionStatus

MOST = 20  # open at once, of one process
KEPT = 10  # of those, while nobody uses them
KEPT_SECONDS = 60.0
PATIENCE = 10.0  # seconds; then one more is opened than should be, and the server decides

Target = tuple[str, ...]
Idle = tuple[Target, float, Any]

_places = threading.BoundedSemaphore(MOST)
_idle: "list[Idle]" = []
_parents: list[Any] = []  # never closed here: the other end belongs to the parent


def begin_anew() -> None:
    """A forked child has no connection, whatever its parent had."""
    global _places, _idle  # noqa: PLW0603 (one set per process)
    _places = threading.BoundedSemaphore(MOST)
    _parents.append(_idle)
    _idle = []


os.register_at_fork(after_in_child=begin_anew)


class Place:
    """One of MOST; given back once, at the latest when the thread that held it is gone."""

    def __init__(self) -> None:
        places = _places
        taken = places.acquire(timeout=PATIENCE)
        self.leave = weakref.finalize(self, places.release if taken else nothing)
        self.leave.atexit = False


def nothing() -> None:
    """Of one that was opened beyond what should be."""


def target_of(settings: dict[str, Any]) -> Target:
    return tuple(str(settings[name]) for name in ("HOST", "PORT", "USER", "NAME", "OPTIONS"))


def taken(target: Target) -> Any:
    """One that lies idle and still answers."""
    while _idle:
        try:
            known, since, connection = _idle.pop()
        except IndexError:
            break
        if known == target and time.monotonic() - since < KEPT_SECONDS and answers(connection):
            return connection
        connection.close()
    return None


def answers(connection: Any) -> bool:
    try:
        connection.execute("SELECT 1")
    except Exception:
        return False
    return True


class DatabaseWrapper(base.DatabaseWrapper):
    place: Place | None = None

    def get_new_connection(self, conn_params: Any) -> Any:
        self.place = Place()
        try:
            known = taken(target_of(self.settings_dict))
            if known is None:
                return super().get_new_connection(conn_params)
            self.isolation_level = known.isolation_level or IsolationLevel.READ_COMMITTED
            return known
        except BaseException:
            self.give_back()
            raise

    def _close(self) -> None:
        try:
            if self.connection is not None and not self.keep():
                super()._close()  # type: ignore[misc]
        finally:
            self.give_back()

    def keep(self) -> bool:
        """Whether it is left open for another thread: it is in order, and not too many lie idle."""
        idle = self.connection.info.transaction_status == TransactionStatus.IDLE
        if self.errors_occurred or self.connection.closed or not idle or len(_idle) >= KEPT:
            return False
        self.connection.autocommit = True
        _idle.append((target_of(self.settings_dict), time.monotonic(), self.connection))
        return True

    def give_back(self) -> None:
        place, self.place = self.place, None
        if place is not None:
            place.leave()
