"""Pages by keyset, newest first: a cursor names the last row seen, so a page costs the same at any depth."""

import base64
import binascii
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LAST = datetime(9000, 1, 1, tzinfo=UTC)
LATEST = 221_845_392_000_000_000  # microseconds to the year 9000: every time zone can still tell its day
FIRST = UUID(int=0)
WINDOW = 5_000  # rows of a list that one page looks at for those that fit
WINDOWS = (1, 3, 10, 30)  # times as many: the second while these hold fewer than ENOUGH, the others while none fits
ENOUGH = 12
LENGTH = 24  # bytes: eight of time, sixteen of id

Row = TypeVar("Row", bound=Model)


class BadCursor(ValueError):  # noqa: N818 (reads as a sentence where it is raised)
    """What stands in the address is no cursor that was ever given out."""


def page(rows: "QuerySet[Row]", cursor: str, limit: int) -> tuple[Sequence[Row], str | None]:
    """The rows after the cursor, and the next cursor: None on the last page. Needs created_at and a UUID id.

    Raises:
        BadCursor: it is none.
    """
    if cursor:
        rows = older(rows, *read(cursor))
    found = list(rows.order_by("-created_at", "-id")[: limit + 1])
    return found[:limit], write(found[limit - 1]) if len(found) > limit else None


def page_before(rows: "QuerySet[Row]", cursor: str, limit: int) -> tuple[Sequence[Row], str | None]:
    """The rows just before the cursor, the newest first, and the cursor of the page that they are: None for the first.

    Raises:
        BadCursor: it is none.
    """
    found = list(newer(rows, *read(cursor)).order_by("created_at", "id")[: limit + 1])
    return found[:limit][::-1], write(found[limit]) if len(found) > limit else None


def windowed(rows: "QuerySet[Row]", feed: "QuerySet[Row]", cursor: str, limit: int) -> tuple[Sequence[Row], str | None]:
    """As ``page``, for rows that are sparse among those of ``feed``: looks at a window of these, and at wider ones
    until some fit, so that a page may be short and have a next one; empty only where 220,000 in a row do not fit.
    """
    found: list[Row] = []
    for times in WINDOWS:
        here, there = (older(some, *read(cursor)) if cursor else some for some in (rows, feed))
        edge = there.order_by("-created_at", "-id").values("created_at")[times * WINDOW : times * WINDOW + 1]
        bounded = here.filter(created_at__gte=Coalesce(Subquery(edge), EPOCH))
        found += bounded.order_by("-created_at", "-id")[: limit + 1 - len(found)]
        if len(found) > limit:
            return found[:limit], write(found[limit - 1])
        last = edge.first()
        if last is None:
            return found, None
        cursor = write_at(last["created_at"])
        if len(found) >= (ENOUGH if times == 1 else 1):
            break
    return found, cursor


def around(
    rows: "QuerySet[Row]", feed: "QuerySet[Row]", at: datetime, id: UUID
) -> tuple["QuerySet[Row]", "QuerySet[Row]"]:
    """Those newer, nearest first, and those older, each within WINDOW rows of ``feed``: for rows that are sparse."""
    later = newer(feed, at, id).order_by("created_at", "id").values("created_at")[WINDOW : WINDOW + 1]
    earlier = older(feed, at, id).order_by("-created_at", "-id").values("created_at")[WINDOW : WINDOW + 1]
    return (
        newer(rows, at, id).filter(created_at__lte=Coalesce(Subquery(later), LAST)).order_by("created_at", "id"),
        older(rows, at, id).filter(created_at__gte=Coalesce(Subquery(earlier), EPOCH)).order_by("-created_at", "-id"),
    )


def older(rows: "QuerySet[Row]", at: datetime, id: UUID) -> "QuerySet[Row]":
    """What comes after the row of this time and id; the plain bound lets the index begin there."""
    return rows.filter(Q(created_at__lt=at) | Q(created_at=at, id__lt=id), created_at__lte=at)


def newer(rows: "QuerySet[Row]", at: datetime, id: UUID) -> "QuerySet[Row]":
    return rows.filter(Q(created_at__gt=at) | Q(created_at=at, id__gt=id), created_at__gte=at)


def write(row: Any) -> str:
    return write_at(row.created_at, row.id)


def write_at(at: datetime, id: UUID = FIRST) -> str:
    """The place just behind the row of this time and id, or behind all of this time."""
    micros = (at - EPOCH) // timedelta(microseconds=1)
    return base64.urlsafe_b64encode(micros.to_bytes(8) + id.bytes).decode()


def read(cursor: str) -> tuple[datetime, UUID]:
    try:
        raw = base64.b64decode(cursor.encode(), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise BadCursor(cursor) from None
    micros = int.from_bytes(raw[:8])
    if len(raw) != LENGTH or micros > LATEST:
        raise BadCursor(cursor)
    return EPOCH + timedelta(microseconds=micros), UUID(bytes=raw[8:])
