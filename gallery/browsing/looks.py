"""What a picture looks like, beside it: its palette, and the lists of what looks like it or has its colours."""

from dataclasses import dataclass
from typing import Any

from gallery.browsing.conditions import NAMES
from gallery.browsing.listing import Listing
from gallery.models import Image, Likeness
from gallery.search.query import Part, Value


@dataclass(frozen=True, slots=True)
class Color:
    label: str
    url: str


def looks_of(image: Image, listing: Listing) -> dict[str, Any]:
    """For its page; {} where nobody measured it yet. Needs the likeness selected."""
    looks: Likeness | None = getattr(image, "likeness", None)
    if looks is None:
        return {}
    bare = listing.bare()
    return {
        "looks": looks,
        "alike_url": bare.plus(asking("like", str(image.pk))).url(),
        "colors": [Color(str(NAMES[name]), bare.plus(asking("color", name)).url()) for name in looks.colors],
    }


def asking(field: str, text: str) -> Part:
    return Part(field, (Value(text),))
