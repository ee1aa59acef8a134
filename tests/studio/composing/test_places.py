"""The places of the frame: all of them in the rail, and below the person what a phone's bar has no room for."""

import re

import pytest

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
BELOW = ("/shares/", "/notices/", "/usage/", "/prompts/", "/tags/", "/gallery/trash/")


def menu_of(client, path):
    page = client.get(path).content.decode()
    return page[page.index('id="me"') : page.index("</nav>")]


@pytest.mark.parametrize("path", BELOW)
def test_a_place_without_room_in_the_bar_is_reached_and_marked_below_the_person(client, path):
    client.force_login(UserFactory())
    marked = re.findall(r'href="([^"]+)"[^>]*aria-current="page"', menu_of(client, path))
    assert marked == [path]


def test_held_pictures_are_a_place_for_moderators_alone(client):
    client.force_login(UserFactory())
    assert "/held/" not in menu_of(client, "/teams/")
    client.force_login(UserFactory(is_moderator=True))
    assert "/held/" in menu_of(client, "/teams/")


def test_new_notices_are_a_dot_on_the_last_place_and_a_number_within(client):
    client.force_login(UserFactory(unseen=3))
    page = client.get("/teams/").content.decode()
    assert 'class="badge dot phone-only"' in page
    assert "3 new notices" in page
    assert '<span class="badge">3</span>' in menu_of(client, "/teams/")
    client.force_login(UserFactory())
    assert "badge dot" not in client.get("/teams/").content.decode()
