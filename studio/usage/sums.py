"""Sums over the reservations of a filter (``LedgerEntry.objects.with_calls()``): a constant number of grouped queries,
whatever there is to add up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Case, Count, DecimalField, F, IntegerField, Q, QuerySet, Sum, When
from django.db.models.functions import TruncDate, TruncMonth
from django.utils.translation import gettext as _

from gallery.models import Project, User
from studio.models import Charged, State
from studio.models.generation import ENDED

MONEY = DecimalField(max_digits=14, decimal_places=4)
STEP = Decimal("0.0001")
BILLED = Q(charged=Charged.YES)
FREE = Q(charged=Charged.NO, state__in=ENDED)
OPEN = ~Q(state__in=ENDED) | Q(charged=Charged.MAYBE)
UNCLEAR = Q(charged=Charged.MAYBE)
TRUE_COST = F("true_cost")
KEYS = {"model": "model", "person": "user_id", "project": "project_id"}
MOST_BARS = 92  # days; a longer time is drawn by month


def money(value: Any) -> Decimal:
    """A sum as the database gave it, in whole ten-thousandths."""
    return Decimal(value or 0).quantize(STEP)


def spent() -> Sum:
    return Sum(Case(When(BILLED, then=TRUE_COST), output_field=MONEY))


def pictures() -> Sum:
    made = F("generation__n") - F("generation__missing")
    return Sum(Case(When(generation__state=State.SUCCEEDED, then=made), output_field=IntegerField()))


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


def totals(rows: QuerySet[Any]) -> Totals:
    found = rows.aggregate(
        spent=spent(),
        estimated=Sum(Case(When(BILLED & Q(estimated=True), then=TRUE_COST), output_field=MONEY)),
        reserved=Sum("amount", filter=OPEN),
        released=Sum("amount", filter=FREE),
        quoted=Sum("amount", filter=BILLED),
        pictures=pictures(),
        calls=Count("pk"),
        free=Count("pk", filter=FREE),
        unclear=Count("pk", filter=UNCLEAR),
    )
    counts: dict[str, Any] = {name: found[name] or 0 for name in ("pictures", "calls", "free", "unclear")}
    sums: dict[str, Any] = {
        name: money(found[name]) for name in ("spent", "estimated", "reserved", "released", "quoted")
    }
    return Totals(**sums, **counts)


def by_day(rows: QuerySet[Any], days: tuple[date, date], key: str) -> list[tuple[date, Any, Decimal]]:
    """(day or first of the month, key, US dollars spent), in the order of time."""
    first, last = days
    part = TruncMonth("at") if (last - first).days >= MOST_BARS else TruncDate("at")
    found = rows.filter(BILLED).annotate(part=part).values("part", key=F(KEYS[key])).annotate(sum=spent())
    return [(as_day(row["part"]), row["key"], money(row["sum"])) for row in found.order_by("part")]


def as_day(part: Any) -> date:
    return part.date() if hasattr(part, "date") else part


def by_model(rows: QuerySet[Any]) -> list[dict[str, Any]]:
    """Dearest first: label, vendor, pictures, spent, each, seconds, refused (per cent of the calls)."""
    found = (
        rows.values("model", "label", "vendor")
        .annotate(
            pictures=pictures(),
            spent=spent(),
            calls=Count("pk"),
            refused=Count("pk", filter=Q(state=State.REFUSED)),
            mean=Avg("took", filter=Q(state=State.SUCCEEDED)),
        )
        .order_by("model")
    )
    made = [model_row(dict(row)) for row in found]
    return sorted(made, key=lambda row: (-row["spent"], row["label"]))


def rows_of(found: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in found]


def model_row(row: dict[str, Any]) -> dict[str, Any]:
    total, count = money(row["spent"]), row["pictures"] or 0
    return row | {
        "spent": total,
        "pictures": count,
        "each": total / count if count else None,
        "seconds": row["mean"].total_seconds() if row["mean"] else None,
        "refused": row["refused"] * 100 / row["calls"],
    }


def by_person(rows: QuerySet[Any]) -> list[tuple[User, Decimal, int]]:
    """(person, US dollars, pictures), who spent most first."""
    found = {row["user_id"]: row for row in rows.values("user_id").annotate(sum=spent(), made=pictures()).order_by()}
    people = User.objects.in_bulk(list(found))
    made = [(people[pk], money(row["sum"]), row["made"] or 0) for pk, row in found.items() if pk in people]
    return sorted(made, key=lambda one: (-one[1], one[0].name))


def by_state(rows: QuerySet[Any]) -> list[dict[str, Any]]:
    """What became of the calls: label, calls, pictures asked, US dollars spent, reserved and released."""
    found = rows.values("state").annotate(
        calls=Count("pk"),
        asked=Sum("generation__n"),
        spent=spent(),
        reserved=Sum("amount", filter=OPEN),
        released=Sum("amount", filter=FREE),
    )
    order, sums_of = list(State.values), ("spent", "reserved", "released")
    made = [
        row | {"label": str(State(row["state"]).label)} | {name: money(row[name]) for name in sums_of}
        for row in rows_of(found.order_by())
    ]
    return sorted(made, key=lambda row: order.index(row["state"]))


def names_of_models(models: list[dict[str, Any]]) -> dict[Any, str]:
    return {row["model"]: row["label"] for row in models}


def names_of_people(people: Sequence[tuple[User, Decimal, int]]) -> dict[Any, str]:
    return {person.pk: person.name for person, _sum, _made in people}


def names_of_projects(projects: QuerySet[Project], daily: Sequence[tuple[date, Any, Decimal]]) -> dict[Any, str]:
    wanted = {key for _day, key, _sum in daily if key}
    return {None: _("No project"), **{project.pk: project.name for project in projects.filter(pk__in=wanted)}}
