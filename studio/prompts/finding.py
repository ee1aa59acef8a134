"""Finding rows by words, in small tables: every word has to stand in one of the fields, in any case."""

import unicodedata

from django.db.models import Q

MOST_WORDS = 12
LONGEST = 500  # characters of a search that are looked at


def holding(search: str, *fields: str) -> Q:
    """The rule; everything where there are no words. Quotes, % and _ stand for themselves."""
    rule = Q()
    for word in words_of(search):
        anywhere = Q(pk__in=[])
        for form in forms(word):
            for field in fields:
                anywhere |= Q(**{f"{field}__icontains": form})
        rule &= anywhere
    return rule


def words_of(text: str) -> list[str]:
    plain = unicodedata.normalize("NFC", text[:LONGEST]).replace("\0", " ")
    storable = "".join(" " if "\ud800" <= letter <= "\udfff" else letter for letter in plain)
    return list(dict.fromkeys(storable.split()))[:MOST_WORDS]


def forms(word: str) -> set[str]:
    """SQLite folds the case of ASCII alone, so that other letters are asked for as they are usually written."""
    return {word} if word.isascii() else {word, word.lower(), word.upper(), word.capitalize()}
