"""What the fields of a search take: names, stars, days, ids. Each value has one form in which it is printed."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

from django.utils.dateparse import parse_date
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gallery.files.colors import NAMES as COLORS

SHAPES = ("portrait", "landscape", "square", "wide")
STATES = ("favourite", "shared", "private", "uploaded", "generated", "demo")
HAVING = ("parent", "mask", "title")
TWINS = {
    "picked": "favourite",
    "favorite": "favourite",
    "upload": "uploaded",
    "published": "shared",
    "gray": "grey",
    "violet": "purple",
    "turquoise": "teal",
    "panorama": "wide",
}
OPEN = ("model", "vendor", "person", "board", "tag")  # fields of free text
LONGEST = 100
FEWEST, MOST = 1, 5
STARS = re.compile(r"(>=|<=|>|<|=)?([0-5])(?:\.\.([0-5]))?")
SPAN = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")
AGO = re.compile(r"(\d{1,4})d")
EARLIEST, LATEST = date(1970, 1, 1), date(9998, 12, 31)

EXPECTED: dict[str, str | Promise] = {
    "rating": gettext_lazy("stars such as 4, >=3, 2..4 or none"),
    "date": gettext_lazy("days such as 2026-11, 2026-10..2026-11, 2026-11-03, today or 7d"),
    "like": gettext_lazy("the id of a picture"),
}


def tidied(field: str, text: str) -> str | None:
    """The one form of a value; None where the field takes no such thing."""
    return READERS[field](text)


def free(text: str) -> str | None:
    return text if len(text) <= LONGEST else None


def one_of(names: tuple[str, ...]) -> Callable[[str], str | None]:
    def read(text: str) -> str | None:
        name = TWINS.get(text.lower(), text.lower())
        return name if name in names else None

    return read


def told(field: str, text: str) -> str:
    """Why a value is none of the field's."""
    if field in OPEN:
        return _("“%(field)s” takes %(longest)s characters at most.") % {"field": field, "longest": LONGEST}
    names = {"shape": SHAPES, "color": COLORS, "is": STATES, "has": HAVING}.get(field)
    takes = ", ".join(names) if names else str(EXPECTED[field])
    return _("“%(field)s:%(text)s” means nothing. It takes %(takes)s.") % {
        "field": field,
        "text": text[:40],
        "takes": takes,
    }


def tidy_stars(text: str) -> str | None:
    if text.lower() in ("none", "0"):
        return "none"
    found = stars(text)
    if found is None:
        return None
    low, high = found
    if high == MOST:
        return f">={low}" if low < MOST else str(MOST)
    return str(low) if low == high else f"{low}..{high}"


def stars(text: str) -> tuple[int, int] | None:
    """The fewest and the most; None for "none" and for what is no rating."""
    match = STARS.fullmatch(text)
    if match is None:
        return None
    sign, number = match[1] or "", int(match[2])
    if match[3]:
        low, high = number, int(match[3])
    else:
        low = {">": number + 1, "<": FEWEST, "<=": FEWEST}.get(sign, number)
        high = {">=": MOST, ">": MOST, "<": number - 1}.get(sign, number)
    return (max(low, FEWEST), high) if max(low, FEWEST) <= high <= MOST and (not match[3] or not sign) else None


def tidy_days(text: str) -> str | None:
    lower = text.lower()
    return lower if days(lower, date(2026, 1, 1)) else None


def days(text: str, today: date) -> tuple[date | None, date | None] | None:
    """The first and the last day, either None where it is open; None where it is no time."""
    if text in ("today", "yesterday"):
        at = today - timedelta(days=text == "yesterday")
        return at, at
    if match := AGO.fullmatch(text):
        return today - timedelta(days=max(int(match[1]) - 1, 0)), None
    if text.startswith((">=", "<=")):
        text = f"{text[2:]}.." if text[0] == ">" else f"..{text[2:]}"
    first, dots, last = text.partition("..")
    start, end = span(first), span(last) if dots else span(first)
    if (first and not start) or (last and not end) or not (start or end):
        return None
    found = (start[0] if start else None, end[1] if end else None)
    return None if found[0] and found[1] and found[0] > found[1] else found


def span(text: str) -> tuple[date, date] | None:
    """The days of "2026", "2026-11" or "2026-11-03"."""
    match = SPAN.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    if not EARLIEST.year <= year <= LATEST.year or month > 12 or (match[2] and not month):
        return None
    if not month:
        return date(year, 1, 1), date(year, 12, 31)
    if match[3]:
        return one_day(f"{year}-{month:02}-{day:02}")
    after = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), after - timedelta(days=1)


def one_day(text: str) -> tuple[date, date] | None:
    try:
        found = parse_date(text)
    except ValueError:
        return None
    return (found, found) if found else None


def an_id(text: str) -> str | None:
    try:
        return str(UUID(text))
    except ValueError:
        return None


READERS: dict[str, Callable[[str], str | None]] = {
    **dict.fromkeys(OPEN, free),
    "rating": tidy_stars,
    "date": tidy_days,
    "like": an_id,
    "shape": one_of(SHAPES),
    "color": one_of(COLORS),
    "is": one_of(STATES),
    "has": one_of(HAVING),
}
