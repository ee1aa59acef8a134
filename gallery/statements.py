"""Statements that are written once. What Django's ORM spends on a small query is mostly the writing of its text.

For the few that every picture passes through. ``Prepared`` rests on how Django 5.2 reads rows; tests hold it.
"""

import copy
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from types import SimpleNamespace
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connections, models
from django.db.models.query import ModelIterable
from django.db.models.sql import UpdateQuery

AT_ONCE = 200  # rows of one INSERT: SQLite takes 32,766 values

Row = TypeVar("Row", bound=models.Model)
Placed = tuple[Any, Any, str, tuple[Any, ...], tuple[int | None, ...]]


class Prepared(Generic[Row]):
    """``build(*values)`` gives a query of rows; its text is kept and only the values change.

    ``examples`` are two different values for each that it takes: UUIDs, whole numbers or texts, each used as it is
    given. Nothing is prefetched.
    """

    def __init__(self, build: Callable[..., "models.QuerySet[Row]"], *examples: tuple[Any, Any]):
        self.build, self.examples = build, examples
        self.kept: dict[str, Placed] = {}

    def __call__(self, *values: Any) -> list[Row]:
        connection = connections["default"]
        placed = self.kept.get(connection.vendor)
        if placed is None:
            placed = self.kept[connection.vendor] = self.prepare()
        compiler, converters, sql, fixed, places = placed
        parameters = settled(fixed, places, [spelt(value, connection) for value in values])
        own = copy.copy(compiler)
        own.connection = connection
        own.as_sql = lambda *_, **__: (sql, parameters)
        own.get_converters = lambda _: converters  # the same each time; finding them took 0.1 ms
        query = SimpleNamespace(get_compiler=lambda using: own)
        asked = SimpleNamespace(db="default", query=query, _known_related_objects={})
        return list(ModelIterable(asked))  # type: ignore[arg-type]

    def first(self, *values: Any) -> Row | None:
        return next(iter(self(*values)), None)

    def prepare(self) -> Placed:
        compiler = self.compiler([first for first, _ in self.examples])
        converters = compiler.get_converters([column for column, *_ in compiler.select[: compiler.col_count]])
        sql, fixed, places = placed_in(self.compiled, self.examples)
        return compiler, converters, sql, fixed, places

    def compiler(self, values: Sequence[Any]) -> Any:
        compiler = self.build(*values).query.get_compiler(using="default")
        compiler.as_sql()
        return compiler

    def compiled(self, values: Sequence[Any]) -> tuple[str, tuple[Any, ...]]:
        sql, parameters = self.build(*values).query.get_compiler(using="default").as_sql()
        return sql, tuple(parameters)


class Conditional:
    """``build(*values)`` gives the rows that an UPDATE may change: the text of its WHERE is kept, and only the values
    change. What is set is told by each call.
    """

    def __init__(self, build: Callable[..., "models.QuerySet[Any]"], *examples: tuple[Any, Any]):
        self.build, self.examples = build, examples
        self.kept: dict[str, tuple[type[models.Model], str, tuple[Any, ...], tuple[int | None, ...]]] = {}

    def __call__(self, *values: Any, **columns: Any) -> int:
        """How many rows it changed."""
        connection = connections["default"]
        placed = self.kept.get(connection.vendor)
        if placed is None:
            placed = self.kept[connection.vendor] = self.prepare()
        model, where, fixed, places = placed
        fields: list[Any] = [model._meta.get_field(name) for name in columns]
        changed = [
            field.get_db_prep_save(value, connection) for field, value in zip(fields, columns.values(), strict=True)
        ]
        asked = settled(fixed, places, [spelt(value, connection) for value in values])
        with connection.cursor() as cursor:
            cursor.execute(f"{setting(model, tuple(columns), connection.vendor)}{where}", [*changed, *asked])
            return int(cursor.rowcount)

    def prepare(self) -> tuple[type[models.Model], str, tuple[Any, ...], tuple[int | None, ...]]:
        sql, fixed, places = placed_in(self.compiled, self.examples)
        return self.build(*(first for first, _ in self.examples)).model, sql, fixed, places

    def compiled(self, values: Sequence[Any]) -> tuple[str, tuple[Any, ...]]:
        """The WHERE alone: what stands before it is the same for all."""
        rows = self.build(*values)
        model: Any = rows.model
        vendor = connections["default"].vendor
        query: Any = rows.query.chain(UpdateQuery)
        name = next(columns(model)).name
        query.add_update_fields([(model._meta.get_field(name), None, None)])
        sql, parameters = query.get_compiler(using="default").as_sql()
        head = setting(model, (name,), vendor).replace("%s", "NULL")
        assert sql.startswith(f"{head} WHERE "), sql
        return sql.removeprefix(head), tuple(parameters)


