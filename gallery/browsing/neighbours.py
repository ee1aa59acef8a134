"""The pictures before and after one in its list, by keyset: the same cost anywhere in a million."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from gallery.browsing import paging
from gallery.browsing.listing import Listing
from gallery.models import Image
from gallery.models.image import ImageQuerySet

EACH_SIDE = 6


@dataclass(frozen=True, slots=True)
class Film:
    """``images`` in the order of the list, the picture itself among them; ``first`` and ``last`` of its run. ``place``
    in the list and how ``many`` that has, 0 where nobody counted; ``more``: than that many.
    """

    images: list[Image]
    newer: Image | None
    older: Image | None
    first: Image
    last: Image
    place: int = 0
    many: int = 0
    more: bool = False


def film_of(listing: Listing, image: Image) -> Film:
    """Two queries."""
    rows = listing.rows().defer("revised_prompt", "request_id", "sha256").exclude(pk=image.pk)
    newer, older = (list(some[:EACH_SIDE]) for some in sides_of(listing, rows, image))
    images = [*reversed(newer), image, *older]
    run = [neighbour for neighbour in images if of_one_run(neighbour, image)]
    return Film(images, newer[0] if newer else None, older[0] if older else None, run[0], run[-1])


def sides_of(listing: Listing, rows: ImageQuerySet, image: Image) -> Sequence["QuerySet[Image]"]:
    """Newer ones and older ones, the nearest first."""
    at, pk = image.created_at, image.pk
    if listing.found.long:
        return paging.around(rows, listing.feed(), at, pk)
    newer, older = paging.newer(rows, at, pk), paging.older(rows, at, pk)
    return newer.order_by("created_at", "id"), older.order_by("-created_at", "-id")


def of_one_run(one: Image, other: Image) -> bool:
    run = one.asked.get("run")
    return one.pk == other.pk or (bool(run) and run == other.asked.get("run"))
