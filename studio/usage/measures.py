"""What is added up of the calls, under the names of DayUse: from the ledger's reservations, or from the days' sums."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    Count,
    DateField,
    DecimalField,
    DurationField,
    F,
    IntegerField,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import TruncDate, TruncMonth

from studio.models import Charged, DayUse, MonthUse, State
from studio.models.generation import ENDED

MONEY = DecimalField(max_digits=16, decimal_places=4)
BILLED = Q(charged=Charged.YES)
FREE = Q(charged=Charged.NO, state__in=ENDED)
OPEN = ~Q(state__in=ENDED) | Q(charged=Charged.MAYBE)
UNCLEAR = Q(charged=Charged.MAYBE)
MADE = F("generation__n") - F("generation__missing")
CELL = ("model", "label", "vendor", "user_id", "team_id", "project_id", "sandbox", "state")
NOTHING_OPEN: dict[str, Any] = {"reserved": Value(0, MONEY), "unclear": Value(0, IntegerField())}
NAMES = ("calls", "asked", "pictures", "free", "timed", "took", "spent", "estimated", "released", "quoted")
ALL = (*NAMES, "reserved", "unclear")
PARTS_OF_TAIL = {"day": TruncDate("at"), "month": TruncMonth("at", output_field=DateField())}


def when(condition: Q, value: Any, output: Any) -> Sum:
    return Sum(Case(When(condition, then=value), output_field=output))


def of_ledger() -> dict[str, Any]:
    """Measures of ``LedgerEntry.objects.with_calls()``."""
    ended_well = Q(state=State.SUCCEEDED)
    return {
        "calls": Count("pk"),
        "asked": Sum("generation__n"),
        "pictures": when(Q(generation__state=State.SUCCEEDED), MADE, IntegerField()),
        "free": Count("pk", filter=FREE),
        "timed": Count("took", filter=ended_well),
        "took": when(ended_well, F("took"), DurationField()),
        "spent": when(BILLED, F("true_cost"), MONEY),
        "estimated": when(BILLED & Q(estimated=True), F("true_cost"), MONEY),
        "released": when(FREE, F("amount"), MONEY),
        "quoted": when(BILLED, F("amount"), MONEY),
    }


def of_open() -> dict[str, Any]:
    """What only calls that are not closed have."""
    return {"reserved": when(OPEN, F("amount"), MONEY), "unclear": Count("pk", filter=UNCLEAR)}


@dataclass(frozen=True, slots=True)
class Books:
    """A part of the books: ``days`` summed up already, ``tail`` the reservations that no day counts yet.

    ``months`` and ``edges`` are the same as ``days``: whole months, and the days that lie in none of them.
    """

    days: QuerySet[DayUse]
    tail: QuerySet[Any]
    months: QuerySet[MonthUse] | None = None
    edges: QuerySet[DayUse] | None = None

    def grouped(self, *keys: str, by: str = "", only: Sequence[str] = ALL) -> list[dict[str, Any]]:
        """``only`` measures per ``keys``, and per ``part`` where ``by`` is "day" or "month".

        One query, so one moment of both.

        A group that stands in several comes as often: add up.
        """
        if by:
            keys = ("part", *keys)
        closed: dict[str, Any] = {f"sum_{name}": NOTHING_OPEN.get(name) or Sum(name) for name in only}
        every = of_ledger() | of_open()
        measured = {f"sum_{name}": every[name] for name in only}
        tail = self.tail.annotate(part=PARTS_OF_TAIL[by]) if by else self.tail
        parts = [per(rows.annotate(part=part) if by else rows, keys, closed) for rows, part in self.closed(by)]
        found = parts[0].union(*parts[1:], per(tail, keys, measured), all=True)
        names = ["whole", *keys, *only]
        return [dict(zip(names, row, strict=True)) for row in found]

    def closed(self, by: str) -> list[tuple[QuerySet[Any], Any]]:
        """Rows of what is summed up already, and what their ``part`` is."""
        if by == "day" or self.months is None or self.edges is None:
            return [(self.days, F("day") if by == "day" else TruncMonth("day"))]
        return [(self.months, F("month")), (self.edges, TruncMonth("day"))]


def per(rows: QuerySet[Any], keys: Sequence[str], measures: dict[str, Any]) -> QuerySet[Any]:
    """Grouped by a constant where there are no keys: what aggregate() answers can't be united."""
    found = rows.order_by().annotate(whole=Value(1)).values("whole", *keys).annotate(**measures)
    return found.values_list("whole", *keys, *measures)