def some_ids(number: int) -> list[tuple[UUID, UUID]]:
    """Examples for a query of so many ids."""
    return [(UUID(int=2 * position), UUID(int=2 * position + 1)) for position in range(number)]


def placed_in(
    compiled: Callable[[Sequence[Any]], tuple[str, tuple[Any, ...]]], examples: Sequence[tuple[Any, Any]]
) -> tuple[str, tuple[Any, ...], tuple[int | None, ...]]:
    """A text, its parameters, and which of them are whose: found by changing one value after the other."""
    first = [example[0] for example in examples]
    sql, fixed = compiled(first)
    places: list[int | None] = [None] * len(fixed)
    for number, (_, other) in enumerate(examples):
        _, changed = compiled([*first[:number], other, *first[number + 1 :]])
        for position, (one, another) in enumerate(zip(fixed, changed, strict=True)):
            if one != another:
                places[position] = number
    return sql, fixed, tuple(places)


def settled(fixed: Sequence[Any], places: Sequence[int | None], given: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(value if place is None else given[place] for value, place in zip(fixed, places, strict=True))


@cache
def setting(model: type[models.Model], names: tuple[str, ...], vendor: str) -> str:
    """An UPDATE up to its WHERE."""
    quote = connections["default"].ops.quote_name
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    changed = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    return f"UPDATE {quote(model._meta.db_table)} SET {changed}"  # noqa: S608 (names of our own models)


def spelt(value: Any, connection: Any) -> Any:
    """As this database wants it."""
    if isinstance(value, UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    return value


def insert(rows: Iterable[models.Model], conflict: str = "") -> None:
    """New rows of one model, in the caller's transaction. Unlike ``bulk_create`` it brings back no numbers.

    ``conflict`` is an ON CONFLICT clause.
    """
    connection = connections["default"]
    with connection.cursor() as cursor:
        waiting = list(rows)
        while waiting:
            some, waiting = waiting[:AT_ONCE], waiting[AT_ONCE:]
            fields, head, place = statement(type(some[0]), connection.vendor)
            values = [field.get_db_prep_save(field.pre_save(row, True), connection) for row in some for field in fields]
            cursor.execute(f"{head}{', '.join([place] * len(some))} {conflict}", values)
            for row in some:
                row._state.adding, row._state.db = False, "default"


@cache
def statement(model: type[models.Model], vendor: str) -> tuple[tuple[Any, ...], str, str]:
    """Its columns, the INSERT up to the values, and the place of one row's."""
    quote = connections["default"].ops.quote_name
    fields = tuple(columns(model))
    names = ", ".join(quote(field.column) for field in fields)
    place = f"({', '.join(['%s'] * len(fields))})"
    return fields, f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ", place  # noqa: S608 (names of our own models)


def columns(model: type[models.Model]) -> Iterator[Any]:
    """Those that are written: a number that the database gives is not."""
    for field in model._meta.local_concrete_fields:
        if not isinstance(field, models.AutoField | models.GeneratedField):
            yield field
