"""Are the days' and months' sums what the ledger says? And everything anew where they are not."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, Sum
from django.db.models.functions import TruncDate, TruncMonth

from studio.models import DayUse, EntryKind, LedgerEntry, MonthUse, Rolled
from studio.usage.measures import CELL, of_ledger
from studio.usage.rolling import CLOSING, added_up, counted, told

CHECKED = ("calls", "pictures", "free", "spent", "released", "quoted")
Figures = tuple[Any, ...]
Sums = dict[tuple[date, Any], Figures]


def differences() -> Iterator[tuple[date, Any, str]]:
    """(day, person, what differs) where a day is not what the ledger says, or a month not what its days say."""
    days = DayUse.objects.annotate(part=F("day"))
    yield from differing(summed(days), of_ledger_rows(), "the day says {}, the ledger {}")
    months = summed(MonthUse.objects.annotate(part=F("month")))
    yield from differing(
        months, summed(DayUse.objects.annotate(part=TruncMonth("day"))), "the month says {}, its days {}"
    )


def differing(kept: Sums, true: Sums, text: str) -> Iterator[tuple[date, Any, str]]:
    for cell in sorted(kept.keys() | true.keys(), key=str):
        one, other = kept.get(cell), true.get(cell)
        if one != other:
            yield *cell, text.format(words(one), words(other))


def words(figures: Figures | None) -> str:
    return "nothing" if figures is None else ", ".join(map(str, figures))


def summed(rows: Any) -> Sums:
    rows = rows.order_by().values("part", "user_id").annotate(**{f"sum_{n}": Sum(n) for n in CHECKED})
    return {(row["part"], row["user_id"]): figures(row) for row in rows}


def of_ledger_rows() -> Sums:
    measures = {f"sum_{name}": measure for name, measure in of_ledger().items() if name in CHECKED}
    rows = counted().annotate(part=TruncDate("at")).order_by().values("part", "user_id").annotate(**measures)
    return {(row["part"], row["user_id"]): figures(row) for row in rows}


def figures(row: Any) -> Figures:
    return tuple(round(row[f"sum_{name}"] or 0, 4) for name in CHECKED)


def rebuild() -> int:
    """All days and months anew from the ledger, in one transaction; returns how many days' rows there are now."""
    with transaction.atomic():
        Rolled.objects.get_or_create(pk=1)
        Rolled.objects.select_for_update().get(pk=1)
        mark_closed()
        DayUse.objects.all().delete()
        measures = {f"sum_{name}": measure for name, measure in of_ledger().items()}
        rows = counted().annotate(day=TruncDate("at")).order_by().values("day", *CELL).annotate(**measures)
        made = DayUse.objects.bulk_create((DayUse(**told(row)) for row in rows), batch_size=1000)
        MonthUse.objects.all().delete()
        rows = added_up(DayUse.objects.annotate(month=TruncMonth("day")), "month")
        MonthUse.objects.bulk_create((MonthUse(**told(row)) for row in rows), batch_size=1000)
        return len(made)


def mark_closed() -> None:
    closings = LedgerEntry.objects.filter(kind__in=CLOSING)
    closed = Exists(closings.filter(generation=OuterRef("generation"))) | Exists(closings.filter(help=OuterRef("help")))
    LedgerEntry.objects.filter(Q(kind=EntryKind.RESERVE) & closed | Q(kind__in=CLOSING)).update(rolled=True)
