"""Saved searches: mine and the team's, as boards that fill themselves, by the pages and by the API."""

import pytest
from django.urls import reverse
from django.utils import timezone

from gallery.access import Role
from gallery.models import SavedSearch
from gallery.search import keeping
from tests.factories import ImageFactory, MembershipFactory, UserFactory
from tests.gallery.api.making import Caller, team_of
from tests.gallery.pages.test_wall import hung


def test_a_line_is_kept_and_fills_itself(client, ada):
    client.post(reverse("saved-search-save"), {"name": " Slates ", "q": "model:gpt  “wet slate”"})
    saved = SavedSearch.objects.get()
    assert (saved.name, saved.line, saved.owner, saved.team) == ("Slates", 'model:gpt "wet slate"', ada, None)
    image = ImageFactory(owner=ada, prompt="wet slate")
    response = client.get(reverse("saved-search", args=[saved.pk]))
    assert hung(response) == [image.pk]
    assert "<h1>Slates</h1>" in response.content.decode()


def test_its_pages_stay_at_its_address(client, ada):
    saved = keeping.save(name="Harbours", line="harbour", by=ada)
    ImageFactory.create_batch(61, owner=ada)
    first = client.get(reverse("saved-search", args=[saved.pk]))
    assert first.context["older_url"].startswith(reverse("saved-search", args=[saved.pk]))
    assert len(hung(client.get(first.context["older_url"]))) == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": " ", "q": "fog"}, "kept under a name"),
        ({"name": "x" * 81, "q": "fog"}, "80 characters"),
        ({"name": "Fog", "q": ""}, "asks for nothing"),
        ({"name": "Fog", "q": "modle:flux"}, "no field “modle”"),
        ({"name": "Taken", "q": "fog"}, "named “Taken” already"),
    ],
)
def test_what_cannot_be_kept_is_told_at_its_field(client, ada, given, words):
    keeping.save(name="Taken", line="fog", by=ada)
    response = client.post(reverse("saved-search-save"), given)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert SavedSearch.objects.count() == 1


def test_it_is_renamed_and_forgotten(client, ada):
    saved = keeping.save(name="Fog", line="fog", by=ada)
    client.post(reverse("saved-search-change", args=[saved.pk]), {"name": "Mist", "line": "mist"})
    saved.refresh_from_db()
    assert (saved.name, saved.line) == ("Mist", "mist")
    client.post(reverse("saved-search-delete", args=[saved.pk]))
    assert not SavedSearch.objects.exists()


def test_mine_are_nobody_elses(client, ada):
    saved = keeping.save(name="Fog", line="fog", by=UserFactory())
    for name in ("saved-search", "saved-search-change"):
        assert client.get(reverse(name, args=[saved.pk])).status_code == 404
    assert client.post(reverse("saved-search-delete", args=[saved.pk])).status_code == 404
    assert "Fog" not in client.get(reverse("saved-searches")).content.decode()


@pytest.mark.parametrize(("role", "status"), [(Role.VIEWER, 403), (Role.EDITOR, 302)])
def test_a_team_sees_its_own_and_editors_keep_them(client, ada, role, status):
    membership = MembershipFactory(user=ada, role=role)
    editor = MembershipFactory(team=membership.team, role=Role.EDITOR).user
    saved = keeping.save(name="Harbours", line="harbour", by=editor, team=membership.team)
    image = ImageFactory(owner=editor, team=membership.team, published_at=timezone.now())
    assert hung(client.get(reverse("saved-search", args=[saved.pk]))) == [image.pk]
    assert "Harbours" in client.get(reverse("saved-searches")).content.decode()
    given = {"name": "Fog", "q": "fog", "team": str(membership.team.pk)}
    assert client.post(reverse("saved-search-save"), given).status_code == status
    assert client.post(reverse("saved-search-delete", args=[saved.pk])).status_code == status


@pytest.fixture
def caller(db):
    return Caller(UserFactory())


def test_the_page_that_keeps_a_teams_search_names_the_team(client, ada):
    team = team_of(editor=ada)
    asked = client.get(reverse("saved-search-save"), {"team": team.pk, "q": "fog"})
    refused = client.post(reverse("saved-search-save"), {"team": team.pk, "name": " ", "q": "fog"})
    assert (asked.status_code, refused.status_code) == (200, 422)
    assert team.name in asked.content.decode()


def test_the_api_keeps_lists_changes_and_forgets(caller):
    made = caller.post("/searches", {"name": "Fog", "q": "fog  tag:sea"})
    assert made.status_code == 201
    body = made.json()
    assert (body["q"], body["team"], body["may_edit"]) == ("fog tag:sea", None, True)
    assert [row["name"] for row in caller.get("/searches").json()["items"]] == ["Fog"]
    path = f"/searches/{body['id']}"
    changed = caller.client.patch(f"/api/v1{path}", {"q": "mist"}, content_type="application/json").json()
    assert (changed["name"], changed["q"]) == ("Fog", "mist")
    image = ImageFactory(owner=caller.user, prompt="mist")
    ImageFactory(owner=caller.user)
    found = caller.get("/images", search=body["id"]).json()["items"]
    assert [row["id"] for row in found] == [str(image.pk)]
    assert caller.delete(path).status_code == 204
    assert caller.get(path).status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "Fog", "q": "color:mauve"}, "q"),
        ({"name": "Taken", "q": "fog"}, "name"),
        ({"name": "", "q": "x"}, "name"),
    ],
)
def test_the_api_tells_at_the_field(caller, body, field):
    keeping.save(name="Taken", line="fog", by=caller.user)
    answer = caller.post("/searches", body)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])


def test_a_viewer_keeps_none_in_a_team_and_a_stranger_sees_none(caller):
    team = team_of(viewer=caller.user)
    saved = keeping.save(name="Fog", line="fog", by=MembershipFactory(team=team, role=Role.OWNER).user, team=team)
    assert caller.get(f"/searches/{saved.pk}").json()["may_edit"] is False
    assert caller.post("/searches", {"name": "x", "q": "fog", "team": str(team.pk)}).status_code == 403
    assert caller.delete(f"/searches/{saved.pk}").status_code == 403
    stranger = Caller(UserFactory())
    assert stranger.get(f"/searches/{saved.pk}").status_code == 404
    assert stranger.get("/images", search=str(saved.pk)).status_code == 404


def test_they_stand_in_the_tree_of_boards_of_their_space(client, ada):
    team = MembershipFactory(user=ada, role=Role.EDITOR).team
    mine = keeping.save(name="Fog", line="fog", by=ada)
    ours = keeping.save(name="Harbours", line="harbour", by=ada, team=team)
    for address, there, elsewhere in (
        (reverse("boards"), mine, ours),
        (reverse("boards-team", args=[team.pk]), ours, mine),
    ):
        html = client.get(address).content.decode()
        assert reverse("saved-search", args=[there.pk]) in html
        assert reverse("saved-search", args=[elsewhere.pk]) not in html
