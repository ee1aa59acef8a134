"""What a list can be narrowed to: the models and vendors that made its pictures. Asked for when a menu opens."""

from dataclasses import dataclass

from django.core.cache import cache

from gallery.browsing.listing import Listing

KEPT = 120  # seconds: a new model may take that long to be offered as a filter
MOST = 200


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str


def models(listing: Listing) -> list[Choice]:
    return kept(listing, "model", "model_label")


def vendors(listing: Listing) -> list[Choice]:
    return kept(listing, "vendor", "vendor")


def kept(listing: Listing, value: str, label: str) -> list[Choice]:
    """Distinct values of the whole space, sorted by label; one scan, then from the cache."""
    key = f"choices:{value}:{listing.team.pk if listing.team else listing.user.pk}:{bool(listing.team)}"
    found = cache.get(key)
    if found is None:
        rows = listing.space().exclude(**{value: ""}).order_by().values_list(value, label).distinct()
        found = sorted({pair[0]: pair[1] or pair[0] for pair in rows[:MOST]}.items(), key=lambda pair: pair[1].lower())
        cache.set(key, found, KEPT)
    return [Choice(*pair) for pair in found]
