"""How many pictures lists have that fill themselves, for a tree beside boards. Each is counted up to ENOUGH, and kept
for a minute: what a common word finds is not looked up with every page.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.cache import cache

from gallery.browsing.listing import ENOUGH, Listing, listing_of_saved
from gallery.browsing.wall import count_of
from gallery.models import Image, SavedSearch, Team
from gallery.search.query import read

KEPT = 60  # seconds
COUNTED = 12  # saved searches
PICKED, RATED = "is:favourite", "rating:>=4"


@dataclass(frozen=True, slots=True)
class Tally:
    """``name`` is the id of the place where it is told."""

    name: str
    number: int
    more: bool


def of_space(user: Any, team: Team | None) -> list[Tally]:
    lists = {"n-picked": Listing(user, team, read(PICKED)), "n-rated": Listing(user, team, read(RATED))}
    space = {"team": team} if team else {"team": None, "owner": user}
    for saved in SavedSearch.objects.filter(**space).select_related("team")[:COUNTED]:
        lists[f"n-{saved.pk}"] = listing_of_saved(user, saved)
    trashed = Image.objects.in_trash_of(user)[: ENOUGH + 1].count()
    told = [Tally(name, *counted(listing)) for name, listing in lists.items()]
    return [*told, Tally("n-trash", min(trashed, ENOUGH), trashed > ENOUGH)]


def counted(listing: Listing) -> tuple[int, bool]:
    """Of one line in one space; what means nothing counts none."""
    whose = f"{listing.team.pk if listing.team else ''}:{listing.user.pk}"
    key = f"tally:{whose}:{sha256(listing.q.encode(errors='replace')).hexdigest()}"
    found: tuple[int, bool] | None = cache.get(key)
    if found is None:
        found = (0, False) if listing.problems else count_of(listing)
        cache.set(key, found, KEPT)
    return found
