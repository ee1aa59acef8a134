"""40 threads in 4 processes press 200 times at once: no budget is overdrawn by a cent, and the books agree."""

import os
import subprocess
import sys
from decimal import Decimal

import pytest
from django.db import connection

from gallery.access import Role
from gallery.models import Project
from studio.models import Balance, Generation, Kind, LedgerEntry
from studio.money import budgets
from studio.money.scopes import EVERYBODY, Scope, dollars
from tests.factories import MembershipFactory, UserFactory
from tests.processes.stack import BASE, test_database_url
from tests.studio.money.books import differences

pytestmark = pytest.mark.django_db(transaction=True)

PROCESSES, THREADS, PRESSES = 4, 10, 50
PRICE = Decimal("0.011")  # GPT Image 1 mini, auto quality, square


@pytest.fixture
def mira():
    owner = UserFactory(username="mira", is_superuser=True)
    team = MembershipFactory(user=owner, role=Role.OWNER).team
    project = Project.objects.create(team=team, name="Oro")
    for scope, limit in ((EVERYBODY, "0.60"), (Scope(Kind.TEAM, str(team.pk)), "0.70")):
        budgets.set_limit(scope, Decimal(limit), sandbox=True, by=owner)
    budgets.set_limit(Scope(Kind.PERSON, str(owner.pk)), Decimal("0.55"), sandbox=True, by=owner)
    budgets.set_limit(Scope(Kind.PROJECT, str(project.pk)), Decimal("0.50"), sandbox=True, by=owner)
    return owner


def press_at_once(tmp_path, how):
    """How many of all presses were taken."""
    own = {"DATABASE_URL": test_database_url(), "DATA_DIR": str(tmp_path), "BROKER_URL": "memory://"}
    rest = {"SECRET_KEY": "tests", "DJANGO_SETTINGS_MODULE": "studio.settings", "SANDBOX_URL": "http://127.0.0.1:9"}
    command = [sys.executable, "-m", "tests.studio.money.presses", "mira", str(PRESSES), str(THREADS), how]
    connection.close()
    crowd = [
        subprocess.Popen(command, cwd=BASE, env={**os.environ, **own, **rest}, stdout=subprocess.PIPE, text=True)
        for _ in range(PROCESSES)
    ]
    return sum(int(one.communicate()[0]) for one in crowd)


def test_no_budget_is_overdrawn_and_none_is_left_unused(mira, tmp_path):
    taken = press_at_once(tmp_path, "waits")
    assert taken == int(Decimal("0.50") / PRICE) == Generation.objects.count()
    assert {dollars(row.reserved + row.spent) for row in Balance.objects.all()} == {taken * PRICE}
    assert differences() == []


def test_the_books_agree_when_pictures_end_meanwhile(mira, tmp_path):
    """What is released is free again, so more are taken; what is billed or unknown stays counted."""
    taken = press_at_once(tmp_path, "ends")
    assert taken == Generation.objects.count() > int(Decimal("0.50") / PRICE)
    assert differences() == []
    counted = Balance.objects.get(kind=Kind.PROJECT)
    assert dollars(counted.reserved + counted.spent) == sum(LedgerEntry.objects.values_list("amount", flat=True))
    assert Decimal("0.50") - PRICE < dollars(counted.reserved + counted.spent) <= Decimal("0.50")
