"""File names by a template such as ``{board}_{model}_{date}_{n}``: safe on every system, each once."""

import re
import string
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

FIELDS = ("board", "model", "vendor", "date", "time", "n", "title", "seed", "width", "height", "person", "id")
DEFAULT = "{board}_{model}_{date}_{n}"
LONGEST_TEMPLATE = 200  # characters
MOST_BYTES = 120  # of a name without its ending: some systems end at 255 for the whole of it
FORBIDDEN = '\\/:*?"<>|'
UNNAMEABLE = re.compile(r'[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069/\\:*?"<>|]+')
BETWEEN = " ._-"
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


class BadTemplate(ValueError):  # noqa: N818 (reads as a sentence where it is raised)
    """With the sentence to show at the field."""


def parts_of(template: str) -> Iterator[tuple[str, str]]:
    """(text, field) pairs, the field "" at the end.

    Raises:
        BadTemplate: it has an unknown field, a brace too many, or a character that no file name holds.
    """
    try:
        parsed = list(string.Formatter().parse(template))
    except ValueError:
        raise BadTemplate(_("A brace is open or closed alone. Fields look like {model}.")) from None
    for text, field, spec, conversion in parsed:
        if wrong := sorted({letter for letter in text if letter in FORBIDDEN or not letter.isprintable()}):
            raise BadTemplate(_("A file name cannot hold %(letters)s.") % {"letters": " ".join(wrong)})
        if field is not None and (field not in FIELDS or spec or conversion):
            raise BadTemplate(unknown(field + (f":{spec}" if spec else "")))
        yield text, field or ""


def unknown(field: str) -> str:
    known = ", ".join(f"{{{name}}}" for name in FIELDS)
    return _("There is no field {%(field)s}. These are known: %(known)s.") % {"field": field[:40], "known": known}


def check(template: str) -> None:
    """Raises BadTemplate."""
    if not any(text.strip() or field for text, field in parts_of(template)):
        raise BadTemplate(_("Give a name, such as %(example)s.") % {"example": DEFAULT})


def facts_of(image: Any, *, board: str, number: int, total: int) -> dict[str, str]:
    """What the fields say of a picture. Needs the owner selected."""
    at = timezone.localtime(image.created_at)
    return {
        "board": board,
        "model": image.model_label,
        "vendor": image.vendor,
        "date": f"{at:%Y-%m-%d}",
        "time": f"{at:%H%M}",
        "n": str(number).zfill(max(2, len(str(total)))),
        "title": image.short_title[:60],
        "seed": "" if image.seed is None else str(image.seed),
        "width": str(image.width),
        "height": str(image.height),
        "person": image.owner.name,
        "id": image.pk.hex[-8:],
    }


def stem(template: str, facts: Mapping[str, str]) -> str:
    """A name without its ending. Empty fields leave no gap behind; never empty, never a device's name.

    Raises:
        BadTemplate: as ``check``.
    """
    name = ""
    for text, field in parts_of(template):
        found = value(facts[field]) if field else ""
        name = name + text + found if found or not field else (name + text).rstrip(BETWEEN)
    name = shortened(unicodedata.normalize("NFC", name).strip(BETWEEN)).strip(BETWEEN) or "picture"
    return f"_{name}" if RESERVED.fullmatch(name) else name


def value(text: str) -> str:
    return "-".join(UNNAMEABLE.sub(" ", text).split())


def shortened(name: str) -> str:
    return name.encode()[:MOST_BYTES].decode(errors="ignore")


class Names:
    """Gives each name once, whatever a system thinks of capitals and accents: the second gets "-2"."""

    def __init__(self, *taken: str):
        self.taken = {folded(name) for name in taken}

    def once(self, stem: str, ending: str) -> str:
        name, number = f"{stem}.{ending}", 1
        while folded(name) in self.taken:
            number += 1
            name = f"{stem}-{number}.{ending}"
        self.taken.add(folded(name))
        return name


def folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
