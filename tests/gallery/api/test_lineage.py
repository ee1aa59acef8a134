"""Lineage, comparison and picks over the API."""

import pytest
from django.utils import timezone

from gallery.models import Pick
from tests.factories import ImageFactory
from tests.gallery.api.making import team_of


def test_the_family_is_told_with_its_changes(ada):
    first = ImageFactory(owner=ada.user, prompt="a red sea")
    this = ImageFactory(owner=ada.user, prompt="a blue sea", parent=first, relation="remix")
    items = ada.get(f"/images/{this.pk}/lineage").json()["items"]
    assert [(item["image"]["id"], item["parent"], item["relation"]) for item in items] == [
        (str(first.pk), None, ""),
        (str(this.pk), str(first.pk), "remix"),
    ]
    assert {"kind": "added", "text": "blue "} in items[1]["prompt_changes"]


def test_a_private_parent_is_null(ada):
    this = ImageFactory(owner=ada.user, parent=ImageFactory(), relation="remix")
    items = ada.get(f"/images/{this.pk}/lineage").json()["items"]
    assert items[0]["image"] is None
    assert items[1]["parent"] is None


def test_a_branch_gets_its_name_from_the_owner_and_the_family_tells_it(ada, stranger):
    this = ImageFactory(owner=ada.user)
    answer = patch(ada, f"/images/{this.pk}", {"branch": " Low  sun "})
    assert (answer.status_code, answer.json()["branch"]) == (200, "Low sun")
    assert [item["branch"] for item in ada.get(f"/images/{this.pk}/lineage").json()["items"]] == ["Low sun"]
    assert patch(stranger, f"/images/{this.pk}", {"branch": "Mine"}).status_code == 404


@pytest.mark.parametrize("branch", ["x" * 81, "low\0sun", 7])
def test_what_is_no_name_of_a_branch_is_told(ada, branch):
    this = ImageFactory(owner=ada.user)
    answer = patch(ada, f"/images/{this.pk}", {"branch": branch})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["branch"])


def patch(caller, path, body):
    return caller.client.patch(f"/api/v1{path}", data=body, content_type="application/json")


def test_a_strangers_family_is_not_there(ada):
    assert ada.get(f"/images/{ImageFactory().pk}/lineage").status_code == 404


def test_settings_are_compared(ada):
    images = [ImageFactory(owner=ada.user, cost=cost) for cost in ("0.0400", "0.0300")]
    lines = ada.get("/comparisons", ids=",".join(str(image.pk) for image in images)).json()["lines"]
    price = next(line for line in lines if line["setting"] == "Price")
    assert price == {"setting": "Price", "kind": "price", "values": [0.04, 0.03], "differs": True}


@pytest.mark.parametrize("ids", ["", "nonsense", "{one}", "{one},{stranger}", ",".join(["{one}"] * 7)])
def test_what_cannot_be_compared_is_told_at_its_field(ada, ids):
    one, stranger = ImageFactory(owner=ada.user), ImageFactory()
    response = ada.get("/comparisons", ids=ids.format(one=one.pk, stranger=stranger.pk))
    assert response.status_code == 422
    assert "ids" in response.json()["errors"]


def put(caller, path, body):
    return caller.client.put(f"/api/v1{path}", data=body, content_type="application/json")


def test_the_red_dot_is_set_and_taken(ada):
    image = ImageFactory(owner=ada.user)
    assert put(ada, f"/images/{image.pk}/pick", {}).status_code == 204
    assert Pick.objects.filter(image=image, team=None).exists()
    assert ada.delete(f"/images/{image.pk}/pick").status_code == 204
    assert not Pick.objects.exists()


@pytest.mark.parametrize(("role", "status"), [("editor", 204), ("viewer", 403)])
def test_in_a_team_its_editors_set_it(ada, role, status):
    team = team_of(**{role: ada.user})
    image = ImageFactory(team=team, published_at=timezone.now())
    assert put(ada, f"/images/{image.pk}/pick", {"team": str(team.pk)}).status_code == status


def test_a_team_it_does_not_hang_in_is_told(ada):
    image = ImageFactory(owner=ada.user)
    assert put(ada, f"/images/{image.pk}/pick", {"team": str(team_of(owner=ada.user).pk)}).status_code == 422
