"""A page of pictures, hung by day."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils import timezone

from gallery.browsing import paging
from gallery.browsing.listing import ENOUGH, Listing, day_in_words, midnight
from gallery.models import Image
from gallery.models.image import ImageQuerySet
from gallery.organising import picks

A_PAGE = 60
COUNTED = 4000  # pictures of the days on a page that are summed up; a page with more says nothing
UNSHOWN = ("revised_prompt", "asked", "request_id", "sha256")


@dataclass(slots=True)
class Day:
    """``number`` and ``cost`` of the whole day in this listing, not of this page; None where too many to count."""

    day: date
    images: list[Image]
    number: int | None = None
    cost: Decimal | None = None

    @property
    def words(self) -> str:
        return day_in_words(self.day)


@dataclass(slots=True)
class Wall:
    days: list[Day] = field(default_factory=list)
    older: str | None = None  # the next cursor


def hang(listing: Listing, cursor: str) -> Wall:
    """One page of the listing. Two queries, three with a team's people.

    Raises:
        BadCursor: it is none.
    """
    listed = listing.rows()
    rows = picks.with_picked(listed.defer(*UNSHOWN), listing.team)
    images, older = paging.page(rows.select_related("owner") if listing.team else rows, cursor, A_PAGE)
    days = by_day(images)
    if not listing.q:  # a search is for its pictures: counting a common word's days would cost more than the page
        sum_up(listed, days)
    return Wall(days, older)


def by_day(images: Sequence[Image]) -> list[Day]:
    return [Day(at, list(group)) for at, group in groupby(images, lambda image: timezone.localdate(image.created_at))]


def sum_up(listed: ImageQuerySet, days: list[Day]) -> None:
    """Number and cost of each day, in one query that reads no more than COUNTED rows."""
    if not days:
        return
    first, last = midnight(days[-1].day), midnight(days[0].day + timedelta(days=1))
    rows = listed.filter(created_at__gte=first, created_at__lt=last).order_by()
    wanted: dict[str, Any] = {"all": Count("pk")}
    for index, day in enumerate(days):
        within = Q(created_at__gte=midnight(day.day), created_at__lt=midnight(day.day + timedelta(days=1)))
        wanted |= {f"number{index}": Count("pk", filter=within), f"cost{index}": Sum("cost", filter=within)}
    found = rows.only("pk", "created_at", "cost")[: COUNTED + 1].aggregate(**wanted)
    if found["all"] > COUNTED:
        return
    for index, day in enumerate(days):
        day.number, day.cost = found[f"number{index}"], found[f"cost{index}"]


@dataclass(frozen=True, slots=True)
class Lift:
    """The condition that excludes most, for a page without pictures. ``number`` is capped at ENOUGH."""

    name: str
    words: str
    number: int
    url: str

    @property
    def many(self) -> bool:
        return self.number >= ENOUGH


def lift_of(listing: Listing) -> Lift | None:
    """None where lifting no single condition brings anything."""
    lifts = [
        Lift(name, words, listing.without(name).rows().order_by()[:ENOUGH].count(), listing.without(name).url())
        for name, words in listing.conditions().items()
    ]
    best = max(lifts, key=lambda lift: lift.number, default=None)
    return best if best and best.number else None
