"""Reserve with the rows, settle or release with the end. The sum of the entries is the balance, always."""

from collections.abc import Sequence
from decimal import ROUND_UP, Decimal
from typing import Any

from studio.models import EntryKind, Generation, InstanceSettings, LedgerEntry, PromptHelp, Run
from studio.money import balances, budgets
from studio.money.scopes import Scope, scopes_of, this_month, units

STEP = Decimal("0.0001")


def reserve(run: Run, rows: Sequence[Generation]) -> None:
    """To be called in the transaction that writes the rows, last.

    Raises:
        OverBudget: a budget has too little left; the whole transaction has to go.
    """
    places = {"user_id": run.owner_id, "team_id": run.team_id, "project_id": run.project_id}
    pairs = zip(rows, amounts(rows), strict=True)
    open_books([entry_for(row, amount, generation=row, **places) for row, amount in pairs])


def reserve_help(row: PromptHelp) -> None:
    """As ``reserve``, for a question to a chat model. It is nobody's but its owner's."""
    amount = InstanceSettings.current().chat_ceiling if row.quote is None else row.quote
    open_books([entry_for(row, amount, help=row, user_id=row.owner_id)])


def entry_for(row: Generation | PromptHelp, amount: Decimal, **columns: Any) -> LedgerEntry:
    demo = row.key_source == "sandbox"
    return LedgerEntry(
        kind=EntryKind.RESERVE, amount=amount, estimated=row.quote is None, sandbox=demo, month=this_month(), **columns
    )


def open_books(entries: Sequence[LedgerEntry]) -> None:
    """Writes reservations of one payer and counts them in every scope."""
    if not entries:
        return
    first = entries[0]
    LedgerEntry.objects.bulk_create(entries)
    scopes = scopes_of_entry(first)
    total = sum((entry.amount for entry in entries), Decimal(0))
    limits = budgets.limits(scopes, sandbox=first.sandbox)
    refused = balances.reserve(scopes, units(total), sandbox=first.sandbox, month=first.month, limits=limits)
    if refused:
        raise budgets.refusal(refused, total, limits[refused], entry=first)


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
    true = cost
    if true is None:
        true = share(entries[0].amount, pictures, generation.n)
        Generation.objects.filter(pk=generation.pk).update(estimate=true)
    close_books(entries, true, estimated=cost is None)


def settle_help(row: PromptHelp, cost: Decimal | None) -> None:
    """``cost`` US dollars, 0 where nothing is billed; None: billed at an unknown price, so it stays counted."""
    entries = list(row.ledger_entries.order_by("pk"))
    if not entries:
        return
    true = entries[0].amount if cost is None else cost.quantize(STEP, rounding=ROUND_UP)
    PromptHelp.objects.filter(pk=row.pk).update(counted=true)
    close_books(entries, true, estimated=cost is None)


def close_books(entries: Sequence[LedgerEntry], true: Decimal, *, estimated: bool) -> None:
    """Writes what is between what the entries hold and what it truly cost."""
    first = entries[0]
    booked = sum((entry.amount for entry in entries), Decimal(0))
    LedgerEntry.objects.create(
        generation_id=first.generation_id,
        help_id=first.help_id,
        user_id=first.user_id,
        team_id=first.team_id,
        project_id=first.project_id,
        kind=EntryKind.SETTLE if true else EntryKind.RELEASE,
        amount=true - booked,
        estimated=estimated,
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
