"""Reserve with the rows, settle or release with the end. The sum of the entries is the balance, always."""

from collections.abc import Sequence
from decimal import ROUND_UP, Decimal

from studio.models import EntryKind, Generation, InstanceSettings, LedgerEntry, Run
from studio.money import balances, budgets
from studio.money.scopes import Scope, scopes_of, this_month, units

STEP = Decimal("0.0001")


def reserve(run: Run, rows: Sequence[Generation]) -> None:
    """To be called in the transaction that writes the rows, last.

    Raises:
        OverBudget: a budget has too little left; the whole transaction has to go.
    """
    if not rows:
        return
    sandbox, month = rows[0].key_source == "sandbox", this_month()
    counted = amounts(rows)
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            generation=row,
            user_id=run.owner_id,
            team_id=run.team_id,
            project_id=run.project_id,
            kind=EntryKind.RESERVE,
            amount=amount,
            estimated=row.quote is None,
            sandbox=sandbox,
            month=month,
        )
        for row, amount in zip(rows, counted, strict=True)
    )
    scopes = scopes_of(person=run.owner_id, team=run.team_id, project=run.project_id)
    total = sum(counted, Decimal(0))
    limits = budgets.limits(scopes, sandbox=sandbox)
    refused = balances.reserve(scopes, units(total), sandbox=sandbox, month=month, limits=limits)
    if refused:
        raise budgets.refusal(refused, total, limits[refused], run=run, sandbox=sandbox, month=month)


def amounts(rows: Sequence[Generation]) -> list[Decimal]:
    """What each counts as: its quote, or the ceiling a picture where the price is unknown."""
    ceiling = InstanceSettings.current().price_ceiling if any(row.quote is None for row in rows) else Decimal(0)
    return [ceiling * row.n if row.quote is None else row.quote for row in rows]


def settle(generation: Generation, cost: Decimal | None, pictures: int) -> None:
    """Brings the books from what was reserved to ``cost`` US dollars, 0 where nothing is billed.

    None: billed at an unknown price, so ``pictures`` are counted at the ceiling they were reserved at. It counts in
    the month of the reservation.
    """
    entries = list(generation.ledger_entries.order_by("pk"))
    if not entries:
        return
    first = entries[0]
    booked = sum((entry.amount for entry in entries), Decimal(0))
    true = cost
    if true is None:
        true = share(first.amount, pictures, generation.n)
        Generation.objects.filter(pk=generation.pk).update(estimate=true)
    LedgerEntry.objects.create(
        generation=generation,
        user_id=first.user_id,
        team_id=first.team_id,
        project_id=first.project_id,
        kind=EntryKind.SETTLE if true else EntryKind.RELEASE,
        amount=true - booked,
        estimated=cost is None,
        sandbox=first.sandbox,
        month=first.month,
    )
    balances.settle(
        scopes_of_entry(first), reserved=units(booked), spent=units(true), sandbox=first.sandbox, month=first.month
    )


def share(amount: Decimal, pictures: int, of: int) -> Decimal:
    return (amount * pictures / of).quantize(STEP, rounding=ROUND_UP)


def scopes_of_entry(entry: LedgerEntry) -> tuple[Scope, ...]:
    return scopes_of(person=entry.user_id, team=entry.team_id, project=entry.project_id)
