"""Sentences of the Django-free packages and of rows, in the reader's language.

The catalogue, its rules and the gateway speak English, and rows keep it. Where such a text is shown it is looked up:
whole, or by the template that it was said from (``catalogue.wording.phrase``), whose parts are looked up in turn.
"""

import re
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation.trans_real import translation as catalogue

from gallery.figures import as_figure
from gallery.timing import dated

PART = re.compile(r"\{(\w+)\}")
SIZE = "{megabytes}"  # is nothing else, so that "is 61 MB" is no "is TIFF"
NAMES = ("word", "role")  # parts that name an option or a role
MONTH = re.compile(r"[A-Z][a-z]{2} \d{4}")  # as the rules say when a model was retired
DEEPEST = 3  # a sentence in a sentence in a sentence
LONGEST = 1000  # characters; a text of a person is never searched for sentences


def worded(text: str, depth: int = 0) -> str:
    """``text`` in the language of this page; as it is where nothing of it is known."""
    language = translation.get_language() or "en"
    if not text or language == "en" or len(text) > LONGEST:
        return text
    if (whole := gettext(text)) != text:
        return whole
    return by_template(text, language, depth)


def by_template(text: str, language: str, depth: int) -> str:
    if depth >= DEEPEST:
        return text
    for template, shape in templates(language):
        if found := shape.fullmatch(text):
            parts = {name: worded_part(name, part, depth + 1) for name, part in found.groupdict().items()}
            return gettext(template).format(**parts)
    return text


def worded_part(name: str, part: str, depth: int) -> str:
    """An option or a role is named in small letters by its label, a month by its name; all else is looked up."""
    if name == "since" and MONTH.fullmatch(part):
        return dated(datetime.strptime(part, "%b %Y").date(), "M Y")
    known = worded(part, depth)
    if known == part and (figure := as_figure(part)) != part:
        return figure
    if known != part or name not in NAMES or not part:
        return known
    label = gettext(part[0].upper() + part[1:])
    return label[0].lower() + label[1:]


@lru_cache
def templates(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Every known sentence with named parts, those with the most words of their own first."""
    texts: Any = catalogue(language)
    every = texts._catalog.keys()
    known = (key for key in every if isinstance(key, str) and PART.search(key))
    told = sorted(known, key=lambda key: (-len(PART.sub("", key)), SIZE not in key, key))
    return tuple((template, shape_of(template)) for template in told)


def shape_of(template: str) -> re.Pattern[str]:
    """The pattern of what the template can have said. A part named twice is the same words twice."""
    seen: set[str] = set()
    pattern = ""
    for index, piece in enumerate(PART.split(template)):
        if index % 2 == 0:
            pattern += re.escape(piece)
        else:
            what = r"[\d.]+ MB" if piece == "megabytes" else ".*?"
            pattern += f"(?P={piece})" if piece in seen else f"(?P<{piece}>{what})"
            seen.add(piece)
    return re.compile(pattern, re.DOTALL)
