"""SQLite lets one writer in and has all others poll, the unlucky ones until their time is over ("database is locked").

Two hundred threads of one worker cannot share a database like that. So a transaction here first takes the turn of
its process, for which threads queue asleep; only one of each process then polls for SQLite's own lock.
"""

import os
import threading
from typing import Any

from django.db.backends.sqlite3 import base

PATIENCE = 20.0  # seconds; then SQLite's own waiting has to do, as if there were no queue

_turn = threading.Lock()


def begin_anew() -> None:
    """A forked child holds no turn, whatever its parent did at that moment."""
    global _turn  # noqa: PLW0603 (one turn per process)
    _turn = threading.Lock()


os.register_at_fork(after_in_child=begin_anew)


class DatabaseWrapper(base.DatabaseWrapper):
    held: "threading.Lock | None" = None

    def _start_transaction_under_autocommit(self) -> None:
        turn = _turn
        if turn.acquire(timeout=PATIENCE):
            self.held = turn
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self.pass_turn()
            raise

    def _commit(self) -> Any:
        result = super()._commit()  # type: ignore[misc]
        self.pass_turn()
        return result

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self.pass_turn()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self.pass_turn()

    def pass_turn(self) -> None:
        held, self.held = self.held, None
        if held is not None:
            held.release()
