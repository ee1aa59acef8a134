"""People, groups and invitations by the API: as an administrator; who else asks is in the permission tables."""

import pytest

from gallery.models import ApiToken, Group, User, Welcome
from studio import offer
from studio.models import GroupModel
from tests.factories import ImageFactory, UserFactory

pytestmark = pytest.mark.django_db
MINI = "openai/gpt-image-1-mini"


@pytest.fixture
def ask(client):
    chief = UserFactory(username="lena", is_superuser=True)
    token = ApiToken.objects.issue(owner=chief, name="t")[1]

    def asked(method, path, body=None, status=200):
        more = {"data": body, "content_type": "application/json"} if body is not None else {}
        answer = getattr(client, method)(f"/api/v1{path}", headers={"Authorization": f"Bearer {token}"}, **more)
        assert answer.status_code == status, answer.content
        return answer.json() if answer.content else None

    return asked


def test_a_person_is_found_changed_suspended_and_handed_over(ask):
    mira, aiko = UserFactory(username="mira"), UserFactory(username="aiko")
    image = ImageFactory(owner=mira)
    group = ask("post", "/groups", {"name": "Interns", "models": [MINI], "parallel": 2, "budget_month": 20}, 201)
    assert ask("post", "/groups", {"name": "interns"}, 422)["errors"] == {
        "name": ["There is a group of this name already."]
    }
    ask("patch", "/people/mira", {"role": "moderator", "groups": [group["id"]]})
    assert offer.why_not(mira, MINI) == ""
    assert "Interns" in offer.why_not(mira, "openai/gpt-image-1.5")
    found = ask("get", "/people?q=mir&role=moderator")["items"]
    assert [(one["username"], one["groups"]) for one in found] == [("mira", [group["id"]])]
    assert ask("put", "/people/mira/suspension", {"why": "Bills"})["suspended"] == "Bills"
    token = ApiToken.objects.issue(owner=mira, name="t")[1]
    ask("delete", "/people/mira/suspension", status=204)
    assert User.objects.get(pk=mira.pk).suspended_at is None
    assert token
    assert ask("post", "/people/mira/hand-over", {"heir": "aiko"})["pictures"] == 1
    image.refresh_from_db()
    assert image.owner == aiko
    assert ask("put", f"/groups/{group['id']}", {"name": "All"})["models"] is None
    ask("delete", f"/groups/{group['id']}", status=204)
    assert [one["everyone"] for one in ask("get", "/groups")["items"]] == [True]


def test_a_persons_own_limit_is_set_kept_and_taken_away(ask):
    UserFactory(username="mira")
    assert ask("patch", "/people/mira", {"parallel": 2})["parallel"] == 2
    assert ask("patch", "/people/mira", {"role": "guest"})["parallel"] == 2
    ask("patch", "/people/mira", {"parallel": 0}, 422)
    assert ask("patch", "/people/mira", {"parallel": None})["parallel"] is None


def test_the_last_administrator_stays_and_a_suspended_person_reads_alone(ask, client):
    for body in ({"role": "guest"}, {"closed": True}):
        assert "Nobody else administers" in ask("patch", "/people/lena", body, 409)["detail"]
    ask("put", "/people/lena/suspension", {"why": "x"}, 409)
    mira = UserFactory(username="mira")
    token = {"Authorization": f"Bearer {ApiToken.objects.issue(owner=mira, name='t')[1]}"}
    ask("put", "/people/mira/suspension", {"why": "Unpaid bills"})
    assert client.get("/api/v1/images", headers=token).status_code == 200
    refused = client.post("/api/v1/runs", {"prompt": "x", "models": [{"id": MINI}]}, "application/json", headers=token)
    assert (refused.status_code, "Unpaid bills" in refused.json()["detail"]) == (403, True)


def test_an_invitation_is_made_listed_and_taken_back(ask):
    group = Group.objects.create(name="Press")
    made = ask("post", "/invitations", {"role": "guest", "groups": [str(group.pk)]}, 201)
    assert "/join/" in made["address"]
    assert [one["id"] for one in ask("get", "/invitations")["items"]] == [made["id"]]
    ask("delete", f"/invitations/{made['id']}", status=204)
    assert not Welcome.objects.open().exists()
    ask("post", "/invitations", {"groups": ["00000000-0000-0000-0000-000000000007"]}, 422)


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({"name": " "}, {"name": ["This field is required."]}),
        ({"name": "Interns", "models": [MINI, "no/such"]}, {"models": ["There is no model named 'no/such'."]}),
        (
            {"name": "Interns", "budget_month": 0.001},
            {"budget_month": ["Decimal input should have no more than 2 decimal places."]},
        ),
    ],
)
def test_a_group_that_could_not_be_meant_is_not_made(ask, body, errors):
    assert ask("post", "/groups", body, 422)["errors"] == errors
    assert not Group.objects.filter(everyone=False).exists()


def test_a_group_keeps_a_model_that_the_catalogue_lost(ask):
    group = ask("post", "/groups", {"name": " Interns ", "models": [MINI]}, 201)
    assert group["name"] == "Interns"
    GroupModel.objects.update(model="gone/model")
    assert ask("put", f"/groups/{group['id']}", {"name": "Interns", "models": ["gone/model"]})["models"] == [
        "gone/model"
    ]


def test_a_suspension_says_why(ask):
    UserFactory(username="mira")
    assert ask("put", "/people/mira/suspension", {"why": " \t"}, 422)["errors"] == {"why": ["This field is required."]}


def test_a_budget_is_set_for_somebody_by_what_the_list_says(ask):
    UserFactory(username="mira")
    found = ask("get", "/people?q=mira")["items"][0]
    body = {"kind": "person", "id": found["id"], "limit": 5, "book": "true"}
    assert [one["id"] for one in ask("put", "/budgets", body)["items"]] == [found["id"]]
    assert ask("get", f"/usage?person={found['id']}")["spent"] == 0
