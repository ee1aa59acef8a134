"""Sums over a part of the books: a constant number of grouped queries, whatever there is to add up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gallery.models import Project, User
from studio.models import State
from studio.usage.measures import Books

STEP = Decimal("0.0001")
KEYS = {"model": "model", "person": "user_id", "project": "project_id"}
MOST_BARS = 92  # days; a longer time is drawn by month
COUNTS = ("calls", "asked", "pictures", "free", "timed", "unclear")
SUMS = ("spent", "estimated", "reserved", "released", "quoted")


def money(value: Any) -> Decimal:
    """A sum as the database gave it, in whole ten-thousandths."""
    return Decimal(value or 0).quantize(STEP)


def added(rows: Iterable[dict[str, Any]], *keys: str) -> dict[tuple[Any, ...], dict[str, Any]]:
    """The measures of each group, whose rows may come from the days' sums and from the tail."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        start = dict.fromkeys(COUNTS, 0) | dict.fromkeys(SUMS, Decimal(0)) | {"took": timedelta()}
        group = found.setdefault(tuple(row[key] for key in keys), start)
        for name in COUNTS:
            group[name] += row.get(name) or 0
        for name in SUMS:
            group[name] += money(row.get(name))
        group["took"] += row.get("took") or timedelta()
    return found


@dataclass(frozen=True, slots=True)
class Totals:
    """US dollars. ``estimated`` is the part of ``spent`` whose price is unknown; ``quoted`` that of what was billed."""

    spent: Decimal
    estimated: Decimal
    reserved: Decimal
    released: Decimal
    quoted: Decimal
    pictures: int
    calls: int
    free: int
    unclear: int

    @property
    def each(self) -> Decimal | None:
        return self.spent / self.pictures if self.pictures else None

    @property
    def beyond(self) -> Decimal:
        return -(self.below or Decimal(0))

    @property
    def below(self) -> Decimal | None:
        """Per cent that the bills stay under their quotes; negative where they pass them."""
        return (self.quoted - self.spent) * 100 / self.quoted if self.quoted else None


def totals(books: Books) -> Totals:
    found = added(books.grouped()).get((), added([{"took": None}])[()])
    counts = {name: found[name] for name in ("pictures", "calls", "free", "unclear")}
    return Totals(**{name: found[name] for name in SUMS}, **counts)


def by_day(books: Books, days: tuple[date, date], key: str) -> list[tuple[date, Any, Decimal]]:
    """(day or first of the month, key, US dollars spent), in the order of time."""
    first, last = days
    part = "month" if (last - first).days >= MOST_BARS else "day"
    rows = [row | {"part": as_day(row["part"])} for row in books.grouped(KEYS[key], by=part, only=("spent",))]
    found = added(rows, "part", KEYS[key])
    return sorted(((day, own, sums["spent"]) for (day, own), sums in found.items() if sums["spent"]), key=by_time)


def by_time(one: tuple[date, Any, Decimal]) -> date:
    return one[0]


def as_day(part: Any) -> date:
    return part.date() if hasattr(part, "date") else part


def by_model(books: Books) -> list[dict[str, Any]]:
    """Dearest first: label, vendor, pictures, spent, each, seconds, refused (per cent of the calls)."""
    keys = ("model", "label", "vendor", "state")
    refused: dict[tuple[Any, ...], int] = {}
    rows = books.grouped(*keys, only=("calls", "pictures", "spent", "timed", "took"))
    for row in rows:
        one = (row["model"], row["label"], row["vendor"])
        refused[one] = refused.get(one, 0) + (row["calls"] if row["state"] == State.REFUSED else 0)
    made = [model_row(one, sums, refused[one]) for one, sums in added(rows, *keys[:3]).items()]
    return sorted(made, key=lambda row: (-row["spent"], row["label"], row["model"]))


def model_row(one: tuple[Any, ...], sums: dict[str, Any], refused: int) -> dict[str, Any]:
    model, label, vendor = one
    return sums | {
        "model": model,
        "label": label,
        "vendor": vendor,
        "each": sums["spent"] / sums["pictures"] if sums["pictures"] else None,
        "seconds": (sums["took"] / sums["timed"]).total_seconds() if sums["timed"] else None,
        "refused": refused * 100 / sums["calls"],
    }


def by_person(books: Books) -> list[tuple[User, Decimal, int]]:
    """(person, US dollars, pictures), who spent most first."""
    found = added(books.grouped("user_id", only=("spent", "pictures")), "user_id")
    people = User.objects.in_bulk([pk for (pk,) in found])
    made = [(people[pk], sums["spent"], sums["pictures"]) for (pk,), sums in found.items() if pk in people]
    return sorted(made, key=lambda one: (-one[1], one[0].name, one[0].pk))


def by_state(books: Books) -> list[dict[str, Any]]:
    """What became of the calls: label, calls, pictures asked, US dollars spent, reserved and released."""
    order = list(State.values)
    found = added(books.grouped("state", only=("calls", "asked", "spent", "reserved", "released")), "state")
    made = [sums | {"state": state, "label": str(State(state).label)} for (state,), sums in found.items()]
    return sorted(made, key=lambda row: order.index(row["state"]))


def by_word(states: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same as a person reads it: what is on its way has two states and one word."""
    return [sums | {"label": label} for (label,), sums in added(states, "label").items()]


def names_of_models(models: list[dict[str, Any]]) -> dict[Any, str]:
    return {row["model"]: row["label"] for row in models}


def names_of_people(people: Sequence[tuple[User, Decimal, int]]) -> dict[Any, str]:
    return {person.pk: person.name for person, _sum, _made in people}


def names_of_projects(projects: QuerySet[Project], daily: Sequence[tuple[date, Any, Decimal]]) -> dict[Any, str]:
    wanted = {key for _day, key, _sum in daily if key}
    return {None: _("No project"), **{project.pk: project.name for project in projects.filter(pk__in=wanted)}}
