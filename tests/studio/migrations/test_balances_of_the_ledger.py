"""Balances out of entries from before budgets: by the rule of the books, in the month of the reservation."""

from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps

from gallery.access import Role
from studio.models import Balance, LedgerEntry
from tests.factories import GenerationFactory, MembershipFactory, RunFactory
from tests.studio.money.books import differences

pytestmark = pytest.mark.django_db
migration = import_module("studio.migrations.0005_balances_of_the_ledger")
OCTOBER, NOVEMBER = datetime(2026, 10, 31, 12, tzinfo=UTC), datetime(2026, 11, 1, 12, tzinfo=UTC)


def entry(generation, kind, amount, at, **columns):
    run = generation.run
    made = LedgerEntry.objects.create(
        generation=generation, user=run.owner, team=run.team, kind=kind, amount=Decimal(amount), **columns
    )
    LedgerEntry.objects.filter(pk=made.pk).update(at=at, month=date(2000, 1, 1))


def balance(kind, month, sandbox=False):
    row = Balance.objects.get(kind=kind, month=month, sandbox=sandbox)
    return row.spent, row.reserved


def test_old_entries_become_balances():
    team = MembershipFactory(role=Role.OWNER).team
    run = RunFactory(owner=team.members.get(), team=team)
    settled, waiting, freed, demo = (GenerationFactory(run=run) for _ in range(4))
    entry(settled, "reserve", "0.05", OCTOBER)
    entry(settled, "settle", "-0.01", NOVEMBER)
    entry(waiting, "reserve", "0.0111", NOVEMBER)
    entry(freed, "reserve", "0.2", NOVEMBER)
    entry(freed, "release", "-0.2", NOVEMBER)
    entry(demo, "reserve", "1", NOVEMBER, sandbox=True)
    migration.fill(apps, None)
    october, november = date(2026, 10, 1), date(2026, 11, 1)
    for kind in ("instance", "person", "team"):
        assert balance(kind, october) == (400, 0)
        assert balance(kind, november) == (0, 111)
        assert balance(kind, november, sandbox=True) == (0, 10_000)
    assert set(LedgerEntry.objects.filter(generation=settled).values_list("month", flat=True)) == {october}
    assert differences() == []
