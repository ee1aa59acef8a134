"""How many pictures lists have that fill themselves, for a tree beside boards. Each is counted up to ENOUGH, and kept
for a minute, or for an hour where there are more: what a common word finds is not looked up with every page.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Any

from django.core.cache import cache

from gallery.browsing.listing import ENOUGH, Listing, listing_of_saved
from gallery.browsing.wall import count_of
from gallery.models import Image, Pick, SavedSearch, Team
from gallery.models.image import ImageQuerySet
from gallery.search.query import read

KEPT = 60  # seconds
CROWD_KEPT = 3600  # seconds
COUNTED = 12  # saved searches
PICKED, RATED = "is:favourite", "rating:>=4"


@dataclass(frozen=True, slots=True)
class Tally:
    """``name`` is the id of the place where it is told."""

    name: str
    number: int
    more: bool


def of_space(user: Any, team: Team | None) -> list[Tally]:
    lists = {"n-rated": Listing(user, team, read(RATED))}
    space = {"team": team} if team else {"team": None, "owner": user}
    for saved in SavedSearch.objects.filter(**space).select_related("team")[:COUNTED]:
        lists[f"n-{saved.pk}"] = listing_of_saved(user, saved)
    told = [Tally(name, *counted(listing, partial(count_of, listing))) for name, listing in lists.items()]
    here = Listing(user, team)
    picked = counted(here, partial(up_to_enough, picked_in(here)), PICKED)
    return [Tally("n-picked", *picked), *told, Tally("n-trash", *up_to_enough(Image.objects.in_trash_of(user)))]


def picked_in(listing: Listing) -> ImageQuerySet:
    """By way of the picks, which are few: a query line would fetch them first."""
    picks = Pick.objects.filter(team=listing.team)
    there = picks if listing.team else picks.filter(image__owner=listing.user)
    return listing.space().filter(pk__in=there.values("image"))


def up_to_enough(rows: ImageQuerySet) -> tuple[int, bool]:
    number = rows.order_by()[: ENOUGH + 1].count()
    return min(number, ENOUGH), number > ENOUGH


def counted(listing: Listing, count: Callable[[], tuple[int, bool]], line: str = "") -> tuple[int, bool]:
    """Of one line in one space; what means nothing counts none."""
    whose = f"{listing.team.pk if listing.team else ''}:{listing.user.pk}"
    key = f"tally:{whose}:{sha256((line or listing.q).encode(errors='replace')).hexdigest()}"
    found: tuple[int, bool] | None = cache.get(key)
    if found is None:
        found = (0, False) if listing.problems else count()
        cache.set(key, found, CROWD_KEPT if found[1] else KEPT)
    return found
