"""The rail of months beside a wall: where a list begins and ends, and how much each month holds, up to ENOUGH."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.core.cache import cache
from django.db.models import Subquery
from django.utils import timezone

from gallery.browsing import paging
from gallery.browsing.listing import ENOUGH, Listing
from gallery.models import User
from gallery.models.image import ImageQuerySet
from gallery.organising.counting import Capped
from gallery.search.query import Part, Value
from gallery.timing import midnight

KEPT = 60  # seconds
MOST = 120  # months; older ones are below the last


@dataclass(frozen=True, slots=True)
class Month:
    """``number`` is capped at ENOUGH, None where counting would cost a long walk. ``url`` begins with its last day and
    goes on, ``narrowed`` is the month alone. ``year_turns``: it is the first of another year.
    """

    first: date
    number: int | None
    url: str
    narrowed: str
    year_turns: bool

    @property
    def more(self) -> bool:
        return self.number is not None and self.number > ENOUGH


def months_of(listing: Listing) -> list[Month]:
    """Newest first, those with pictures alone. Three queries at most, each along the list's index."""
    if listing.found.long:
        return linked(listing, dict.fromkeys(kept(listing.bare())))
    return linked(listing, counted(listing) if listing.query else kept(listing))


def kept(listing: Listing) -> dict[date, int]:
    """Of the whole space, from the cache for a minute."""
    key = f"months:{listing.team.pk if listing.team else listing.user.pk}:{bool(listing.team)}"
    found: dict[date, int] | None = cache.get(key)
    if found is None:
        found = counted(listing)
        cache.set(key, found, KEPT)
    return found


def counted(listing: Listing) -> dict[date, int]:
    rows = listing.rows()
    times = list(rows.order_by("-created_at", "-id").values_list("created_at", flat=True)[: ENOUGH + 1])
    if len(times) <= ENOUGH:
        return {month: len(list(some)) for month, some in groupby(times, month_of)}
    oldest = rows.order_by("created_at", "id").values_list("created_at", flat=True).first()
    return by_month(rows, listing.user, month_of(times[0]), month_of(oldest or times[-1]))


def by_month(rows: ImageQuerySet, user: Any, newest: date, oldest: date) -> dict[date, int]:
    """One query; of each month no more than ENOUGH and one are looked at."""
    months = [newest]
    while months[-1] > oldest and len(months) < MOST:
        months.append(before(months[-1]))
    columns = {f"month{number}": Capped(Subquery(within(rows, month))) for number, month in enumerate(months)}
    found = User.objects.filter(pk=user.pk).values_list(*columns.values()).first() or ()
    return {month: number for month, number in zip(months, found, strict=False) if number}


def within(rows: ImageQuerySet, month: date) -> Any:
    """In their order: else the planner takes the space's index without time, and reads all that is newer."""
    some = rows.filter(created_at__gte=midnight(month), created_at__lt=midnight(after(month)))
    return some.order_by("-created_at", "-id").values("pk")[: ENOUGH + 1]


def month_of(at: datetime) -> date:
    return timezone.localdate(at).replace(day=1)


def before(month: date) -> date:
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def after(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def linked(listing: Listing, numbers: dict[date, Any]) -> list[Month]:
    found: list[Month] = []
    others = listing.lacking("date")
    for month, number in numbers.items():
        url = listing.url(cursor=paging.write_at(midnight(after(month))))
        narrowed = others.plus(Part("date", (Value(f"{month:%Y-%m}"),))).url()
        turns = bool(found) and found[-1].first.year != month.year
        found.append(Month(month, number, url, narrowed, turns))
    return found
