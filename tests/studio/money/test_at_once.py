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
from studio.money.scopes import dollars, scopes_of
from tests.factories import MembershipFactory, UserFactory
from tests.processes.stack import BASE, test_database_url
from tests.studio.money.books import differences

pytestmark = pytest.mark.django_db(transaction=True)

PROCESSES, THREADS, PRESSES = 4, 10, 50
PRICE = Decimal("0.011")  # GPT Image 1 mini, auto quality, square


@pytest.fixture(params=Kind.values)
def tightest(request):
    """Whose budget is the one that binds: the others have a little more."""
    return request.param


@pytest.fixture
def mira(tightest):
    owner = UserFactory(username="mira", is_superuser=True)
    team = MembershipFactory(user=owner, role=Role.OWNER).team
    project = Project.objects.create(team=team, name="Oro")
    for scope in scopes_of(person=owner.pk, team=team.pk, project=project.pk):
        limit = "0.50" if scope.kind == tightest else "0.60"
        budgets.set_limit(scope, Decimal(limit), sandbox=True, by=owner)
    return owner


def press_at_once(tmp_path, how):
    """How many of all presses were taken."""
    own = {"DATABASE_URL": test_database_url(), "DATA_DIR": str(tmp_path), "BROKER_URL": "memory://"}
    rest = {"SECRET_KEY": "tests", "DJANGO_SETTINGS_MODULE": "studio.settings", "SANDBOX_URL": "http://127.0.0.1:9"}
    numbers = (str(number) for number in (PROCESSES, PRESSES, THREADS))
    command = [sys.executable, "-m", "tests.studio.money.presses", "mira", *numbers, how]
    connection.close()
    return int(subprocess.check_output(command, cwd=BASE, env={**os.environ, **own, **rest}, text=True))


def test_no_budget_is_overdrawn_and_none_is_left_unused(mira, tmp_path):
    taken = press_at_once(tmp_path, "waits")
    assert taken == int(Decimal("0.50") / PRICE) == Generation.objects.count()
    assert {dollars(row.reserved + row.spent) for row in Balance.objects.all()} == {taken * PRICE}
    assert differences() == []


@pytest.mark.parametrize("tightest", [Kind.INSTANCE, Kind.PROJECT], indirect=True)
def test_the_books_agree_when_pictures_end_meanwhile(mira, tightest, tmp_path):
    """What is released is free again, so more are taken; what is billed or unknown stays counted."""
    taken = press_at_once(tmp_path, "ends")
    assert taken == Generation.objects.count() > int(Decimal("0.50") / PRICE)
    assert differences() == []
    counted = Balance.objects.get(kind=tightest)
    assert dollars(counted.reserved + counted.spent) == sum(LedgerEntry.objects.values_list("amount", flat=True))
    assert dollars(counted.reserved + counted.spent) <= Decimal("0.50")
