"""Running sums, changed by conditional UPDATEs alone: many may press at once, and no limit is passed by a cent.

A transaction changes balances last and in the order of its scopes, so that it holds them for a moment and two of
them never wait for each other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils import timezone

from studio.models import Balance, Kind
from studio.money.scopes import Scope, units

NEAR = Decimal("0.8")  # of a limit: from here on it is said
ORDER = (Kind.INSTANCE, Kind.TEAM, Kind.PROJECT, Kind.PERSON)


@dataclass(frozen=True, slots=True)
class Wanted:
    """``amount`` units to be put aside; ``limit`` US dollars of the scope's budget, where it has one."""

    scope: Scope
    amount: int
    sandbox: bool
    month: date
    limit: Decimal | None = None


def reserve(wanted: Iterable[Wanted]) -> Wanted | None:
    """Puts each aside. The first whose scope has too little left, where one has: roll back then."""
    for one in sorted(wanted, key=lambda one: place(one.scope, sandbox=one.sandbox, month=one.month)):
        limit = None if one.limit is None else units(one.limit)
        if not add(one.scope, one.amount, sandbox=one.sandbox, month=one.month, limit=limit):
            return one
    return None


def place(scope: Scope, *, sandbox: bool, month: date) -> tuple[int, str, bool, date]:
    """In the one order of all transactions: the instance's first."""
    return ORDER.index(scope.kind), scope.subject, sandbox, month


def add(scope: Scope, amount: int, *, sandbox: bool, month: date, limit: int | None) -> bool:
    if limit is None and moved(scope, reserved=amount, sandbox=sandbox, month=month):
        return True
    rows = row_of(scope, sandbox=sandbox, month=month)
    room = rows if limit is None or amount == 0 else rows.filter(spent__lte=Value(limit - amount) - F("reserved"))
    change = {"reserved": F("reserved") + amount, **near_mark(amount, limit)}
    if room.update(**change):
        return True
    if not rows.exists():
        new = Balance(kind=scope.kind, subject=scope.subject, sandbox=sandbox, month=month)
        Balance.objects.bulk_create([new], ignore_conflicts=True)
    return bool(room.update(**change))  # again: another press may have written the row between the two looks


def near_mark(amount: int, limit: int | None) -> dict[str, Case]:
    """Notes when the soft mark was first passed."""
    if limit is None:
        return {}
    mark = int(limit * NEAR) - amount
    passed = Q(near_at=None, spent__gte=Value(mark) - F("reserved"))
    return {"near_at": Case(When(passed, then=Value(timezone.now())), default=F("near_at"))}


@dataclass(frozen=True, slots=True)
class Settled:
    """``reserved`` units that were put aside became ``spent`` ones."""

    scopes: Sequence[Scope]
    reserved: int
    spent: int
    sandbox: bool
    month: date


def settle(found: Iterable[Settled]) -> None:
    """What was put aside becomes what it truly cost, even beyond a limit: the vendor has billed it.

    One UPDATE a balance.
    """
    sums: dict[tuple[int, str, bool, date], tuple[int, int]] = {}
    for one in found:
        for scope in one.scopes:
            where = place(scope, sandbox=one.sandbox, month=one.month)
            reserved, spent = sums.get(where, (0, 0))
            sums[where] = (reserved + one.reserved, spent + one.spent)
    for (kind, subject, sandbox, month), (reserved, spent) in sorted(sums.items()):
        moved(Scope(ORDER[kind], subject), reserved=-reserved, spent=spent, sandbox=sandbox, month=month)


def moved(scope: Scope, *, reserved: int, spent: int = 0, sandbox: bool, month: date) -> bool:
    """Adds units; whether there is such a row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE studio_balance SET reserved = reserved + %s, spent = spent + %s"
            " WHERE kind = %s AND subject = %s AND sandbox = %s AND month = %s",
            [reserved, spent, scope.kind, scope.subject, sandbox, connection.ops.adapt_datefield_value(month)],
        )
        return bool(cursor.rowcount)


def row_of(scope: Scope, *, sandbox: bool, month: date) -> QuerySet[Balance]:
    return Balance.objects.filter(kind=scope.kind, subject=scope.subject, sandbox=sandbox, month=month)
