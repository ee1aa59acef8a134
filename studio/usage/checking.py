"""Are the days' sums what the ledger says? And everything anew where they are not."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Sum
from django.db.models.functions import TruncDate

from studio.models import DayUse, EntryKind, LedgerEntry, Rolled
from studio.usage.measures import CELL, of_ledger
from studio.usage.rolling import CLOSING, counted, day_use

CHECKED = ("calls", "pictures", "free", "spent", "released", "quoted")
Figures = tuple[Any, ...]


def differences() -> Iterator[tuple[date, Any, str]]:
    """(day, person, what differs) where the sums of a day and person are not those of the ledger."""
    told, true = of_days(), of_ledger_rows()
    for cell in sorted(told.keys() | true.keys(), key=str):
        one, other = told.get(cell), true.get(cell)
        if one != other:
            yield *cell, f"the day says {words(one)}, the ledger {words(other)}"


def words(figures: Figures | None) -> str:
    return "nothing" if figures is None else ", ".join(map(str, figures))


def of_days() -> dict[tuple[date, Any], Figures]:
    rows = DayUse.objects.order_by().values("day", "user_id").annotate(**{f"sum_{n}": Sum(n) for n in CHECKED})
    return {(row["day"], row["user_id"]): figures(row) for row in rows}


def of_ledger_rows() -> dict[tuple[date, Any], Figures]:
    measures = {f"sum_{name}": measure for name, measure in of_ledger().items() if name in CHECKED}
    rows = counted().annotate(day=TruncDate("at")).order_by().values("day", "user_id").annotate(**measures)
    return {(row["day"], row["user_id"]): figures(row) for row in rows}


def figures(row: Any) -> Figures:
    return tuple(round(row[f"sum_{name}"] or 0, 4) for name in CHECKED)


def rebuild() -> int:
    """All days anew from the ledger, in one transaction; returns how many rows there are now."""
    with transaction.atomic():
        Rolled.objects.get_or_create(pk=1)
        Rolled.objects.select_for_update().get(pk=1)
        DayUse.objects.all().delete()
        closings = LedgerEntry.objects.filter(kind__in=CLOSING)
        closed = Exists(closings.filter(generation=OuterRef("generation"))) | Exists(
            closings.filter(help=OuterRef("help"))
        )
        LedgerEntry.objects.filter(Q(kind=EntryKind.RESERVE) & closed | Q(kind__in=CLOSING)).update(rolled=True)
        measures = {f"sum_{name}": measure for name, measure in of_ledger().items()}
        rows = counted().annotate(day=TruncDate("at")).order_by().values("day", *CELL).annotate(**measures)
        made = DayUse.objects.bulk_create((day_use(row.pop("day"), row) for row in rows), batch_size=1000)
        return len(made)
