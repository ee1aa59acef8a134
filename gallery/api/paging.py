"""Pages by keyset, as the pages of the site have them; a cursor that is none is the field's fault."""

from collections.abc import Sequence
from typing import TypeVar

from django.db.models import Model, QuerySet
from pydantic import BaseModel, Field

from gallery.api.problems import invalid
from gallery.browsing import paging

Row = TypeVar("Row", bound=Model)


class Paging(BaseModel):
    limit: int = Field(default=50, ge=1, le=200, description="How many rows.")
    cursor: str = Field(default="", max_length=100, description="`next` of the page before; none for the first.")


def page(
    rows: "QuerySet[Row]", cursor: str, limit: int, feed: "QuerySet[Row] | None" = None
) -> tuple[Sequence[Row], str | None]:
    """The rows after the cursor, and the next cursor: None on the last page. Needs created_at and a UUID id.

    ``feed`` where the rows may be sparse in it: a page looks at a window of that.
    """
    try:
        return paging.page(rows, cursor, limit) if feed is None else paging.windowed(rows, feed, cursor, limit)
    except paging.BadCursor:
        raise invalid({"cursor": ["This is no cursor of this list. Start again without one."]}) from None
