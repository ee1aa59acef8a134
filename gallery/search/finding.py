"""A query meets the pictures of a space, at a bounded cost: few candidates come from an index, or the list is walked,
newest first, for a window of rows. docs/adr tells why.
"""

from dataclasses import dataclass
from functools import partial, reduce
from operator import and_
from typing import Any

from django.db.models import Q

from gallery.models.image import ImageQuerySet
from gallery.models.words import space_name
from gallery.search import asking, crowds
from gallery.search.facts import Fact, Space, facts_of
from gallery.search.hits import FEW, hits_of, stands, stands_along
from gallery.search.query import Problem, Query

ALL = Q()


@dataclass(frozen=True, slots=True)
class Found:
    """``rows`` unordered. ``long``: no index leads to them, so that whoever lists them walks in windows, over rows that
    are ``within``. ``crowd``: there are more than FEW, without a count.
    """

    rows: ImageQuerySet
    long: bool = False
    problems: tuple[Problem, ...] = ()
    within: Q = ALL
    crowd: bool = False


def find(rows: ImageQuerySet, query: Query, space: Space) -> Found:
    """Those of ``rows`` (of the space, or fewer) that fit. At most one query per condition, before the rows' own."""
    facts, problems = facts_of(query.parts, space)
    told = (*query.problems, *problems)
    asked = asking.read(query, space_name(space.team.pk if space.team else None, space.user.pk))
    if told or asked.dumb:
        return Found(rows.none(), problems=told)
    first = few(facts, space)
    hits = hits_among(asked, space) if first is None else None
    for fact in facts:
        rows = rows.filter(fact.condition)
    for group in asked.terms if hits is None else ():
        rows = rows.filter(stands_along(group))
    for group in asked.without:
        rows = rows.exclude(stands(group))
    begun = first if first is not None else hits
    if begun is not None:
        return Found(rows.filter(pk__in=begun))
    return Found(
        rows,
        long=bool(asked.terms or asked.without or any(fact.sparse for fact in facts)),
        within=reduce(and_, (fact.condition for fact in facts if fact.time), ALL),
        crowd=asked.certain and not facts,
    )


def few(facts: list[Fact], space: Space) -> list[Any] | None:
    """The ids of the first fact that an index answers with few; None where there is none."""
    for fact in facts:
        if fact.ids is not None:
            found = crowds.remembered(space, str(fact.name), partial(bounded, fact.ids))
            if found is not None:
                return found
    return None


def bounded(ids: Any) -> list[Any] | None:
    found = list(ids[: FEW + 1])
    return found if len(found) <= FEW else None


def hits_among(asked: asking.Asked, space: Space) -> list[Any] | None:
    """None where there are more than FEW, or no word leads anywhere."""
    if not asked.leading:
        return None
    owner = None if space.team else space.user
    return crowds.remembered(space, repr((asked.leading, asked.also)), partial(hits_of, asked, owner))
