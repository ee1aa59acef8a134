"""Fields whose answer lies in rows of their own: days, people, boards, stars, picks, sharing, look-alikes.

Each part of a query becomes a Fact: a condition for a walk along the list and, where an index leads to its pictures,
the ids to begin with. What names nothing in this space is told at its field.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import Avg, Exists, FloatField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual, LessThan
from django.utils import timezone
from django.utils.translation import gettext as _

from gallery.models import Board, BoardItem, Image, Pick, Rating, Team, User
from gallery.models.words import fact_word
from gallery.search import likeness, values
from gallery.search.asking import STATES as INDEXED
from gallery.search.asking import AnyOf, Term, by_column
from gallery.search.hits import stands
from gallery.search.query import Part, Problem, Value
from gallery.timing import midnight
from gallery.tokens import words_of


class Nowhere(ValueError):  # noqa: N818 (reads as a sentence where it is raised)
    """A value that names nothing here; the message says what."""


@dataclass(frozen=True, slots=True)
class Space:
    """Whose list is searched: ``user``'s own or, with one, the team's."""

    user: Any
    team: Team | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """``ids``: a query of those that may fit, all of them among it; None where no index leads there. ``sparse``: a walk
    for it may be long. ``time``: it bounds the walk itself. ``name`` is unlike that of any other fact.
    """

    condition: Q
    ids: "QuerySet[Any, UUID] | None" = None
    sparse: bool = True
    time: bool = False
    name: str = ""


def facts_of(parts: Iterable[Part], space: Space) -> tuple[list[Fact], list[Problem]]:
    facts: list[Fact] = []
    problems: list[Problem] = []
    for part in parts:
        read = FIELDS.get(part.field)
        try:
            fact = read(part, space) if read else None
        except Nowhere as error:
            problems.append(Problem(part.field, str(error)))
            continue
        if fact:
            facts.append(Fact(~fact.condition) if part.without else replace(fact, name=str(part)))
    return facts, problems


def any_value(part: Part, condition: Callable[[Value], Q]) -> Q:
    found = Q()
    for value in part.values:
        found |= condition(value)
    return found


def days(part: Part, space: Space) -> Fact:
    """Both ends inclusive, in the instance's time zone."""
    return Fact(any_value(part, lambda value: within(value.text)), sparse=False, time=True)


def within(text: str) -> Q:
    start, end = values.days(text, timezone.localdate()) or (None, None)
    found = Q()
    if start:
        found &= Q(created_at__gte=midnight(start))
    return found & Q(created_at__lt=midnight(end, days=1)) if end else found


def model(part: Part, space: Space) -> Fact | None:
    """By id; an index leads along the list of each."""
    if not by_column(part):
        return None
    return Fact(Q(model__in=[value.text for value in part.values]), sparse=len(part.values) > 1)


def person(part: Part, space: Space) -> Fact:
    owners = {pk for value in part.values for pk in people_called(value.text, space)}
    return Fact(Q(owner__in=owners))


def people_called(text: str, space: Space) -> list[int]:
    """Ids of members whose name holds these words, or who sign in by this name; "me" is the reader."""
    if text.lower() == "me":
        return [space.user.pk]
    members = list(User.objects.filter(memberships__team=space.team)) if space.team else [space.user]
    wanted = words_of(text)
    found = [
        member.pk
        for member in members
        if member.username.casefold() == text.casefold()
        or (wanted and all(any(word.startswith(want) for word in words_of(member.name)) for want in wanted))
    ]
    if not found:
        raise Nowhere(_("Nobody here is called “%(name)s”.") % {"name": text[:40]})
    return found


def board(part: Part, space: Space) -> Fact:
    there = Board.objects.of_space(user=space.user, team=space.team).values_list("pk", "name")
    boards = [pk for value in part.values for pk in boards_called(value.text, list(there))]
    items = BoardItem.objects.filter(board__in=boards)
    return Fact(Q(Exists(items.filter(image=OuterRef("pk")))), items.order_by().values_list("image_id", flat=True))


