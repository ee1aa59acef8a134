"""Links, comments, members and notices over the API."""

import pytest
from django.test import Client

from gallery.models import RoundItem, Share
from tests.factories import ImageFactory, UserFactory
from tests.gallery.api.making import Caller, team_of


@pytest.fixture
def image(ada):
    return ImageFactory(owner=ada.user)


def made(ada, image, **more):
    return ada.post("/shares", {"title": "For Oro", "images": [str(image.pk)], **more})


def test_a_link_is_made_changed_and_turned_off(ada, image):
    answer = made(ada, image, password="linden")
    share = answer.json()
    room = "/s/" + share["address"].partition("/s/")[2]
    assert (answer.status_code, share["password"], share["open"]) == (201, True, True)
    assert ada.client.patch(f"/api/v1/shares/{share['id']}", {"password": ""}, "application/json").status_code == 200
    assert Client().get(room).status_code == 200
    assert ada.delete(f"/shares/{share['id']}").status_code == 204
    assert Client().get(room).status_code == 404
    assert "address" not in ada.get(f"/shares/{share['id']}").json()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"ends": "2020-01-01"}, "ends"),
        ({"watermark": "x", "download": "original"}, "download"),
        ({"watermark": "Estúdio 漢字"}, "watermark"),
        ({"password": "abc"}, "password"),
        ({"images": []}, "images"),
        ({"board": "00000000-0000-0000-0000-000000000007"}, "board"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(ada, image, more, field):
    answer = made(ada, image, **more)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert not Share.objects.exists()


def test_a_watermark_that_can_be_drawn_no_more_keeps_nothing_else_from_being_changed(ada, image):
    share = made(ada, image).json()
    Share.objects.update(watermark="漢字")
    address = f"/api/v1/shares/{share['id']}"
    for body in ({"note": "Second look"}, {"note": "Third look", "watermark": "漢字"}):
        assert ada.client.patch(address, body, "application/json").status_code == 200
    assert Share.objects.get().note == "Third look"
    assert ada.client.patch(address, {"watermark": "漢"}, "application/json").status_code == 422
    assert ada.client.patch(address, {"download": "original"}, "application/json").status_code == 422


def test_strangers_pictures_are_not_shared(stranger, image):
    assert made(stranger, image).status_code == 422


def test_rounds_are_read_and_begun(ada, image):
    share = made(ada, image, mode="review").json()
    room, guest = "/s/" + share["address"].partition("/s/")[2], Client()
    guest.post(f"{room}{RoundItem.objects.get().pk}/note/", {"text": "gold", "x": ".5", "y": ".5", "name": "Carin"})
    edit = ImageFactory(owner=ada.user, parent=image)
    begun = ada.post(f"/shares/{share['id']}/rounds", {"images": [str(edit.pk)]})
    assert (begun.status_code, begun.json()["items"][0]["change"]) == (201, "changed")
    first, second = ada.get(f"/shares/{share['id']}/rounds").json()["items"]
    assert (first["items"][0]["notes"][0]["by"], bool(first["frozen_at"]), second["number"]) == ("Carin", True, 2)


def test_comments(ada, image):
    first = ada.post(f"/images/{image.pk}/comments", {"text": "hello", "x": 0.5, "y": 0.5}).json()
    answer = ada.post(f"/images/{image.pk}/comments", {"text": "yes", "parent": first["id"]}).json()
    assert answer["parent"] == first["id"]
    assert ada.client.patch(f"/api/v1/comments/{first['id']}", {"resolved": True}, "application/json").json()[
        "resolved_at"
    ]
    assert ada.delete(f"/comments/{first['id']}").status_code == 204
    assert ada.get(f"/images/{image.pk}/comments").json() == {"items": []}


def test_members_invitations_and_leaving(ada):
    other = Caller(UserFactory(username="jonas"))
    team = team_of(owner=ada.user, editor=other.user)
    ImageFactory(owner=other.user, published=True, team=team)
    invited = ada.post(f"/teams/{team.pk}/invitations", {"role": "viewer"})
    assert (invited.status_code, "/invitations/" in invited.json()["address"]) == (201, True)
    members = {one["username"]: one["id"] for one in ada.get(f"/teams/{team.pk}/members").json()["items"]}
    leave = f"/teams/{team.pk}/members/{members['jonas']}"
    assert other.delete(leave).json()["errors"].keys() == {"heir"}
    assert ada.delete(f"/teams/{team.pk}/members/{members['ada']}").status_code == 409
    assert other.client.delete(f"/api/v1{leave}?heir=ada").status_code == 204
    assert ada.get("/notices").json()["unseen"] == 1
    assert ada.post("/notices/seen").status_code == 204
    verbs = [row["verb"] for row in ada.get(f"/teams/{team.pk}/activity").json()["items"]]
    assert set(verbs) >= {"left", "handed"}
