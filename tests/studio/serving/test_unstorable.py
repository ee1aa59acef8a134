"""A NUL in an address or a form is answered, and kept by neither database."""

import pytest
from django.db import DataError, connection, transaction
from django.urls import reverse

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
NUL = "a\0b"


@pytest.fixture
def boss(client):
    person = UserFactory(is_superuser=True, is_staff=True)
    client.force_login(person)
    return person


@pytest.mark.parametrize("path", ["/people/a%00b/", "/api/v1/people/a%00b", "/vendors/a%00b/"])
def test_no_such_address(client, boss, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("name", ["prompts-saved", "tags-suggest", "people", "held-log", "gallery", "held"])
def test_a_search_for_it_is_no_crash(client, boss, name):
    assert client.get(reverse(name), {"q": NUL, "who": NUL, "tags": NUL}).status_code in (200, 400, 422)


@pytest.mark.parametrize("name", ["prompt-new", "batch-new", "prompt-help-ask", "gallery-lay"])
def test_what_would_be_kept_is_told(client, boss, name):
    sent = {"title": NUL, "text": "a quay", "kind": "prompt", "prompt": NUL, "new": NUL, "ids": ""}
    answer = client.post(reverse(name), sent)
    assert answer.status_code < 500
    if name == "prompt-new":
        assert (answer.status_code, "NUL" in answer.content.decode()) == (400, True)


@pytest.mark.parametrize("many", [False, True])
def test_no_database_takes_it(many):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE words (word text)")
        ask = cursor.executemany if many else cursor.execute
        with pytest.raises((DataError, ValueError)), transaction.atomic():
            ask("INSERT INTO words VALUES (%s)", [["a quay"], [NUL]] if many else [NUL])
        cursor.execute("SELECT count(*) FROM words")
        assert cursor.fetchone() == (0,)
