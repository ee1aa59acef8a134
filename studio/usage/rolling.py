"""Keeps the days' sums true to the ledger: what closed since the last look is counted, a day and person at a time.

A reservation is counted once its books are closed, which a closing entry says. Entries that no day counts yet are the
tail (``rolled`` false), which readers add up themselves: so a page is true at every moment, however far this is behind.
What is counted is summed anew from the ledger for that day and person, never added to: twice is once, and a call whose
books are closed a second time is right again. Then that person's month anew from its days, in the same transaction.
Nothing of this runs where money is reserved or settled.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from studio.models import DayUse, EntryKind, LedgerEntry, MonthUse, Rolled
from studio.usage.filters import begin, end_of, next_month
from studio.usage.measures import CELL, NAMES, of_ledger

AT_ONCE = 2000  # closings that one transaction counts
CLOSING = (EntryKind.SETTLE, EntryKind.RELEASE)
Cell = tuple[date, Any]


def roll_up(most: int = AT_ONCE) -> int:
    """Counts the oldest closings that no day counts yet; returns how many there were."""
    with transaction.atomic():
        Rolled.objects.get_or_create(pk=1)
        Rolled.objects.select_for_update().get(pk=1)
        closings = list(unrolled()[:most])
        if not closings:
            return 0
        reserves = reserves_of(closings)
        mark([pk for pk, *_ in closings] + [pk for pk, *_ in reserves])
        cells = {(day, user) for _pk, day, user in reserves}
        for day, users in by_day(cells):
            sum_up(day, users)
        for month, users in by_day((day.replace(day=1), user) for day, user in cells):
            sum_up_month(month, users)
        Rolled.objects.filter(pk=1).update(at=timezone.now())
        return len(closings)


def unrolled() -> Any:
    """(entry, generation, help) of closings, oldest first."""
    rows = LedgerEntry.objects.filter(kind__in=CLOSING, rolled=False)
    return rows.order_by("at", "pk").values_list("pk", "generation_id", "help_id")


def reserves_of(closings: Iterable[tuple[Any, Any, Any]]) -> list[tuple[Any, date, Any]]:
    """(entry, day, person) of the reservations that these close."""
    made = [generation for _pk, generation, _help in closings if generation]
    asked = [help for _pk, _generation, help in closings if help]
    rows = LedgerEntry.objects.filter(Q(generation__in=made) | Q(help__in=asked), kind=EntryKind.RESERVE)
    return list(rows.annotate(day=TruncDate("at")).values_list("pk", "day", "user_id"))


def mark(entries: list[Any]) -> None:
    LedgerEntry.objects.filter(pk__in=entries).update(rolled=True)


def by_day(cells: Iterable[Cell]) -> list[tuple[date, set[Any]]]:
    days: dict[date, set[Any]] = {}
    for day, user in cells:
        days.setdefault(day, set()).add(user)
    return sorted(days.items())


def sum_up(day: date, users: Iterable[Any]) -> None:
    """Writes these people's day anew from what is marked as counted."""
    DayUse.objects.filter(day=day, user__in=users).delete()
    rows = counted().filter(at__gte=begin(day), at__lt=end_of(day), user__in=users)
    DayUse.objects.bulk_create((DayUse(day=day, **told(row)) for row in cells_of(rows)), batch_size=500)


def sum_up_month(month: date, users: Iterable[Any]) -> None:
    """Writes these people's month anew from its days."""
    MonthUse.objects.filter(month=month, user__in=users).delete()
    rows = DayUse.objects.filter(day__gte=month, day__lt=next_month(month), user__in=users)
    made = (MonthUse(month=month, **told(row)) for row in added_up(rows))
    MonthUse.objects.bulk_create(made, batch_size=500)


def counted() -> Any:
    return LedgerEntry.objects.with_calls().filter(kind=EntryKind.RESERVE, rolled=True)


def cells_of(rows: Any) -> Any:
    named = {f"sum_{name}": measure for name, measure in of_ledger().items()}
    return rows.order_by().values(*CELL).annotate(**named)


def added_up(days: Any, *keys: str) -> Any:
    """Days' sums as the same cells of a longer time."""
    return days.order_by().values(*keys, *CELL).annotate(**{f"sum_{name}": Sum(name) for name in NAMES})


def told(row: dict[str, Any]) -> dict[str, Any]:
    """A grouped row in the names of the model, with zeros for what there was nothing of."""
    named = {name.removeprefix("sum_"): value for name, value in row.items()}
    missing = {name: 0 for name in ("asked", "pictures", "spent", "estimated", "released", "quoted") if not named[name]}
    return named | missing | ({} if named["took"] else {"took": timedelta()})
