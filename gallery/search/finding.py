"""A query meets the pictures of a space, at a bounded cost: few candidates come from an index, or the list is walked,
newest first, for a window of rows. docs/adr tells why.
"""

from dataclasses import dataclass
from typing import Any

from gallery.models.image import ImageQuerySet
from gallery.models.words import space_name
from gallery.search import asking
from gallery.search.facts import Fact, Space, facts_of
from gallery.search.hits import FEW, hits_of, stands
from gallery.search.query import Problem, Query


@dataclass(frozen=True, slots=True)
class Found:
    """``rows`` unordered. ``long``: no index leads to them, so that whoever lists them walks in windows."""

    rows: ImageQuerySet
    long: bool = False
    problems: tuple[Problem, ...] = ()


def find(rows: ImageQuerySet, query: Query, space: Space) -> Found:
    """Those of ``rows`` (of the space, or fewer) that fit. At most one query per condition, before the rows' own."""
    facts, problems = facts_of(query.parts, space)
    told = (*query.problems, *problems)
    asked = asking.read(query, space_name(space.team.pk if space.team else None, space.user.pk))
    if told or asked.dumb:
        return Found(rows.none(), problems=told)
    first = few(facts)
    hits = hits_of(asked, None if space.team else space.user) if first is None else None
    for fact in facts:
        rows = rows.filter(fact.condition)
    for group in asked.terms if hits is None else ():
        rows = rows.filter(stands(group))
    for group in asked.without:
        rows = rows.exclude(stands(group))
    begun = first if first is not None else hits
    if begun is not None:
        return Found(rows.filter(pk__in=begun))
    return Found(rows, long=bool(asked.terms or asked.without or any(fact.sparse for fact in facts)))


def few(facts: list[Fact]) -> list[Any] | None:
    """The ids of the first fact that an index answers with few; None where there is none."""
    for fact in facts:
        if fact.ids is not None and len(found := list(fact.ids[: FEW + 1])) <= FEW:
            return found
    return None
