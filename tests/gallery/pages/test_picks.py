"""The red dot: set once per picture and space, by those who may."""

import json

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from gallery.access import Role
from gallery.models import Image, Pick
from gallery.organising import bulk
from tests.factories import ImageFactory, MembershipFactory

HTMX = {"HX-Request": "true"}


def press(client, image, picked="1", headers=None, **fields):
    return client.post(reverse("image-pick", args=[image.pk]), {"picked": picked, **fields}, headers=headers or {})


def shared_with(ada, role):
    team = MembershipFactory(user=ada, role=role).team
    return ImageFactory(team=team, published_at=timezone.now()), team


def test_a_pick_is_set_and_taken_and_twice_changes_nothing(client, ada):
    image = ImageFactory(owner=ada)
    for picked, left in (("1", 1), ("1", 1), ("0", 0), ("0", 0)):
        assert press(client, image, picked).status_code == 302
        assert Pick.objects.filter(image=image, team=None, by=ada).count() == left


def test_mine_and_my_teams_are_two_spaces(client, ada):
    team = MembershipFactory(user=ada, role=Role.OWNER).team
    image = ImageFactory(owner=ada, team=team, published_at=timezone.now())
    press(client, image, team=str(team.pk))
    wall = client.get(reverse("gallery-team", args=[team.pk])).content.decode()
    mine = client.get(reverse("gallery")).content.decode()
    dot = '<span class="picked" role="img" aria-label="Picked"></span></li>'
    assert (wall.count(dot), mine.count(dot)) == (1, 0)


@pytest.mark.parametrize(
    ("role", "status", "left"), [(Role.EDITOR, 302, 1), (Role.OWNER, 302, 1), (Role.VIEWER, 403, 0)]
)
def test_a_teams_editors_pick_and_its_viewers_look(client, ada, role, status, left):
    image, team = shared_with(ada, role)
    assert press(client, image, team=str(team.pk)).status_code == status
    assert Pick.objects.filter(team=team).count() == left


def test_a_viewer_is_offered_no_button(client, ada):
    image, _ = shared_with(ada, Role.VIEWER)
    html = client.get(reverse("image", args=[image.pk])).content.decode()
    assert reverse("image-pick", args=[image.pk]) not in html


def test_a_strangers_picture_is_not_there(client, ada):
    assert press(client, ImageFactory()).status_code == 404
    assert not Pick.objects.exists()


def test_htmx_gets_the_button_as_it_stands(client, ada):
    image = ImageFactory(owner=ada)
    html = press(client, image, headers=HTMX, look="winner", key="2").content.decode()
    assert 'aria-pressed="true" data-key="2"' in html
    assert 'name="picked" value="0"' in html


def test_the_way_back_stays_on_this_site(client, ada):
    image = ImageFactory(owner=ada)
    assert press(client, image, back="/gallery/").headers["Location"] == "/gallery/"
    assert press(client, image, back="https://evil.example/").headers["Location"] == reverse("image", args=[image.pk])


def test_several_are_picked_at_once_and_a_strangers_is_passed_over(client, ada):
    images = [ImageFactory(owner=ada), ImageFactory(owner=ada), ImageFactory()]
    response = client.post(reverse("gallery-pick"), {"ids": [image.pk for image in images]}, headers=HTMX)
    assert json.loads(response.headers["HX-Trigger"])["toast"]["text"] == "2 pictures picked."
    assert Pick.objects.count() == 2


@pytest.mark.parametrize("name", ["gallery-pick", "gallery-trash"])
@pytest.mark.parametrize("ids", ["nonsense", ",".join(f"{n:032x}" for n in range(bulk.MOST + 1))])
def test_what_is_no_selection_is_told_with_400(client, ada, name, ids):
    assert client.post(reverse(name), {"ids": ids}).status_code == 400


def test_several_go_to_the_trash_with_one_undo_that_brings_them_back(client, ada):
    mine, other = [ImageFactory(owner=ada) for _ in range(2)], ImageFactory()
    response = client.post(reverse("gallery-trash"), {"ids": [i.pk for i in (*mine, other)]}, headers=HTMX)
    told = json.loads(response.headers["HX-Trigger"])["toast"]
    assert Image.objects.filter(trashed_at__isnull=False).count() == 2
    assert set(response.json()["gone"]) == {str(image.pk) for image in mine}
    client.post(told["undo"])
    assert not Image.objects.filter(trashed_at__isnull=False).exists()


@pytest.mark.django_db
def test_the_database_holds_one_flag_per_picture_and_space(ada):
    image = ImageFactory(owner=ada)
    Pick.objects.create(image=image, by=ada)
    with pytest.raises(IntegrityError):
        Pick.objects.create(image=image, by=ada)
