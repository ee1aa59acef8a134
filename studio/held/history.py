"""What is known of the person whose case it is, and of the rule that fired: both at a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from gallery.judging import hits
from gallery.judging.hits import Record
from gallery.models import Case, User
from gallery.models.case import CaseKind, Outcome
from gallery.roles import standing_of
from studio.models import Run

WEEKS = 12
TEAMS = 2  # named
EARLIER = 5  # cases shown
HEIGHT = 24  # of the bars, in their own units
LEAST = 4  # of a week with a run
HELD = (CaseKind.PROMPT, CaseKind.PICTURE)


@dataclass(frozen=True, slots=True)
class Week:
    """A bar: ``begins`` on a Monday, ``height`` of HEIGHT, ``held`` where something was held in it."""

    begins: datetime
    runs: int
    held: int
    height: int
    x: int

    @property
    def y(self) -> int:
        return HEIGHT - self.height


@dataclass(frozen=True, slots=True)
class History:
    """``place``: what the person is in the studio, and their teams."""

    place: Sequence[str]
    runs: int
    held: int
    refused: int
    weeks: Sequence[Week]
    earlier: Sequence[Case]


def history_of(person: User, case: Case) -> History:
    refused = Q(outcome__in=(Outcome.REFUSED, Outcome.REMOVED)) & ~Q(kind=CaseKind.APPEAL)
    sums = Case.objects.filter(person=person).aggregate(
        held=Count("pk", filter=Q(kind__in=HELD)), refused=Count("pk", filter=refused)
    )
    earlier = Case.objects.decided().filter(person=person, kind__in=HELD).exclude(pk=case.pk)
    return History(
        place=place_of(person),
        runs=Run.objects.filter(owner=person).count(),
        held=sums["held"],
        refused=sums["refused"],
        weeks=weeks_of(person),
        earlier=list(earlier.select_related("decided_by").order_by("-id")[:EARLIER]),
    )


def place_of(person: User) -> list[str]:
    """Role and teams, the oldest membership first; how many more where there are many."""
    teams = list(person.memberships.values_list("team__name", flat=True)[: TEAMS + 1])
    more = [_("and more teams")] if len(teams) > TEAMS else []
    return [str(standing_of(person).label), *teams[:TEAMS], *more]


def weeks_of(person: User) -> list[Week]:
    """The last twelve, oldest first."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    first = today - timedelta(days=today.weekday(), weeks=WEEKS - 1)
    begins = [first + timedelta(weeks=n) for n in range(WEEKS)]
    runs = by_week(Run.objects.filter(owner=person), "created_at", begins)
    held = by_week(Case.objects.filter(person=person, kind__in=HELD), "opened_at", begins)
    return [week(begin, n, runs[n], held[n], max(runs)) for n, begin in enumerate(begins)]


def by_week(rows: Any, column: str, begins: Sequence[datetime]) -> list[int]:
    """Counted by the database in one pass: a GROUP BY of weeks calls into Python for every row on SQLite. Each count
    is of all since, so that a week is the difference: two conditions a week take twice as long to write as SQL.
    """
    since = {f"since{n}": Count("pk", filter=Q(**{f"{column}__gte": begin})) for n, begin in enumerate(begins)}
    counts = [*rows.filter(**{f"{column}__gte": begins[0]}).aggregate(**since).values(), 0]
    return [these - later for these, later in pairwise(counts)]


def week(begins: datetime, n: int, made: int, stopped: int, most: int) -> Week:
    height = LEAST + round((HEIGHT - LEAST) * made / most) if made else LEAST if stopped else 2
    return Week(begins, made, stopped, height, n * 10)


def figures_of(case: Case) -> Record | None:
    """Of the rule that fired, as on the rules' page; None where no rule did."""
    return hits.record_of(case.rule) if case.rule else None
