"""SQLite lets one writer in and has all others poll, the unlucky ones until their time is over ("database is locked").

Two hundred threads of one worker cannot share a database like that. So a transaction here first takes the turn of
its process, for which threads queue asleep; only one of each process then polls for SQLite's own lock.

It takes no NUL in a text either, as PostgreSQL takes none: what one database refuses the other does not keep.

Nor should each of them open the file anew after each call to a vendor: it costs more than all that is asked then. What
a thread closes in good order is kept open for whoever comes next.
"""

import os
import threading
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import DataError
from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3.schema import DatabaseSchemaEditor

File = tuple[str, int, int]  # name, device, number

PATIENCE = 20.0  # seconds; then SQLite's own waiting has to do, as if there were no queue

KEPT = 16  # connections that nobody uses

_turn = threading.Lock()
_idle: "list[tuple[File, Any]]" = []
_parents: list[Any] = []  # never closed here: SQLite forbids it


def begin_anew() -> None:
    """A forked child holds no turn and no connection, whatever its parent did at that moment."""
    global _turn, _idle  # noqa: PLW0603 (one turn per process)
    _turn = threading.Lock()
    _parents.append(_idle)
    _idle = []


def file_of(name: str) -> File | None:
    """The very file: one that was put in its place since has another number."""
    try:
        found = os.stat(name)
    except OSError:
        return None
    return name, found.st_dev, found.st_ino


def taken(file: File | None) -> Any:
    """A connection to the file that lies idle; those to a file that is no more are closed."""
    while _idle:
        try:
            known, connection = _idle.pop()
        except IndexError:
            break
        if known == file:
            return connection
        connection.close()
    return None


os.register_at_fork(after_in_child=begin_anew)


class SchemaEditor(DatabaseSchemaEditor):
    """SQLite alters a table by making it anew, and what hung on the old one goes with it: its triggers are put back."""

    def _remake_table(self, model: Any, *args: Any, **kwargs: Any) -> None:
        table = model._meta.db_table
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
            triggers = [sql for (sql,) in cursor.fetchall()]
        super()._remake_table(model, *args, **kwargs)  # type: ignore[misc]
        for sql in triggers:
            self.execute(sql)


class Cursor(base.SQLiteCursorWrapper):
    def execute(self, query: str, params: Any = None) -> Any:
        return super().execute(query, without_nul(params))

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        return super().executemany(query, map(without_nul, param_list))


def without_nul(params: Any) -> Any:
    """The values as they are. Raises DataError where a text among them holds a NUL."""
    for value in params.values() if isinstance(params, Mapping) else params or ():
        if isinstance(value, str) and "\0" in value:
            raise DataError("A text cannot hold a NUL.")
    return params


class DatabaseWrapper(base.DatabaseWrapper):
    SchemaEditorClass = SchemaEditor
    held: "threading.Lock | None" = None
    file: File | None = None

    def get_new_connection(self, conn_params: Any) -> Any:
        known = taken(file_of(str(self.settings_dict["NAME"])))
        connection = known or super().get_new_connection(conn_params)
        self.file = file_of(str(self.settings_dict["NAME"]))
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        return self.connection.cursor(factory=Cursor)

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

    def _close(self) -> None:
        try:
            if not self.keep():
                super()._close()  # type: ignore[misc]
        finally:
            self.pass_turn()

    def keep(self) -> bool:
        """Whether the connection is left open for another thread: it is in order, and not too many lie idle."""
        if self.file is None or self.errors_occurred or self.connection.in_transaction or len(_idle) >= KEPT:
            return False
        if self.connection.execute("PRAGMA foreign_keys").fetchone() != (1,):
            return False
        _idle.append((self.file, self.connection))
        return True

    def pass_turn(self) -> None:
        held, self.held = self.held, None
        if held is not None:
            held.release()
