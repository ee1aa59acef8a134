"""GET /images/{id}/similar."""

import pytest

from gallery.files import looks
from gallery.models import Likeness
from tests.factories import ImageFactory

pytestmark = pytest.mark.django_db
HASH = 0xF00F_0FF0_1234_8765


def measured(value, **fields):
    image = ImageFactory(**fields)
    columns = {f"band{number}": band for number, band in enumerate(looks.bands(value))}
    Likeness.objects.create(
        image=image, dhash=looks.signed(value), palette=[["#008080", 0.7]], colors=["teal"], **columns
    )
    return image


def test_the_nearest_come_first_and_only_mine(ada):
    image = measured(HASH, owner=ada.user)
    near, nearer = measured(HASH ^ 0b111, owner=ada.user), measured(HASH ^ 1, owner=ada.user)
    measured(HASH)
    body = ada.get(f"/images/{image.pk}/similar").json()
    assert [(row["image"]["id"], row["distance"]) for row in body["items"]] == [(str(nearer.pk), 1), (str(near.pk), 3)]
    assert (body["palette"], body["colors"]) == ([{"color": "#008080", "share": 0.7}], ["teal"])
    assert len(ada.get(f"/images/{image.pk}/similar", distance=2).json()["items"]) == 1


def test_what_was_not_measured_says_so(ada):
    body = ada.get(f"/images/{ImageFactory(owner=ada.user).pk}/similar").json()
    assert (body["measured"], body["items"], body["palette"]) == (False, [], [])


def test_a_strangers_picture_is_404_and_a_wild_distance_422(ada):
    assert ada.get(f"/images/{measured(HASH).pk}/similar").status_code == 404
    assert ada.get(f"/images/{measured(HASH, owner=ada.user).pk}/similar", distance=12).status_code == 422


def test_the_line_takes_it_too(ada):
    image, near = measured(HASH, owner=ada.user), measured(HASH ^ 1, owner=ada.user)
    ImageFactory(owner=ada.user)
    found = {row["id"] for row in ada.get("/images", like=str(image.pk)).json()["items"]}
    assert found == {str(image.pk), str(near.pk)}
