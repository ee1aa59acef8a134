"""A block of pictures copied within the database, with all that hangs on them: a million rows without making each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import AutoField, Field, Model, UUIDField

from gallery.models import Image
from gallery.models.board import BoardItem

NEW_ID = {"postgresql": "md5({id}::text || '-{copy}')::uuid", "sqlite": "MD5({id} || '-{copy}')"}
EARLIER = {
    "postgresql": "{at} - interval '{minutes} minutes'",
    "sqlite": "strftime('%Y-%m-%d %H:%M:%f', {at}, '-{minutes} minutes')",
}


@dataclass(slots=True)
class Block:
    """Pictures that were made one by one, a minute apart. ``board`` takes copies until it has ``largest``."""

    ids: Sequence[UUID]
    board: UUID | None = None
    boards: int = 0
    largest: int = 0

    def copies(self, number: int) -> Iterator[int]:
        """Older ones, until there are ``number`` more; says after each round how many it made."""
        self.remember()
        made = 0
        while made < number:
            size = min(len(self.ids), number - made)
            made += size
            with transaction.atomic():
                self.copy(1 + (made - 1) // len(self.ids), size)
            yield size

    def remember(self) -> None:
        key = Image._meta.pk
        rows = [(key.get_db_prep_value(id, connection), place) for place, id in enumerate(self.ids)]
        kind = key.db_type(connection)
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS fill_block")
            cursor.execute(f"CREATE TEMPORARY TABLE fill_block (image {kind} PRIMARY KEY, place integer)")
            cursor.executemany("INSERT INTO fill_block VALUES (%s, %s)", rows)

    def copy(self, number: int, size: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(self.statement(Image, "id", number, size))
            for model in hanging():
                cursor.execute(self.statement(model, "image_id", number, size))

    def statement(self, model: type[Model], image: str, number: int, size: int) -> str:
        """Names and numbers of our own alone stand in it."""
        fields = [field for field in model._meta.local_concrete_fields if not isinstance(field, AutoField)]
        table = connection.ops.quote_name(model._meta.db_table)
        values = ", ".join(self.value(field, f"made.{field.column}", image, number) for field in fields)
        columns = ", ".join(str(field.column) for field in fields)
        where = f"fill_block.place < {size}"
        if model is BoardItem and self.board and number * len(self.ids) >= self.largest:
            board = self.board.hex if connection.vendor == "sqlite" else self.board
            where += f" AND (made.board_id <> '{board}' OR fill_block.place % {self.boards} = 0)"
        source = f"{table} AS made JOIN fill_block ON fill_block.image = made.{image}"
        return f"INSERT INTO {table} ({columns}) SELECT {values} FROM {source} WHERE {where}"  # noqa: S608

    def value(self, field: "Field[Any, Any]", column: str, image: str, number: int) -> str:
        own = field.primary_key and isinstance(field, UUIDField)
        if field.column == image or own:
            return NEW_ID[connection.vendor].format(id=column, copy=number)
        if field.column in ("created_at", "published_at"):
            return EARLIER[connection.vendor].format(at=column, minutes=number * len(self.ids))
        return column


def hanging() -> list[type[Model]]:
    """What is made with each picture and belongs to it alone, words and all."""
    relations = Image._meta.related_objects
    found = [
        relation.related_model
        for relation in relations
        if isinstance(relation.related_model, type)
        and relation.related_model._meta.app_label == Image._meta.app_label
        and getattr(relation.field, "column", "") == "image_id"
        and not relation.field.null
    ]
    return list(dict.fromkeys(found))
