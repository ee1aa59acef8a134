"""Running sums, changed by conditional UPDATEs alone: many may press at once, and no limit is passed by a cent.

A transaction changes balances last and in the order of its scopes, so that it holds them for a moment and two of
them never wait for each other.
"""

from collections.abc import Iterable, Mapping, Sequence
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


def reserve(
    scopes: Sequence[Scope], amount: int, *, sandbox: bool, month: date, limits: Mapping[Scope, Decimal]
) -> Scope | None:
    """Puts ``amount`` units aside in each scope. The first that has too little left, where one has: roll back then."""
    for scope in scopes:
        limit = limits.get(scope)
        if not add(scope, amount, sandbox=sandbox, month=month, limit=None if limit is None else units(limit)):
            return scope
    return None


def add(scope: Scope, amount: int, *, sandbox: bool, month: date, limit: int | None) -> bool:
    rows = row_of(scope, sandbox=sandbox, month=month)
    if limit is None and moved(scope, reserved=amount, sandbox=sandbox, month=month):
        return True
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

    One UPDATE a balance, in the one order of all transactions: the instance's first.
    """
    sums: dict[tuple[int, str, bool, date, Kind], tuple[int, int]] = {}
    for one in found:
        for scope in one.scopes:
            place = (ORDER.index(scope.kind), scope.subject, one.sandbox, one.month, scope.kind)
            reserved, spent = sums.get(place, (0, 0))
            sums[place] = (reserved + one.reserved, spent + one.spent)
    for (_, subject, sandbox, month, kind), (reserved, spent) in sorted(sums.items()):
        moved(Scope(kind, subject), reserved=-reserved, spent=spent, sandbox=sandbox, month=month)


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
