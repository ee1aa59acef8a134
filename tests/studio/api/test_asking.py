"""Asking for more of a budget, and answering, by the API."""

from decimal import Decimal

import pytest

from gallery.access import Role
from gallery.models import ApiToken, Notice
from studio.models import Budget, BudgetRequest, Kind
from studio.money import budgets
from studio.money.scopes import Scope
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
PATH = "/api/v1/budget-requests"


@pytest.fixture
def lena():
    return UserFactory(username="lena")


@pytest.fixture
def mira():
    return UserFactory(username="mira")


@pytest.fixture
def team(lena, mira):
    team = MembershipFactory(user=lena, role=Role.OWNER).team
    MembershipFactory(user=mira, role=Role.EDITOR, team=team)
    budgets.set_limit(Scope(Kind.TEAM, str(team.pk)), Decimal(10), sandbox=False, by=lena)
    return team


@pytest.fixture
def ask(client):
    """ask(person, path, body): what a POST is answered; without a body a GET."""
    tokens = {}

    def asked(person, path="", body=None):
        token = tokens.setdefault(person, ApiToken.objects.issue(owner=person, name="t")[1])
        headers = {"Authorization": f"Bearer {token}"}
        if body is None:
            return client.get(PATH + path, headers=headers)
        return client.post(PATH + path, body, "application/json", headers=headers)

    return asked


def wanted(team, asked=4.5):
    return {"kind": "team", "id": str(team.pk), "book": "true", "asked": asked}


def test_asked_once_and_granted(ask, lena, mira, team):
    first, again = ask(mira, body=wanted(team)), ask(mira, body=wanted(team, 7))
    assert (first.status_code, again.status_code, again.json()["id"]) == (201, 201, first.json()["id"])
    told = first.json()
    assert (told["by"], told["state"], told["asked"], told["suggested"]) == ("mira", "open", 4.5, 5)
    assert [one["id"] for one in ask(lena).json()["items"]] == [told["id"]]
    assert Notice.objects.filter(user=lena, verb="budget asked").count() == 1
    assert ask(mira, f"/{told['id']}/grant", {}).status_code == 404
    assert [*ask(lena, f"/{told['id']}/grant", {"limit": 25.555}).json()["errors"]] == ["limit"]
    done = ask(lena, f"/{told['id']}/grant", {"limit": 25})
    assert (done.status_code, done.json()["state"], done.json()["granted"], done.json()["decided_by"]) == (
        *(200, "granted", 25),
        "lena",
    )
    assert Budget.objects.get().limit == 25
    assert ask(lena, f"/{told['id']}/decline", {}).status_code == 409
    assert ask(mira).json()["items"][0]["state"] == "granted"


def test_declined(ask, lena, mira, team):
    wish = ask(mira, body=wanted(team)).json()["id"]
    assert ask(lena, f"/{wish}/decline", {}).json()["state"] == "declined"
    assert Budget.objects.get().limit == 10


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        ({"asked": 0}, (422, ["asked"])),
        ({"asked": 100_001}, (422, ["asked"])),
        ({"asked": "4"}, (422, ["asked"])),
        ({"kind": "studio"}, (422, ["kind"])),
        ({"id": "nobody's"}, (409, [])),
        ({"kind": "instance", "id": ""}, (409, [])),
    ],
)
def test_what_cannot_be_asked_for_leaves_nothing(ask, mira, team, change, answer):
    told = ask(mira, body=wanted(team) | change)
    assert (told.status_code, [*told.json().get("errors", [])]) == answer
    assert not BudgetRequest.objects.exists()


def test_an_owner_need_not_ask_and_strangers_see_nothing(ask, lena, mira, team):
    assert ask(lena, body=wanted(team)).status_code == 409
    ask(mira, body=wanted(team))
    stranger = UserFactory()
    assert ask(stranger).json()["items"] == []
    assert ask(stranger, body=wanted(team)).status_code == 409
    wish = BudgetRequest.objects.get()
    assert ask(stranger, f"/{wish.pk}/decline", {}).status_code == 404
