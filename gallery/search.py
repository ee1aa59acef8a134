"""Finding pictures by words: every word has to stand in the prompt, the title or the file's name, in any case."""

import operator
import unicodedata
from functools import reduce

from django.db.models import Q

from gallery.models.image import ImageQuerySet

FIELDS = ("prompt", "title", "file_name")
MOST_WORDS = 12
LONGEST = 500  # characters of a search that are looked at


def matching(rows: ImageQuerySet, text: str) -> ImageQuerySet:
    """The rows that hold all words of ``text``; all rows when it has none. Quotes, % and _ stand for themselves."""
    for word in words_of(text):
        rows = rows.filter(reduce(operator.or_, (anywhere(form) for form in forms(word))))
    return rows


def words_of(text: str) -> list[str]:
    """What is searched for: at most MOST_WORDS different words, composed as keyboards write them."""
    plain = unicodedata.normalize("NFC", text[:LONGEST]).replace("\0", " ")
    storable = "".join(" " if "\ud800" <= character <= "\udfff" else character for character in plain)
    return list(dict.fromkeys(storable.split()))[:MOST_WORDS]


def forms(word: str) -> set[str]:
    """SQLite folds the case of ASCII alone, so that other letters are asked for as they are usually written."""
    return {word} if word.isascii() else {word, word.lower(), word.upper(), word.capitalize()}


def anywhere(word: str) -> Q:
    return reduce(operator.or_, (Q(**{f"{field}__icontains": word}) for field in FIELDS))
