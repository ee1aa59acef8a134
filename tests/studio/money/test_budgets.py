"""Limits a month: refused before anything is sent, with what is left and whom to ask."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from gallery.access import Role
from gallery.models import Project
from studio import submission
from studio.lifecycle.endings import doubt, end
from studio.models import Balance, Budget, Generation, Kind, LedgerEntry, Run, State
from studio.money import budgets
from studio.money.budgets import OverBudget
from studio.money.scopes import EVERYBODY, Scope
from tests.factories import MembershipFactory, UserFactory
from tests.studio.money.test_ledger import press

pytestmark = pytest.mark.django_db

PRICE = Decimal("0.011")


@pytest.fixture
def lena():
    return UserFactory(username="lena", display_name="Lena", is_superuser=True)


@pytest.fixture
def mira():
    return UserFactory(username="mira")


@pytest.fixture
def project(mira):
    team = MembershipFactory(user=UserFactory(display_name="Jonas"), role=Role.OWNER).team
    MembershipFactory(team=team, user=mira, role=Role.EDITOR)
    return Project.objects.create(team=team, name="Nachtklang")


def limit(scope, dollars, by, sandbox=True):
    budgets.set_limit(scope, Decimal(dollars), sandbox=sandbox, by=by)


def test_what_fits_to_the_cent_runs_and_one_more_does_not(mira, lena):
    limit(EVERYBODY, "0.11", lena)
    for _ in range(10):
        press(mira)
    with pytest.raises(OverBudget):
        press(mira)
    assert Generation.objects.count() == 10


def test_a_refusal_leaves_nothing_behind(mira, lena, project):
    limit(Scope(Kind.PERSON, str(mira.pk)), "0.01", lena)
    with pytest.raises(OverBudget):
        press(mira, project=project)
    assert not any(table.objects.exists() for table in (Run, Generation, LedgerEntry))
    assert not Balance.objects.exclude(reserved=0).exists()


def test_it_says_what_is_left_where_and_whom_to_ask(mira, lena, project):
    limit(Scope(Kind.PROJECT, str(project.pk)), "0.02", lena)
    press(mira, project=project)
    with pytest.raises(OverBudget) as refusal:
        press(mira, project=project, count=2)
    assert refusal.value.title == "$0.03 is more than the $0.00 left in Nachtklang."
    assert refusal.value.advice == "Choose fewer pictures or ask Jonas for more."
    assert (refusal.value.asked, refusal.value.left) == (PRICE * 2, Decimal("0.009"))


def test_zero_means_that_nothing_that_costs_may_run(mira, lena):
    limit(EVERYBODY, "0", lena)
    with pytest.raises(OverBudget, match=r"Nothing that costs may run in this studio.*Ask Lena for a budget"):
        press(mira)


def test_demo_and_true_books_are_apart(mira, lena, settings):
    limit(EVERYBODY, "0", lena, sandbox=False)
    assert press(mira).key_source == "sandbox"
    settings.AIHUBMIX_API_KEY = "sk-true"
    with pytest.raises(OverBudget):
        press(mira)


def test_a_new_month_is_a_new_budget(mira, lena, time_machine, settings):
    settings.TIME_ZONE = "America/Sao_Paulo"
    limit(EVERYBODY, "0.02", lena)
    time_machine.move_to("2026-11-01T02:59:00Z")  # still October there
    press(mira)
    with pytest.raises(OverBudget):
        press(mira)
    time_machine.move_to("2026-11-01T03:00:00Z")
    press(mira)


def test_trying_and_sending_again_reserve_too(mira, lena):
    failed, unknown = press(mira), press(mira)
    end(failed, State.FAILED, code="vendor_down", of=(State.QUEUED,))
    doubt(unknown, "no_answer", of=(State.QUEUED,))
    limit(EVERYBODY, "0.02", lena)
    with pytest.raises(OverBudget):
        submission.send_again(unknown, by=mira)
    unknown.refresh_from_db()
    assert unknown.state == State.UNKNOWN
    limit(EVERYBODY, "0.01", lena)
    with pytest.raises(OverBudget):
        submission.retry(failed, by=mira)


def test_a_true_bill_may_pass_the_limit_and_is_told(mira, lena):
    limit(EVERYBODY, "0.02", lena)
    row = press(mira)
    Generation.objects.filter(pk=row.pk).update(quote="0.05")
    row.refresh_from_db()
    end(row, State.FAILED, code="broken_picture", charged="yes", of=(State.QUEUED,))
    room = budgets.rooms([EVERYBODY], sandbox=True, names={})[0]
    assert (room.left, room.beyond, room.full) == (0, Decimal("0.03"), True)


def test_the_soft_mark_is_noted_once(mira, lena):
    limit(EVERYBODY, "0.05", lena)
    for _ in range(3):
        press(mira)
    assert Balance.objects.get(kind=Kind.INSTANCE).near_at is None
    press(mira)
    first = Balance.objects.get(kind=Kind.INSTANCE).near_at
    assert first is not None
    budgets.set_limit(EVERYBODY, Decimal(1), sandbox=True, by=lena)
    press(mira)
    assert Balance.objects.get(kind=Kind.INSTANCE).near_at == first


def test_administrators_set_all_and_owners_their_teams(mira, lena, project):
    jonas = project.team.members.get(display_name="Jonas")
    team, its_project = Scope(Kind.TEAM, str(project.team_id)), Scope(Kind.PROJECT, str(project.pk))
    person = Scope(Kind.PERSON, str(mira.pk))
    assert [budgets.may_set(lena, scope) for scope in (EVERYBODY, team, its_project, person)] == [True] * 4
    assert [budgets.may_set(jonas, scope) for scope in (EVERYBODY, team, its_project, person)] == [
        False,
        True,
        True,
        False,
    ]
    assert not any(budgets.may_set(mira, scope) for scope in (EVERYBODY, team, its_project, person))
    with pytest.raises(PermissionDenied):
        limit(team, "5", mira)


def test_a_budget_is_never_negative_and_stands_once():
    Budget.objects.create(kind=Kind.INSTANCE, limit=1)
    for wrong in ({"kind": Kind.INSTANCE, "limit": 2}, {"kind": Kind.TEAM, "limit": -1}, {"kind": "moon", "limit": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Budget.objects.create(**wrong)


def test_who_may_raise_it_is_told_to(lena, project):
    limit(EVERYBODY, "0.01", lena)
    with pytest.raises(OverBudget, match="or raise the budget under Usage"):
        press(lena)
