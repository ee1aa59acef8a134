"""From a search to rows. Few hits are fetched from the index first, many are met soon by walking the list itself."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection

from gallery.models.image import ImageQuerySet
from gallery.models.words import ImageWords, owner_word
from gallery.search.asking import Asked, Term, read

FEW = 1000  # hits that are fetched; beyond them a page of a list is full after a short walk

MATCHES = {
    "sqlite": "id IN (SELECT rowid FROM gallery_words WHERE gallery_words MATCH %s)",
    "postgresql": "vector @@ %s::tsquery",
}


def matching(rows: ImageQuerySet, text: str, *, owner: Any = None) -> ImageQuerySet:
    """The rows (of Image) where all that ``text`` asks for stands; all rows when it asks for nothing.

    ``owner`` where all rows are one person's: the index then looks at theirs alone. One query before the rows' own.
    """
    asked = read(text)
    if not (asked.terms or asked.without):
        return rows if not text.strip() else rows.none()
    if asked.terms:
        hits = hits_of(asked, owner)
        rows = rows.filter(pk__in=hits) if len(hits) <= FEW else walked(rows, asked.terms)
    for term in asked.without:
        rows = rows.exclude(words__text__contains=term.piece)
    return rows


def walked(rows: ImageQuerySet, terms: Iterable[Term]) -> ImageQuerySet:
    for term in terms:
        rows = rows.filter(words__text__contains=term.piece)
    return rows


def hits_of(asked: Asked, owner: Any) -> list[UUID]:
    """Ids of pictures, at most one more than FEW, in no order."""
    vendor = connection.vendor
    query = fts_query(asked, owner) if vendor == "sqlite" else ts_query(asked, owner)
    rows = ImageWords.objects.extra(where=[MATCHES[vendor]], params=[query])  # noqa: S610 (the query is a parameter)
    return list(rows.values_list("image_id", flat=True)[: FEW + 1])


def fts_query(asked: Asked, owner: Any) -> str:
    """FTS5's language. Words are letters and digits alone, so that nothing in them can be an operator."""
    terms = [f'"{" ".join(term.words)}"{" *" if term.open else ""}' for term in asked.terms]
    return " AND ".join([*terms, *([f'"{owner_word(owner.pk)}"'] if owner else [])])


def ts_query(asked: Asked, owner: Any) -> str:
    """PostgreSQL's language, for the same."""
    terms = [
        "(" + " <-> ".join(f"'{word}'" for word in term.words) + (":*" if term.open else "") + ")"
        for term in asked.terms
    ]
    return " & ".join([*terms, *([f"'{owner_word(owner.pk)}'"] if owner else [])])
