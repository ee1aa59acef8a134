"""Asking for more of a budget: whoever may raise it is told and does so with one press; and the notice at 80 %."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from gallery.access import Role
from gallery.models import Notice, User
from gallery.people import notices
from studio.lifecycle import NotPossible
from studio.models import Budget, BudgetRequest, Kind
from studio.money import asking, budgets, noticing
from studio.money.budgets import OverBudget
from studio.money.scopes import EVERYBODY, Scope
from tests.factories import MembershipFactory, UserFactory
from tests.studio.money.test_ledger import press

pytestmark = pytest.mark.django_db


@pytest.fixture
def lena():
    return UserFactory(display_name="Lena")


@pytest.fixture
def mira():
    return UserFactory(display_name="Mira")


@pytest.fixture
def scope(lena, mira):
    team = MembershipFactory(user=lena, role=Role.OWNER, team__name="Nachtklang").team
    MembershipFactory(user=mira, role=Role.EDITOR, team=team)
    budgets.set_limit(Scope(Kind.TEAM, str(team.pk)), Decimal("0.01"), sandbox=True, by=lena)
    return Scope(Kind.TEAM, str(team.pk))


@pytest.fixture
def signed_in(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def words(user):
    return [notice.said for notice in notices.of(user)]


def unseen(user):
    return User.objects.get(pk=user.pk).unseen


def test_one_press_asks_and_one_press_grants(mira, lena, scope, signed_in):
    page = signed_in(mira).post("/usage/budgets/ask/", {"ask": f"team:{scope.subject}:demo:0.24"}, follow=True)
    assert "Lena was asked" in page.content.decode()
    assert words(lena) == ["Mira needs $0.24 more than is left in Nachtklang."]
    page = signed_in(lena).get("/usage/budgets/?book=demo").content.decode()
    assert "Raise to $1.00" in page
    signed_in(lena).post(f"/usage/budgets/asked/{BudgetRequest.objects.get().pk}/grant/")
    assert Budget.objects.get(kind=Kind.TEAM).limit == 1
    assert words(mira) == ["Lena raised Nachtklang to $1.00 a month."]
    assert unseen(lena) == 0
    assert unseen(mira) == 1


def test_asking_twice_asks_once(mira, lena, scope):
    first, second = (asking.ask_for_more(scope, Decimal("0.24"), by=mira, sandbox=True) for _ in range(2))
    assert first == second
    assert Notice.objects.filter(user=lena).count() == 1


def test_a_no_is_told_and_counts_once(mira, lena, scope):
    wish = asking.ask_for_more(scope, Decimal("0.24"), by=mira, sandbox=True)
    asking.decline(wish, by=lena)
    with pytest.raises(NotPossible):
        asking.grant(wish, by=lena)
    assert words(mira) == ["Lena left Nachtklang as it is."]
    assert Budget.objects.get(kind=Kind.TEAM).limit == Decimal("0.01")


def test_nobody_grants_or_asks_what_is_not_theirs(mira, scope, signed_in):
    wish = asking.ask_for_more(scope, Decimal("0.24"), by=mira, sandbox=True)
    for act in (asking.grant, asking.decline):
        with pytest.raises(PermissionDenied):
            act(wish, by=mira)
    stranger = UserFactory()
    assert signed_in(stranger).post(f"/usage/budgets/asked/{wish.pk}/grant/").status_code == 404
    with pytest.raises(NotPossible):
        asking.ask_for_more(scope, Decimal("0.24"), by=stranger, sandbox=True)
    with pytest.raises(NotPossible):
        asking.ask_for_more(EVERYBODY, Decimal("0.24"), by=mira, sandbox=True)


@pytest.mark.parametrize("ask", ["", "moon::demo:1", "team:x:demo:nan", "team:x:demo:1e99", "team:x:demo:-1", ":::"])
def test_nonsense_asks_nobody(mira, signed_in, ask):
    assert signed_in(mira).post("/usage/budgets/ask/", {"ask": ask}).status_code == 302
    assert not BudgetRequest.objects.exists()


def test_the_refusal_in_the_composer_carries_the_button(mira, scope, signed_in):
    data = {"prompt": "a vase", "model": "openai/gpt-image-1-mini", "count": "1", "team": scope.subject}
    page = signed_in(mira).post("/compose/price/", data).content.decode()
    assert f'value="team:{scope.subject}:demo:0.011"' in page
    assert "Ask Lena" in page


def test_whoever_may_raise_it_is_told_at_eighty_per_cent_and_once(mira, lena):
    chief = UserFactory(is_superuser=True)
    budgets.set_limit(Scope(Kind.PERSON, str(mira.pk)), Decimal("0.04"), sandbox=True, by=chief)
    press(mira)
    noticing.tell_near()
    assert not Notice.objects.exists()
    press(mira)
    press(mira)
    for _ in range(2):
        noticing.tell_near()
    assert words(mira) == ["$0.03 of $0.04 is used in your budget this month."]
    assert Notice.objects.filter(user=chief).count() == 1
    assert not Notice.objects.filter(user=lena).exists()
    with pytest.raises(OverBudget):
        press(mira)
