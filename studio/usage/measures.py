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

from studio.models import Charged, DayUse, State
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
    """A part of the books: ``days`` summed up already, ``tail`` the reservations that no day counts yet."""

    days: QuerySet[DayUse]
    tail: QuerySet[Any]

    def grouped(self, *keys: str, by: str = "", only: Sequence[str] = ALL) -> list[dict[str, Any]]:
        """``only`` measures per ``keys``, and per ``part`` where ``by`` is "day" or "month".

        One query, so one moment of both.

        A group that stands in both comes twice: add up.
        """
        days, tail = self.days.order_by(), self.tail.order_by()
        if by:
            keys = ("part", *keys)
            days = days.annotate(part=F("day") if by == "day" else TruncMonth("day"))
            tail = tail.annotate(part=TruncDate("at") if by == "day" else TruncMonth("at", output_field=DateField()))
        # A query set that is grouped by nothing is grouped by a constant: aggregate() cannot be united.
        days, tail = days.annotate(whole=Value(1)), tail.annotate(whole=Value(1))
        columns = ("whole", *keys, *(f"sum_{name}" for name in only))
        closed = {f"sum_{name}": NOTHING_OPEN.get(name) or Sum(name) for name in only}
        every = of_ledger() | of_open()
        measured = {f"sum_{name}": every[name] for name in only}
        of_days = days.values("whole", *keys).annotate(**closed).values_list(*columns)
        of_tail = tail.values("whole", *keys).annotate(**measured).values_list(*columns)
        names = [name.removeprefix("sum_") for name in columns]
        return [dict(zip(names, row, strict=True)) for row in of_days.union(of_tail, all=True)]
