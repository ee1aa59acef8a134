"""POST /images/{id}/crop and /extend: as the pages do it."""

import pytest

from gallery.models import Image
from tests.gallery.pictures.drawing import generated


@pytest.fixture
def picture(ada, tmp_path):
    return generated(tmp_path, owner=ada.user, size=(640, 480))


def test_a_crop_is_a_new_picture_and_the_whole_stays(ada, picture):
    answer = ada.post(f"/images/{picture.pk}/crop", {"left": 40, "top": 20, "width": 300, "height": 200})
    assert answer.status_code == 201
    crop = answer.json()
    assert (crop["width"], crop["height"], crop["mine"], crop["prompt"]) == (300, 200, True, picture.prompt)
    assert Image.objects.get(pk=crop["id"]).parent == picture
    assert ada.get(f"/images/{picture.pk}").json()["sha256"] == picture.sha256


def test_a_shape_is_enough(ada, picture):
    crop = ada.post(f"/images/{picture.pk}/crop", {"ratio": "1:1"}).json()
    assert (crop["width"], crop["height"]) == (480, 480)


def test_a_larger_canvas_comes_with_the_mask_of_its_border(ada, picture):
    made = ada.post(f"/images/{picture.pk}/extend", {"ratio": "16:9"}).json()
    assert (made["image"]["kind"], made["mask"]["kind"]) == ("reference", "mask")
    assert made["image"]["width"] == made["mask"]["width"] == 853


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("crop", {}, "body"),
        ("crop", {"ratio": "4:3"}, "body"),
        ("crop", {"left": 600, "top": 0, "width": 100, "height": 100}, "body"),
        ("crop", {"left": 0, "top": 0, "width": 0, "height": 100}, "body"),
        ("crop", {"left": -1, "top": 0, "width": 100, "height": 100}, "left"),
        ("crop", {"left": "0", "top": 0, "width": 100, "height": 100}, "left"),
        ("crop", {"box": [0, 0, 1, 1]}, "box"),
        ("extend", {}, "body"),
        ("extend", {"left": -1}, "left"),
        ("extend", {"left": 20_000}, "body"),
        ("extend", {"ratio": "1:100"}, "body"),
    ],
)
def test_what_cannot_be_made_is_a_problem_at_its_field(ada, picture, path, body, field):
    answer = ada.post(f"/images/{picture.pk}/{path}", body)
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]
    assert Image.objects.count() == 1


@pytest.mark.parametrize("path", ["crop", "extend"])
def test_a_strangers_picture_and_one_in_the_trash_are_not_there(ada, stranger, picture, path):
    assert stranger.post(f"/images/{picture.pk}/{path}", {"ratio": "1:1"}).status_code == 404
    Image.objects.filter(pk=picture.pk).update(trashed_at="2026-01-01T00:00Z")
    assert ada.post(f"/images/{picture.pk}/{path}", {"ratio": "1:1"}).status_code == 404


def test_a_mask_is_no_picture_to_reshape(ada, picture):
    mask = ada.post(f"/images/{picture.pk}/extend", {"left": 64}).json()["mask"]
    assert ada.post(f"/images/{mask['id']}/crop", {"ratio": "1:1"}).status_code == 404


def test_a_lost_original_is_told_and_nothing_is_made(ada, picture, settings):
    next(settings.MEDIA_ROOT.rglob("*.png")).unlink()
    assert ada.post(f"/images/{picture.pk}/crop", {"ratio": "1:1"}).status_code == 409
    assert Image.objects.count() == 1
