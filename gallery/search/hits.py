"""From words to rows. Few hits are fetched from the index first, many are met soon by walking the list itself."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Case, Q, Value, When

from gallery.models.words import ImageWords, owner_word
from gallery.search import frequent
from gallery.search.asking import AnyOf, Asked, Term

FEW = 1000  # hits that are fetched; beyond them a page of a list is full after a short walk

GATHER = """WITH hits AS MATERIALIZED (SELECT image_id FROM gallery_imagewords WHERE vector @@ %s::tsquery)
SELECT image_id FROM hits LIMIT %s"""
MATCHES = {
    "sqlite": "id IN (SELECT rowid FROM gallery_words WHERE gallery_words MATCH %s)",
    "postgresql": "vector @@ %s::tsquery",
}


def stands(group: AnyOf) -> Q:
    """Any of the alternatives, in the kept line."""
    found = Q()
    for term in group:
        found |= Q(words__text__contains=term.piece)
    return found


def stands_along(group: AnyOf) -> Q:
    """The same, for a walk along a list. PostgreSQL takes words that it does not know for so rare that it would read
    every line there is before the first picture; of a CASE it makes no guess, and walks.
    """
    return Q(Case(When(stands(group), then=Value(True)), default=Value(False)))


def hits_of(asked: Asked, owner: Any) -> list[UUID] | None:
    """Ids of pictures, in no order; None where there are more than FEW.

    ``owner`` where all rows are one person's: the index then looks at theirs alone.
    """
    words = [*asked.leading, *asked.also]
    groups = [*words, (Term((owner_word(owner.pk),)),)] if owner else words
    vendor = connection.vendor
    if vendor == "postgresql" and not frequent.all_common(words):
        found = gathered(ts_query(groups))
    else:
        query = fts_query(groups) if vendor == "sqlite" else ts_query(groups)
        rows = ImageWords.objects.extra(where=[MATCHES[vendor]], params=[query])  # noqa: S610 (the query is a parameter)
        found = list(rows.values_list("image_id", flat=True)[: FEW + 1])
    return found if len(found) <= FEW else None


def gathered(query: str) -> list[UUID]:
    """By the index whatever the planner guesses: it does not see the LIMIT behind the WITH."""
    with connection.cursor() as cursor:
        cursor.execute(GATHER, [query, FEW + 1])
        return [pk for (pk,) in cursor.fetchall()]


def fts_query(groups: Iterable[AnyOf]) -> str:
    """FTS5's language. Words are letters and digits alone, so that nothing in them can be an operator."""
    return " AND ".join(f"({' OR '.join(map(fts_term, group))})" for group in groups)


def fts_term(term: Term) -> str:
    return f'"{" ".join(term.words)}"{" *" if term.open else ""}'


def ts_query(groups: Iterable[AnyOf]) -> str:
    """PostgreSQL's language, for the same."""
    return " & ".join(f"({' | '.join(map(ts_term, group))})" for group in groups)


def ts_term(term: Term) -> str:
    return "(" + " <-> ".join(f"'{word}'" for word in term.words) + (":*" if term.open else "") + ")"
