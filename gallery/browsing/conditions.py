"""What a list is narrowed by, in words: the chips over a wall, the sentence where nothing fits."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gallery.browsing.listing import Listing, day_in_words, words
from gallery.models import Image
from gallery.search import values
from gallery.search.query import Part, Value
from gallery.timing import dated

KEYS: dict[str, str | Promise] = {
    "": gettext_lazy("Words"),
    "model": gettext_lazy("Model"),
    "vendor": gettext_lazy("Vendor"),
    "person": gettext_lazy("Person"),
    "board": gettext_lazy("Board"),
    "tag": gettext_lazy("Tag"),
    "rating": gettext_lazy("Rating"),
    "is": gettext_lazy("State"),
    "has": gettext_lazy("With"),
    "shape": gettext_lazy("Shape"),
    "color": gettext_lazy("Mostly"),
    "date": gettext_lazy("Date"),
    "like": gettext_lazy("Looks like"),
}
NAMES: dict[str, str | Promise] = {
    "portrait": gettext_lazy("Portrait"),
    "landscape": gettext_lazy("Landscape"),
    "square": gettext_lazy("Square"),
    "wide": gettext_lazy("Panorama"),
    "favourite": gettext_lazy("Picked"),
    "shared": gettext_lazy("Shared"),
    "private": gettext_lazy("Private"),
    "uploaded": gettext_lazy("Uploaded"),
    "generated": gettext_lazy("Generated"),
    "demo": gettext_lazy("Demo"),
    "parent": gettext_lazy("A parent"),
    "mask": gettext_lazy("A mask"),
    "title": gettext_lazy("A title"),
    "red": gettext_lazy("Red"),
    "orange": pgettext_lazy("colour", "Orange"),
    "yellow": gettext_lazy("Yellow"),
    "green": gettext_lazy("Green"),
    "teal": gettext_lazy("Teal"),
    "blue": gettext_lazy("Blue"),
    "purple": gettext_lazy("Purple"),
    "pink": gettext_lazy("Pink"),
    "brown": gettext_lazy("Brown"),
    "beige": gettext_lazy("Beige"),
    "white": gettext_lazy("White"),
    "grey": gettext_lazy("Grey"),
    "black": gettext_lazy("Black"),
}
NAMED = ("is", "has", "shape", "color")


@dataclass(frozen=True, slots=True)
class Chip:
    """``url`` lifts the condition."""

    part: Part
    key: str
    words: str
    url: str


def chips_of(listing: Listing, labels: dict[str, str]) -> list[Chip]:
    """``labels``: what ids of models are called."""
    return [Chip(part, key_of(part), words_of(part, labels), listing.minus(part).url()) for part in listing.query.parts]


def key_of(part: Part) -> str:
    key = str(KEYS[part.field])
    if not part.without:
        return key
    return _("Without words") if not part.field else _("Without %(key)s") % {"key": key.lower()}


def words_of(part: Part, labels: dict[str, str]) -> str:
    return _(" or ").join(value_in_words(part.field, value, labels) for value in part.values)


def value_in_words(field: str, value: Value, labels: dict[str, str]) -> str:
    if field == "rating":
        return stars_in_words(value.text)
    if field == "date":
        return days_in_words(value.text)
    if field == "like":
        return _("this picture")
    if field in NAMED:
        return str(NAMES[value.text])
    if not field and value.quoted:
        return f"“{value.text}”"
    return labels.get(value.text, value.text)


def stars_in_words(text: str) -> str:
    bound = values.stars(text)
    if bound is None:
        return _("not rated")
    low, high = bound
    if low == high:
        return str(low)
    if high == values.MOST:
        return _("%(low)s and up") % {"low": low}
    return _("%(low)s to %(high)s") % {"low": low, "high": high}


def days_in_words(text: str) -> str:
    start, end = values.days(text, timezone.localdate()) or (None, None)
    if start and end:
        return whole(start, end) or _("%(start)s to %(end)s") % {"start": words(start), "end": words(end)}
    if start:
        return _("since %(day)s") % {"day": words(start)}
    return _("until %(day)s") % {"day": words(end)} if end else text


def whole(start: date, end: date) -> str:
    """A day, a month or a year as such; "" where it is none."""
    if start == end:
        return day_in_words(start)
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
        return str(start.year)
    one_month = start.day == 1 and (start.year, start.month) == (end.year, end.month)
    return dated(start, "M Y") if one_month and (end + timedelta(days=1)).day == 1 else ""


def labels_of(images: list[Image]) -> dict[str, str]:
    """What the models of these pictures are called, by id."""
    return {image.model: image.model_label for image in images if image.model_label}


@dataclass(frozen=True, slots=True)
class Lift:
    """The condition that excludes most, for a page without pictures. ``number`` is bounded; ``more``: there may be."""

    chip: Chip
    number: int
    more: bool


def lift_of(listing: Listing, chips: list[Chip], count: Any) -> Lift | None:
    """None where lifting no single condition brings anything. ``count`` says how many a listing has, and if more."""
    lifts = [Lift(chip, *count(listing.minus(chip.part))) for chip in chips]
    best = max(lifts, key=lambda lift: lift.number, default=None)
    return best if best and best.number else None
