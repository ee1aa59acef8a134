"""The page of budgets, by role."""

from decimal import Decimal

import pytest
from django.urls import reverse

from gallery.access import Role
from gallery.models import Project
from studio.models import Budget, Kind
from studio.money import budgets
from studio.money.scopes import EVERYBODY, Scope
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lena():
    return UserFactory(is_superuser=True)


@pytest.fixture
def owner():
    return MembershipFactory(role=Role.OWNER)


def sets(client, user, of, limit="60", book="demo"):
    client.force_login(user)
    return client.post(reverse("budget-set"), {"of": of, "limit": limit, "book": book})


def test_an_administrator_sets_changes_and_takes_away(client, lena):
    assert sets(client, lena, "instance:").status_code == 302
    sets(client, lena, "instance:", "0")
    assert [(row.limit, row.sandbox, row.set_by) for row in Budget.objects.all()] == [(0, True, lena)]
    client.post(reverse("budget-remove"), {"of": "instance:", "book": "true"})
    assert Budget.objects.exists()
    client.post(reverse("budget-remove"), {"of": "instance:", "book": "demo"})
    assert not Budget.objects.exists()


def test_an_owner_sets_the_teams_and_its_projects_alone(client, owner, lena):
    project = Project.objects.create(team=owner.team, name="Oro")
    for of in (f"team:{owner.team_id}", f"project:{project.pk}"):
        assert sets(client, owner.user, of).status_code == 302
    for of in ("instance:", f"person:{owner.user_id}", f"team:{MembershipFactory().team_id}"):
        assert sets(client, owner.user, of).status_code == 422
    assert set(Budget.objects.values_list("kind", flat=True)) == {Kind.TEAM, Kind.PROJECT}


def test_an_editor_sets_and_takes_away_nothing(client, owner, lena):
    editor = MembershipFactory(team=owner.team, role=Role.EDITOR).user
    budgets.set_limit(Scope(Kind.TEAM, str(owner.team_id)), Decimal(5), sandbox=True, by=lena)
    assert sets(client, editor, f"team:{owner.team_id}").status_code == 422
    gone = client.post(reverse("budget-remove"), {"of": f"team:{owner.team_id}", "book": "demo"})
    assert (gone.status_code, Budget.objects.get().limit) == (403, 5)


@pytest.mark.parametrize("of", ["team:x", "project:", "moon:1", "", "person:1e9"])
def test_nothing_is_taken_away_from_what_is_not_there(client, owner, of):
    client.force_login(owner.user)
    assert client.post(reverse("budget-remove"), {"of": of, "book": "demo"}).status_code in (302, 403)


@pytest.mark.parametrize("limit", ["", "-1", "ten", "1.001", "NaN", "Infinity", "999999999999"])
def test_a_wrong_sum_is_told_at_its_field_and_sets_nothing(client, lena, limit):
    answer = sets(client, lena, "instance:", limit)
    assert (answer.status_code, Budget.objects.count()) == (422, 0)
    assert "budget-limit_error" in answer.text


@pytest.mark.parametrize("of", ["", "moon:", "team:x", "team:", "instance:1"])
def test_a_wrong_subject_sets_nothing(client, lena, of):
    assert (sets(client, lena, of).status_code, Budget.objects.count()) == (422, 0)


def test_one_sees_what_concerns_oneself(client, owner, lena):
    viewer = MembershipFactory(team=owner.team).user
    scopes = [
        EVERYBODY,
        Scope(Kind.TEAM, str(owner.team_id)),
        Scope(Kind.PERSON, str(viewer.pk)),
        Scope(Kind.PERSON, str(lena.pk)),
    ]
    for scope in scopes:
        budgets.set_limit(scope, Decimal(5), sandbox=True, by=lena)
    seen = {}
    for user in (lena, viewer, UserFactory()):
        client.force_login(user)
        seen[user] = [room.scope.kind for room in client.get(reverse("budgets"), {"book": "demo"}).context["rooms"]]
    assert list(seen.values()) == [["instance", "team", "person", "person"], ["team", "person"], []]
