"""Downloads by token: converted, packed, on a sheet."""

import pytest

from gallery.export.placements import PLACEMENTS
from tests.factories import ImageFactory, UserFactory
from tests.gallery.api.making import Caller, team_of
from tests.gallery.export.stored import drawn, picture, pixels, unzipped, whole

pytestmark = pytest.mark.django_db


def test_a_download_is_converted_as_asked(ada):
    image = picture(ada.user)
    response = ada.get(f"/images/{image.pk}/download", format="avif", side=30, quality=40)
    assert pixels(whole(response)).size == (30, 20)
    assert response.headers["Content-Type"] == "image/avif"
    assert whole(ada.get(f"/images/{image.pk}/download", name="{id}")) == drawn()


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"format": "gif"}, "format"), ({"quality": 0}, "quality"), ({"side": 5}, "side"), ({"name": "{x}"}, "name"),
        ({"format": "png", "placement": "moon"}, "placement"), ({"placement": "story"}, "placement"),
        ({"side": 100}, "side"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_told_at_its_field(ada, query, field):
    response = ada.get(f"/images/{picture(ada.user).pk}/download", **query)
    assert (response.status_code, list(response.json()["errors"])) == (422, [field])


def test_a_lost_original_is_409(ada):
    path = f"/images/{ImageFactory(owner=ada.user).pk}/download"
    assert [ada.get(path).status_code, ada.get(path, format="png").status_code] == [409, 409]


def test_a_zip_holds_what_was_named(ada):
    images = [picture(ada.user, title=title) for title in ("b", "a")]
    response = ada.post("/exports", {"ids": [str(image.pk) for image in images], "name": "{title}", "sidecar": False})
    assert unzipped(response).namelist() == ["b.png", "a.png", "NOTES.txt"]


def test_a_single_picture_as_a_zip_is_a_zip(ada):
    response = ada.post("/exports", {"ids": [str(picture(ada.user).pk)], "sidecar": False})
    assert response.headers["Content-Type"] == "application/zip"
    assert unzipped(response)


def test_a_list_leaves_as_a_sheet(ada):
    picture(ada.user, prompt="dunes")
    response = ada.post("/exports", {"where": "q=dunes", "kind": "sheet", "layout": "large"})
    assert whole(response).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "ids"), ({"ids": ["x"]}, "ids.0"), ({"where": "team=7"}, "where"), ({"where": "q=nowhere"}, "where"),
        ({"ids": [], "kind": "rar"}, "kind"),
    ],
)  # fmt: skip
def test_nothing_to_take_is_told(ada, body, field):
    response = ada.post("/exports", body)
    assert (response.status_code, list(response.json()["errors"])) == (422, [field])


def test_placements_are_listed(ada):
    assert [row["name"] for row in ada.get("/exports/placements").json()["items"]] == list(PLACEMENTS)


@pytest.mark.parametrize(("who", "status"), [("viewer", 200), ("stranger", 404), ("nobody", 401)])
def test_a_download_is_for_those_who_see_the_picture(ada, who, status):
    person = UserFactory()
    team = team_of(editor=ada.user, **({"viewer": person} if who == "viewer" else {}))
    image = picture(ada.user, team=team, published_at="2026-01-01T00:00:00Z")
    caller = Caller(None if who == "nobody" else person)
    taken = caller.get(f"/images/{image.pk}/download", format="webp")
    packed = caller.post("/exports", {"ids": [str(image.pk)]})
    assert (taken.status_code, packed.status_code) == (status, 422 if who == "stranger" else status)
    if who == "viewer":
        assert whole(taken)
        assert unzipped(packed)
