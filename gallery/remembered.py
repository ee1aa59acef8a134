"""What seldom changes is read once in each process, and is exact all the same.

A model says ``remembered = True``. Triggers then give its table another mark at every change, be it by a form, an
UPDATE of many rows or a hand at the database; a change that is taken back takes its mark back. So whoever finds the
mark of a table as it was knows its content by heart. A request that sets nothing asks for the marks once
(``one_look``).
"""

import json
import threading
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Generic, TypeVar
from uuid import uuid4

from django.apps import AppConfig
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import TextField
from django.db.models.expressions import RawSQL

MARKS = "gallery_mark"
MOST = 500  # answers of one question, such as one a person

SQLITE = (
    "CREATE TRIGGER IF NOT EXISTS {table}_{act}_marked AFTER {act} ON {table} BEGIN "
    "INSERT INTO gallery_mark (name, value) VALUES ('{table}', lower(hex(randomblob(16)))) "
    "ON CONFLICT (name) DO UPDATE SET value = excluded.value; END"
)
POSTGRESQL_FUNCTION = (
    "CREATE OR REPLACE FUNCTION gallery_mark_table() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "INSERT INTO gallery_mark (name, value) VALUES (TG_TABLE_NAME, gen_random_uuid()::text) "
    "ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value; RETURN NULL; END $$"
)
POSTGRESQL = (
    "CREATE OR REPLACE TRIGGER {table}_marked AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION gallery_mark_table()"
)
ANEW = "INSERT INTO gallery_mark (name, value) VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET value = excluded.value"

Value = TypeVar("Value")
Row = TypeVar("Row", bound=models.Model)
Marks = Mapping[str, str]

_look = threading.local()


class Remembered(Generic[Value]):
    """``read(*key)``, asked again only after one of these tables has changed. What it gives is nobody's to change."""

    def __init__(self, read: Callable[..., Value], *tables: str):
        self.read, self.tables = read, tables
        self.held: tuple[tuple[str, ...], dict[Hashable, Value]] = ((), {})

    def __call__(self, *key: Hashable) -> Value:
        marks = seen()
        if not all(table in marks for table in self.tables):
            return self.read(*key)
        found = self.answers(tuple(marks[table] for table in self.tables))
        if key not in found:
            value = self.read(*key)
            if len(found) >= MOST:
                found.clear()
            found[key] = value
            return value
        return found[key]

    def answers(self, stamp: tuple[str, ...]) -> dict[Hashable, Value]:
        """Those under these marks; whatever was read before them is forgotten."""
        held = self.held
        if held[0] != stamp:
            held = self.held = (stamp, {})
        return held[1]


def row(model: type[Row], values: Sequence[Any] | None) -> Row | None:
    """The row of a whole ``values_list()``, one's own to be changed and saved."""
    return (
        None
        if values is None
        else model.from_db("default", [field.attname for field in model._meta.concrete_fields], values)
    )


@contextmanager
def one_look() -> Iterator[None]:
    """Within it this thread asks for the marks once. Only around what changes nothing that is remembered."""
    if getattr(_look, "open", False):
        yield
        return
    _look.open, _look.marks = True, None
    try:
        yield
    finally:
        _look.open, _look.marks = False, None


def look_again() -> None:
    """Inside a transaction that must not go by what was set before it began."""
    _look.marks = None


def seen() -> Marks:
    if not getattr(_look, "open", False):
        return marks_now()
    if _look.marks is None:
        _look.marks = marks_now()
    found: Marks = _look.marks
    return found


def marks_now() -> Marks:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT name, value FROM gallery_mark")
        return dict(cursor.fetchall())


def as_column() -> RawSQL:
    """For a query that is made anyway: the marks beside its row, to be ``told``."""
    together = "json_object_agg" if connections["default"].vendor == "postgresql" else "json_group_object"
    return RawSQL(f"(SELECT {together}(name, value) FROM {MARKS})", (), TextField())  # noqa: S608, S611 (no value in it)


def told(column: str | Marks | None) -> None:
    """What ``as_column`` brought is the one look of this request; outside of one it is forgotten."""
    if getattr(_look, "open", False) and _look.marks is None:
        _look.marks = json.loads(column) if isinstance(column, str) else column or {}


def looked_once(get_response: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Middleware: what only reads sees one state of what is set here."""

    def answer(request: Any) -> Any:
        if request.method not in ("GET", "HEAD"):
            return get_response(request)
        with one_look():
            return get_response(request)

    return answer


def tables_of(app: AppConfig) -> list[str]:
    """Of its models that say so, with the tables between them and others."""
    return [
        model._meta.db_table
        for model in app.get_models(include_auto_created=True)
        if getattr(model._meta.auto_created or model, "remembered", False)
    ]


def watch(app_config: AppConfig, using: str, **_: Any) -> None:
    """After every migration: one that makes a table anew, as SQLite has to, loses its triggers."""
    connection = connections[using]
    if MARKS not in connection.introspection.table_names():
        return
    tables = tables_of(app_config)
    with connection.cursor() as cursor:
        for statement in statements(tables, connection):
            cursor.execute(statement)
        for table in tables:
            cursor.execute(ANEW, [table, uuid4().hex])


def statements(tables: list[str], connection: BaseDatabaseWrapper) -> Iterator[str]:
    if connection.vendor == "postgresql":
        yield POSTGRESQL_FUNCTION
    for table in tables:
        if connection.vendor == "postgresql":
            yield POSTGRESQL.format(table=table)
        else:
            yield from (SQLITE.format(table=table, act=act) for act in ("INSERT", "UPDATE", "DELETE"))
