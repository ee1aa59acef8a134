"""Reserve with the rows, settle or release with the end. The sum of the entries is the balance, always."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_UP, Decimal
from functools import cache
from typing import Any

from gallery.remembered import look_again
from gallery.statements import Prepared, insert, some_ids
from studio.models import EntryKind, Generation, InstanceSettings, LedgerEntry, PromptHelp, Run
from studio.money import balances, budgets
from studio.money.scopes import Scope, scopes_of, this_month, units

STEP = Decimal("0.0001")

Payer = tuple[tuple[Scope, ...], bool, date]  # of which book, in which month


def reserve(run: Run, rows: Sequence[Generation]) -> None:
    """To be called in the transaction that writes the rows, last.

    Raises:
        OverBudget: a budget has too little left; the whole transaction has to go.
    """
    reserve_all([(run, rows)])


def reserve_all(runs: Sequence[tuple[Run, Sequence[Generation]]]) -> None:
    """``reserve`` for several, at the statements of one. Where it raises, nobody knows for whom: try each alone."""
    open_books(
        [
            entry_for(row, amount, generation=row, user_id=run.owner_id, team_id=run.team_id, project_id=run.project_id)
            for run, rows in runs
            for row, amount in zip(rows, amounts(rows), strict=True)
        ]
    )


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
    """Writes reservations and counts them in every scope."""
    if not entries:
        return
    insert(entries)
    look_again()  # a budget may have been set while this waited for its turn to write
    refused = balances.reserve(wanted(entries))
    if refused:
        total = sum((entry.amount for entry in entries), Decimal(0))
        raise budgets.refusal(refused.scope, total, refused.limit or Decimal(0), entry=entries[0])


def wanted(entries: Sequence[LedgerEntry]) -> list[balances.Wanted]:
    """What they come to in each scope, beside its limit."""
    payers: dict[Payer, Decimal] = defaultdict(Decimal)
    for entry in entries:
        payers[scopes_of_entry(entry), entry.sandbox, entry.month] += entry.amount
    sums: dict[tuple[Scope, bool, date], int] = defaultdict(int)
    limits: dict[tuple[Scope, bool, date], Decimal] = {}
    for (scopes, sandbox, month), total in payers.items():
        for scope in scopes:
            sums[scope, sandbox, month] += units(total)
        for scope, limit in budgets.limits(scopes, sandbox=sandbox).items():
            limits[scope, sandbox, month] = limit
    return [
        balances.Wanted(scope, amount, sandbox, month, limits.get((scope, sandbox, month)))
        for (scope, sandbox, month), amount in sums.items()
    ]


def amounts(rows: Sequence[Generation]) -> list[Decimal]:
    """What each counts as: its quote, or the ceiling a picture where the price is unknown."""
    ceiling = InstanceSettings.current().price_ceiling if any(row.quote is None for row in rows) else Decimal(0)
    return [ceiling * row.n if row.quote is None else row.quote for row in rows]


def settle(generation: Generation, cost: Decimal | None, pictures: int) -> None:
    """Brings the books from what was reserved to ``cost`` US dollars, 0 where nothing is billed.

    None: billed at an unknown price, so ``pictures`` are counted at the ceiling they were reserved at. It counts in
    the month of the reservation.
    """
    settle_all([(generation, cost, pictures)])


def settle_all(bills: Sequence[tuple[Generation, Decimal | None, int]]) -> None:
    """``settle`` for several (generation, cost, pictures), at the statements of one."""
    held: dict[Any, list[LedgerEntry]] = defaultdict(list)
    for entry in entries_of(len(bills))(*(generation.pk for generation, _, _ in bills)):
        held[entry.generation_id].append(entry)
    books = []
    for generation, cost, pictures in bills:
        entries = held[generation.pk]
        if entries:
            books.append(Closing(entries, true_cost(generation, entries[0], cost, pictures), estimated=cost is None))
    close_books(books)


@cache
def entries_of(number: int) -> Prepared[LedgerEntry]:
    """Those of so many generations, oldest first."""
    return Prepared(lambda *ids: LedgerEntry.objects.filter(generation__in=ids).order_by("pk"), *some_ids(number))


def true_cost(generation: Generation, reserved: LedgerEntry, cost: Decimal | None, pictures: int) -> Decimal:
    if cost is not None:
        return cost
    estimate = share(reserved.amount, pictures, generation.n)
    Generation.objects.filter(pk=generation.pk).update(estimate=estimate)
    return estimate


def settle_help(row: PromptHelp, cost: Decimal | None) -> None:
    """``cost`` US dollars, 0 where nothing is billed; None: billed at an unknown price, so it stays counted."""
    entries = list(row.ledger_entries.order_by("pk"))
    if not entries:
        return
    true = entries[0].amount if cost is None else cost.quantize(STEP, rounding=ROUND_UP)
    PromptHelp.objects.filter(pk=row.pk).update(counted=true)
    close_books([Closing(entries, true, estimated=cost is None)])


@dataclass(frozen=True, slots=True)
class Closing:
    """``entries`` of one call, the reservation first, and what it ``true``ly cost."""

    entries: Sequence[LedgerEntry]
    true: Decimal
    estimated: bool

    @property
    def booked(self) -> Decimal:
        return sum((entry.amount for entry in self.entries), Decimal(0))


def close_books(books: Sequence[Closing]) -> None:
    """Writes what is between what the entries hold and what each truly cost."""
    insert(closing_entry(one) for one in books)
    balances.settle(
        balances.Settled(
            scopes=scopes_of_entry(one.entries[0]),
            reserved=units(one.booked),
            spent=units(one.true),
            sandbox=one.entries[0].sandbox,
            month=one.entries[0].month,
        )
        for one in books
    )


def closing_entry(one: Closing) -> LedgerEntry:
    first = one.entries[0]
    return LedgerEntry(
        generation_id=first.generation_id,
        help_id=first.help_id,
        user_id=first.user_id,
        team_id=first.team_id,
        project_id=first.project_id,
        kind=EntryKind.SETTLE if one.true else EntryKind.RELEASE,
        amount=one.true - one.booked,
        estimated=one.estimated,
        sandbox=first.sandbox,
        month=first.month,
    )


def share(amount: Decimal, pictures: int, of: int) -> Decimal:
    return (amount * pictures / of).quantize(STEP, rounding=ROUND_UP)


def scopes_of_entry(entry: LedgerEntry) -> tuple[Scope, ...]:
    return scopes_of(person=entry.user_id, team=entry.team_id, project=entry.project_id)
