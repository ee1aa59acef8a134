"""Usage, budgets and projects through the API; what a budget refuses."""

from decimal import Decimal

import pytest

from gallery.access import Role
from gallery.models import Project
from studio.models import Budget, Kind, Run
from studio.money import budgets
from studio.money.scopes import EVERYBODY, Scope
from tests.factories import MembershipFactory, UserFactory
from tests.gallery.api.making import Caller

pytestmark = pytest.mark.django_db

MINI, IRAG = "openai/gpt-image-1-mini", "qianfan/irag-1.0"
ASKED = {"prompt": "a harbour", "models": [{"id": MINI}], "count": 2}  # $0.022


@pytest.fixture
def lena(db):
    return Caller(UserFactory(username="lena", is_superuser=True))


@pytest.fixture
def project(ada):
    return Project.objects.create(team=MembershipFactory(user=ada.user, role=Role.OWNER).team, name="Oro")


def limit(lena, dollars, scope=EVERYBODY):
    budgets.set_limit(scope, Decimal(dollars), sandbox=True, by=lena.user)


def test_a_run_beyond_a_budget_is_a_402_that_says_what_is_left(ada, lena):
    limit(lena, "0.02")
    answer = ada.post("/runs", ASKED)
    told = answer.json()
    assert (answer.status_code, told["type"]) == (402, "urn:pinacoteca:problem:over-budget")
    assert (told["budget"], told["asked"], told["left"]) == ("this studio", 0.022, 0.02)
    assert told["detail"].startswith("$0.03 is more than the $0.02 left in this studio.")
    assert not Run.objects.exists()


def test_a_quote_tells_what_would_be_left_and_whether_it_is_allowed(ada, lena, project):
    limit(lena, "0.10")
    limit(lena, "0.02", Scope(Kind.PROJECT, str(project.pk)))
    told = ada.post("/quotes", ASKED | {"project": str(project.pk)}).json()
    assert [(one["name"], one["left"], one["left_after"]) for one in told["budgets"]] == [
        ("this studio", 0.10, 0.078),
        ("Oro", 0.02, -0.002),
    ]
    assert (told["counted"], told["allowed"], told["dear"]) == (0.022, False, False)
    assert ada.post("/quotes", ASKED).json()["allowed"] is True


def test_an_unknown_price_counts_at_the_ceiling(ada):
    told = ada.post("/quotes", ASKED | {"models": [{"id": IRAG}]}).json()
    assert (told["total"], told["counted"]) == (None, 0.5)


def test_a_run_of_a_project_says_so(ada, project):
    told = ada.post("/runs", ASKED | {"project": str(project.pk)}).json()
    assert (told["project"], told["team"]) == (str(project.pk), str(project.team_id))


def test_projects_that_take_nothing_are_told_at_their_field(ada, stranger, project):
    assert list(stranger.post("/runs", ASKED | {"project": str(project.pk)}).json()["errors"]) == ["project"]
    other = MembershipFactory(user=ada.user, role=Role.OWNER).team
    both = ASKED | {"project": str(project.pk), "team": str(other.pk)}
    assert list(ada.post("/runs", both).json()["errors"]) == ["project"]
    Project.objects.update(archived_at=project.created_at)
    assert ada.post("/runs", ASKED | {"project": str(project.pk)}).status_code == 422


def test_the_same_key_with_another_project_is_another_request(ada, project):
    body = ASKED | {"project": str(project.pk)}
    assert ada.post("/runs", body, **{"Idempotency-Key": "one"}).status_code == 201
    assert ada.post("/runs", body, **{"Idempotency-Key": "one"}).status_code == 201
    assert ada.post("/runs", ASKED, **{"Idempotency-Key": "one"}).status_code == 422


def test_usage_is_ones_own_and_an_administrators_all(ada, stranger, lena):
    ada.post("/runs", ASKED)
    seen = [(who.get("/usage").json()["calls"], who.get("/usage").json()["reserved"]) for who in (ada, stranger, lena)]
    assert seen == [(1, 0.022), (0, 0.0), (1, 0.022)]
    told = ada.get("/usage", model=IRAG).json()
    assert (told["calls"], told["models"], told["book"]) == (0, [], "demo")


@pytest.mark.parametrize("asked", [{"from": "soon"}, {"team": "x"}, {"book": "both"}, {"person": "1e9"}])
def test_a_wrong_filter_is_a_422(ada, asked):
    assert ada.get("/usage", **asked).status_code == 422


def test_budgets_are_set_changed_and_taken_away(lena, ada):
    wish = {"kind": "instance", "book": "demo", "limit": 300}
    assert lena.put("/budgets", wish).json()["items"][0]["left"] == 300
    assert lena.put("/budgets", wish | {"limit": 0}).json()["items"][0]["limit"] == 0
    assert ada.get("/budgets").json()["items"] == []
    assert lena.put("/budgets", wish | {"limit": None}).json()["items"] == []


def test_an_owner_sets_the_projects_budget_and_nobody_elses(ada, stranger, project):
    wish = {"kind": "project", "id": str(project.pk), "book": "demo", "limit": 5.5}
    assert ada.put("/budgets", wish).json()["items"][0]["may_set"] is True
    for refused in ({"kind": "instance", "id": ""}, {"kind": "person", "id": str(ada.user.pk)}):
        assert ada.put("/budgets", wish | refused).status_code == 422
    assert stranger.put("/budgets", wish).status_code == 422
    assert [row.limit for row in Budget.objects.all()] == [Decimal("5.50")]


@pytest.mark.parametrize("limit", [-1, 1.001, 1e12, "ten", True])
def test_a_wrong_limit_sets_nothing(lena, limit):
    answer = lena.put("/budgets", {"kind": "instance", "book": "demo", "limit": limit})
    assert (answer.status_code, Budget.objects.count()) == (422, 0)


def test_projects_are_made_renamed_and_archived(ada, stranger, project):
    made = ada.post("/projects", {"team": str(project.team_id), "name": "Fjordline ferries"})
    assert (made.status_code, made.json()["may_edit"]) == (201, True)
    assert list(ada.post("/projects", {"team": str(project.team_id), "name": "ORO"}).json()["errors"]) == ["name"]
    assert stranger.post("/projects", {"team": str(project.team_id), "name": "Mine"}).status_code == 422
    path = f"/projects/{project.pk}"
    changed = ada.client.patch(f"/api/v1{path}", {"name": "Oro II", "archived": True}, content_type="application/json")
    assert (changed.json()["name"], changed.json()["archived"]) == ("Oro II", True)
    assert [row["name"] for row in ada.get("/projects").json()["items"]] == ["Fjordline ferries", "Oro II"]
    assert (
        stranger.client.patch(f"/api/v1{path}", {"archived": False}, content_type="application/json").status_code == 404
    )


def test_a_viewer_of_the_team_changes_no_project(stranger, project):
    MembershipFactory(team=project.team, user=stranger.user, role=Role.VIEWER)
    path = f"/api/v1/projects/{project.pk}"
    assert stranger.client.patch(path, {"name": "Mine"}, content_type="application/json").status_code == 403
    assert stranger.get("/projects").json()["items"][0]["may_edit"] is False
