"""Which words are common on PostgreSQL, as its own statistics tell: by that a query for hits is put one way or another.

A prefix is guessed by the planner at some percent of all rows, whatever it is, so that it reads the whole table for a
rare one as soon as a LIMIT promises an early end: 670 ms among a million, against 1 ms by the index. By the index a
common one costs 250 ms, since all its rows are gathered before the first; a scan has its thousand after some.
"""

from collections.abc import Iterable

from django.core.cache import cache
from django.db import connection

from gallery.models.words import ImageWords
from gallery.search.asking import AnyOf, Term

OFTEN = 0.01  # of all rows
KEPT = 3600  # seconds
STATISTICS = """SELECT word
FROM pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs) AS one(word, often)
WHERE schemaname = current_schema() AND tablename = %s AND attname = 'vector' AND often >= %s AND word IS NOT NULL"""


def all_common(groups: Iterable[AnyOf]) -> bool:
    """Whether each of these is met often; what was never analyzed is not."""
    words = common_words()
    return all(any(common(term, words) for term in group) for group in groups)


def common(term: Term, words: list[str]) -> bool:
    *whole, last = term.words
    known = set(words)
    ends = any(word.startswith(last) for word in words) if term.open else last in known
    return ends and known.issuperset(whole)


def common_words() -> list[str]:
    return list(cache.get_or_set("common-words", looked_up, KEPT) or ())


def looked_up() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(STATISTICS, [ImageWords._meta.db_table, OFTEN])
        return [word for (word,) in cursor.fetchall()]
