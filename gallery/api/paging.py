"""Pages by keyset, newest first: a cursor names the last row seen, so a page costs the same at any depth."""

import base64
import binascii
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from pydantic import BaseModel, Field

from gallery.api.problems import invalid

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = 253_402_300_799_000_000  # microseconds to the end of the year 9999

Row = TypeVar("Row", bound=Model)


class Paging(BaseModel):
    limit: int = Field(default=50, ge=1, le=200, description="How many rows.")
    cursor: str = Field(default="", max_length=100, description="`next` of the page before; none for the first.")


def page(rows: "QuerySet[Row]", cursor: str, limit: int) -> tuple[Sequence[Row], str | None]:
    """The rows after the cursor, and the next cursor: None on the last page. Needs created_at and a UUID id."""
    if cursor:
        at, id = read(cursor)
        rows = rows.filter(Q(created_at__lt=at) | Q(created_at=at, id__lt=id), created_at__lte=at)
    found = list(rows.order_by("-created_at", "-id")[: limit + 1])
    return found[:limit], write(found[limit - 1]) if len(found) > limit else None


def write(row: Any) -> str:
    micros = (row.created_at - EPOCH) // timedelta(microseconds=1)
    return base64.urlsafe_b64encode(micros.to_bytes(8) + row.id.bytes).decode()


def read(cursor: str) -> tuple[datetime, UUID]:
    try:
        raw = base64.b64decode(cursor.encode(), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raw = b""
    micros = int.from_bytes(raw[:8])
    if len(raw) != 24 or micros > LATEST:
        raise invalid({"cursor": ["This is no cursor of this list. Start again without one."]})
    return EPOCH + timedelta(microseconds=micros), UUID(bytes=raw[8:])