def boards_called(text: str, there: list[tuple[UUID, str]]) -> list[UUID]:
    """By name in any case, or by id."""
    wanted = text.casefold()
    found = [pk for pk, name in there if wanted in (name.casefold(), str(pk))]
    if not found:
        raise Nowhere(_("There is no board “%(name)s” here.") % {"name": text[:40]})
    return found


def rating(part: Part, space: Space) -> Fact:
    """One's own stars in one's own gallery; in a team the mean of its members'."""
    ratings = Rating.objects.filter(user__memberships__team=space.team) if space.team else by(space.user)
    bounds = [values.stars(value.text) for value in part.values]
    condition = Q()
    for bound in bounds:
        condition |= rated(ratings, bound, mean=space.team is not None)
    if None in bounds:
        return Fact(condition)
    low = min(bound[0] for bound in bounds if bound)
    ids = ratings.filter(stars__gte=low).order_by().values_list("image_id", flat=True)
    return Fact(condition, ids.distinct() if space.team else ids)


def by(user: Any) -> "QuerySet[Rating]":
    return Rating.objects.filter(user=user)


def rated(ratings: "QuerySet[Rating]", bound: tuple[int, int] | None, *, mean: bool) -> Q:
    """``bound`` None: by nobody. A mean of 3.4 is three stars."""
    own = ratings.filter(image=OuterRef("pk"))
    if bound is None:
        return ~Q(Exists(own))
    low, high = bound
    if not mean:
        return Q(Exists(own.filter(stars__range=bound)))
    average = Subquery(own.order_by().values("image").annotate(mean=Avg("stars")).values("mean"), FloatField())
    one = Subquery(own.filter(stars__gte=low).order_by().values("stars")[:1])  # an EXISTS would begin at all stars
    some = Q(GreaterThanOrEqual(Coalesce(one, 0), low))  # of its mean only who has any is asked, one by one
    return some & Q(GreaterThanOrEqual(average, low)) & Q(LessThan(average, high + 1))


def state(part: Part, space: Space) -> Fact | None:
    """None where the index answers all of it."""
    names = [value.text for value in part.values]
    if all(name in INDEXED for name in names):
        return None
    facts = [STATES[name](space) if name in STATES else Fact(stands(indexed(name))) for name in names]
    if len(facts) == 1:
        return facts[0]
    condition = Q()
    for fact in facts:
        condition |= fact.condition
    return Fact(condition)


def indexed(name: str) -> AnyOf:
    return (Term((fact_word("is", name),)),)


def favourite(space: Space) -> Fact:
    """The red dot of the space."""
    picks = Pick.objects.filter(team=space.team)
    there = picks if space.team else picks.filter(image__owner=space.user)
    return Fact(Q(Exists(picks.filter(image=OuterRef("pk")))), there.order_by().values_list("image_id", flat=True))


def shared(space: Space) -> Fact:
    if space.team:
        return Fact(Q(team__isnull=False))
    rows = Image.objects.filter(owner=space.user, team__isnull=False).order_by()
    return Fact(Q(team__isnull=False), rows.values_list("pk", flat=True))


def private(space: Space) -> Fact:
    return Fact(Q(team__isnull=True))


def like(part: Part, space: Space) -> Fact:
    rows = Image.objects.of_team(space.team) if space.team else Image.objects.mine(space.user)
    found = {pk for value in part.values for pk in looking_like(UUID(value.text), rows, space)}
    return Fact(Q(pk__in=found), rows.filter(pk__in=found).order_by().values_list("pk", flat=True))


def looking_like(pk: UUID, rows: Any, space: Space) -> list[UUID]:
    image = Image.objects.visible_to(space.user).filter(pk=pk).first()
    if image is None:
        raise Nowhere(_("The picture that is to be looked like is gone, or not yours to see."))
    return [pk, *likeness.alike(image, rows)]


STATES: dict[str, Callable[[Space], Fact]] = {"favourite": favourite, "shared": shared, "private": private}
FIELDS: dict[str, Callable[[Part, Space], Fact | None]] = {
    "date": days,
    "model": model,
    "person": person,
    "board": board,
    "rating": rating,
    "is": state,
    "like": like,
}
