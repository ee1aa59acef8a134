"""The rule of the books: for every subject, month and book the ledger's sum is the balance."""

from collections import Counter

from studio.models import Balance, LedgerEntry
from studio.money.ledger import scopes_of_entry
from studio.money.scopes import units


def differences():
    """Where ledger and balance disagree, as (kind, subject, sandbox, month): (ledger, balance)."""
    ledger, balances = Counter(), Counter()
    for entry in LedgerEntry.objects.all():
        for scope in scopes_of_entry(entry):
            ledger[scope.kind, scope.subject, entry.sandbox, entry.month] += units(entry.amount)
    for row in Balance.objects.all():
        balances[row.kind, row.subject, row.sandbox, row.month] = row.spent + row.reserved
    return [(key, ledger[key], balances[key]) for key in {*ledger, *balances} if ledger[key] != balances[key]]
