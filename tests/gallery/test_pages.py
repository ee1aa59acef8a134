"""The wall: what hangs, in which order, and what an address may ask for."""

import pytest
from django.urls import reverse

from tests.factories import ImageFactory, MembershipFactory, TeamFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(client):
    person = UserFactory(username="ada")
    client.force_login(person)
    return person


@pytest.mark.parametrize("name", ["gallery", "gallery-models", "upload", "trash"])
def test_pages_open_when_empty(client, ada, name):
    assert client.get(reverse(name)).status_code == 200


def test_wall_shows_mine(client, ada):
    mine, other = ImageFactory(owner=ada), ImageFactory()
    html = client.get(reverse("gallery")).content.decode()
    assert reverse("image", args=[mine.pk]) in html
    assert reverse("image", args=[other.pk]) not in html


def test_picture_page_opens(client, ada):
    image = ImageFactory(owner=ada, revised_prompt="a harbour at dusk", asked={"aspect": "1:1", "options": {"n": 1}})
    for tab in ("recipe", "provenance"):
        response = client.get(reverse("image", args=[image.pk]), {"tab": tab})
        assert response.status_code == 200
