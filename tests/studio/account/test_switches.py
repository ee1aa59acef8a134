"""Single keys and the tone: switches that act at once, by script and by plain form."""

import pytest

from tests.factories import UserFactory
from tests.studio.views.conftest import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return UserFactory()


@pytest.mark.parametrize(("path", "name"), [("/account/keys/", "single_keys"), ("/account/tone/", "tone")])
@pytest.mark.parametrize(("value", "kept"), [("on", True), ("off", False)])
def test_a_switch_is_kept(person, path, name, value, kept):
    client = signed_in(person)
    assert client.post(path, {name: value}, headers={"HX-Request": "true"}).status_code == 204
    person.refresh_from_db()
    assert getattr(person, name) is kept


def test_without_script_one_comes_back_to_where_one_was(person):
    client = signed_in(person)
    assert client.post("/account/keys/", {"single_keys": "off", "next": "/gallery/"}).url == "/gallery/"
    assert client.post("/account/keys/", {"single_keys": "on", "next": "https://evil.example/"}).url == "/account/"


@pytest.mark.parametrize("value", ["", "maybe"])
def test_nonsense_changes_nothing(person, value):
    assert signed_in(person).post("/account/keys/", {"single_keys": value}).status_code == 400
    person.refresh_from_db()
    assert person.single_keys


def test_every_page_says_whether_letters_act(person):
    person.single_keys = False
    person.save()
    assert b'data-single-keys="off"' in signed_in(person).get("/account/").content
