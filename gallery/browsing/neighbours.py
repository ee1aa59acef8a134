"""The pictures before and after one in its list, by keyset: the same cost anywhere in a million."""

from dataclasses import dataclass

from gallery.browsing import paging
from gallery.browsing.listing import Listing
from gallery.models import Image

EACH_SIDE = 6


@dataclass(frozen=True, slots=True)
class Film:
    """``images`` in the order of the list, the picture itself among them; ``first`` and ``last`` of its run."""

    images: list[Image]
    newer: Image | None
    older: Image | None
    first: Image
    last: Image


def film_of(listing: Listing, image: Image) -> Film:
    """Two queries."""
    rows = listing.rows().defer("revised_prompt", "request_id", "sha256").exclude(pk=image.pk)
    newer = list(paging.newer(rows, image.created_at, image.pk).order_by("created_at", "id")[:EACH_SIDE])
    older = list(paging.older(rows, image.created_at, image.pk).order_by("-created_at", "-id")[:EACH_SIDE])
    images = [*reversed(newer), image, *older]
    run = [neighbour for neighbour in images if of_one_run(neighbour, image)]
    return Film(images, newer[0] if newer else None, older[0] if older else None, run[0], run[-1])


def of_one_run(one: Image, other: Image) -> bool:
    run = one.asked.get("run")
    return one.pk == other.pk or (bool(run) and run == other.asked.get("run"))
