"""A page of pictures, hung by day."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils import timezone

from gallery.browsing import paging, stacks
from gallery.browsing.listing import ENOUGH, Listing, day_in_words
from gallery.models import Image
from gallery.models.image import ImageQuerySet
from gallery.organising import picks, tags
from gallery.timing import dated, midnight

FORMATS = {"month": "F Y", "year": "Y"}
FEW = 4  # under one heading
A_PAGE = 60
COUNTED = 4000  # pictures of the days on a page that are summed up; a page with more says nothing
SHOWN = (
    *("owner", "team", "kind", "created_at", "title", "alt", "prompt", "model", "model_label", "file_name", "run"),
    *("cost", "width", "height", "format", "color", "renditions"),
)
OWNER = tuple(f"owner__{name}" for name in ("username", "display_name", "first_name", "last_name"))


@dataclass(slots=True)
class Day:
    """``number`` and ``cost`` of the whole day in this listing, not of this page; None where too many to count.

    ``by``: what is searched for may lie far apart, and is hung by month or year then. ``first``: a page begins with it.
    """

    day: date
    images: list[Image]
    number: int | None = None
    cost: Decimal | None = None
    by: str = "day"
    first: bool = False

    @property
    def words(self) -> str:
        return day_in_words(self.day) if self.by == "day" else dated(self.day, FORMATS[self.by])


@dataclass(slots=True)
class Wall:
    """``older`` and ``newer`` are cursors of the pages beside it, None at an end; ``start`` is its own."""

    days: list[Day] = field(default_factory=list)
    older: str | None = None
    newer: str | None = None
    start: str = ""


def hang(listing: Listing, cursor: str, before: str = "", *, below: bool = False) -> Wall:
    """One page of the listing: what is older than the cursor, or what is newer than ``before``. Two queries.

    ``below``: it is hung below the page before, whose last day goes on in it and has its sum already.

    Raises:
        BadCursor: it is none.
    """
    rows: Any = listing.rows()
    rows = rows.select_related("owner").only(*SHOWN, *OWNER) if listing.team else rows.only(*SHOWN)
    rows = tags.with_stars(picks.with_picked(rows, listing.team), listing.user)
    newer, older = None, None
    if before and not listing.found.long:
        images, newer = paging.page_before(rows, before, A_PAGE)
        older, cursor = (paging.write(images[-1]) if images else None), newer or ""
        newer = paging.write(images[0]) if newer else None
    else:
        images, older = page_of(listing, rows, cursor)
        newer = paging.write(images[0]) if cursor and images and not listing.found.long else None
    if listing.stacked:
        images = stacks.fold(rows, images, listed=listing.rows(), team=listing.team)
    if listing.query:  # a search is for its pictures: counting a common word's days would cost more than the page
        return Wall(far_apart(images), older, newer, cursor)
    days = by_day(images)
    goes_on = below and not before and days and days[0].day == timezone.localdate(paging.read(cursor)[0])
    sum_up(listing.rows(), days[1:] if goes_on else days)
    return Wall(days, older, newer, cursor)


def page_of(
    listing: Listing, rows: ImageQuerySet, cursor: str, limit: int = A_PAGE
) -> tuple[Sequence[Image], str | None]:
    """``rows`` are the listing's own, with what is to be known of each."""
    if listing.found.long:
        return paging.windowed(rows, listing.feed(), cursor, limit)
    return paging.page(rows, cursor, limit)


def count_of(listing: Listing) -> tuple[int, bool]:
    """How many fit, up to ENOUGH, among the newest; and whether there may be more."""
    rows: Any = listing.rows().order_by("-created_at", "-id").only("pk")  # by the index along the list
    if not listing.found.long:
        number = rows[: ENOUGH + 1].count()
        return min(number, ENOUGH), number > ENOUGH
    if listing.found.crowd:
        return ENOUGH, True
    images, more = paging.windowed(rows.only("pk", "created_at"), listing.feed(), "", ENOUGH)
    return len(images), more is not None


def by_day(images: Sequence[Image]) -> list[Day]:
    return [Day(at, list(group)) for at, group in groupby(images, lambda image: timezone.localdate(image.created_at))]


def far_apart(images: Sequence[Image]) -> list[Day]:
    """By day, by month where days would hold next to nothing, by year where months would."""
    days = [timezone.localdate(image.created_at) for image in images]
    for by, dates in (("day", days), ("month", [day.replace(day=1) for day in days])):
        number = len(set(dates))
        if number == 1 or len(images) >= FEW * number:
            return hung_by(by, dates, images)
    return hung_by("year", [day.replace(month=1, day=1) for day in days], images)


def hung_by(by: str, dates: Sequence[date], images: Sequence[Image]) -> list[Day]:
    pairs = groupby(zip(dates, images, strict=True), itemgetter(0))
    return [Day(at, [image for _, image in group], by=by) for at, group in pairs]


def sum_up(listed: ImageQuerySet, days: list[Day]) -> None:
    """Number and cost of each day, in one query that reads no more than COUNTED rows."""
    if not days:
        return
    first, last = midnight(days[-1].day), midnight(days[0].day + timedelta(days=1))
    rows = listed.filter(created_at__gte=first, created_at__lt=last).order_by("-created_at", "-id")
    wanted: dict[str, Any] = {"all": Count("pk")}
    if len(days) == 1:
        wanted |= {"number0": Count("pk"), "cost0": Sum("cost")}
    for index, day in enumerate(days if len(days) > 1 else ()):
        within = Q(created_at__gte=midnight(day.day), created_at__lt=midnight(day.day + timedelta(days=1)))
        wanted |= {f"number{index}": Count("pk", filter=within), f"cost{index}": Sum("cost", filter=within)}
    found = rows.only("pk", "created_at", "cost")[: COUNTED + 1].aggregate(**wanted)
    if found["all"] > COUNTED:
        return
    for index, day in enumerate(days):
        day.number, day.cost = found[f"number{index}"], found[f"cost{index}"]
