"""The gateway key on the account page: tested before it is kept, never shown, never logged."""

import logging

import pytest
from django.db import connection

from studio.models import Credential
from studio.templatetags.figures import left
from tests.studio.account.conftest import GOOD_KEY

BAD_KEY = "sk-bad-9876543210zyxw"


def save(client, key):
    return client.post("/account/key/", {"key": key})


def test_good_key_is_kept_and_says_what_is_left(client, person, gateway):
    page = save(client, f"  {GOOD_KEY}  ").content.decode()
    assert "$12.34 left" in page
    assert Credential.objects.get(user=person).key == GOOD_KEY


def test_only_the_last_four_are_ever_shown(client, person, gateway):
    pages = [save(client, GOOD_KEY), client.get("/account/"), client.post("/account/key/test/")]
    for page in pages:
        assert GOOD_KEY not in page.content.decode()
        assert GOOD_KEY[-4:] in page.content.decode()


def test_row_holds_no_key_in_plain(client, person, gateway):
    save(client, GOOD_KEY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM studio_credential")
        assert GOOD_KEY not in str(cursor.fetchall())


def test_refused_key_is_not_kept_and_not_echoed(client, person, gateway):
    answer = save(client, BAD_KEY)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "does not accept this key" in page
    assert BAD_KEY not in page
    assert not Credential.objects.exists()


def test_refused_key_leaves_the_earlier_one(client, person, gateway):
    save(client, GOOD_KEY)
    save(client, BAD_KEY)
    assert Credential.objects.get(user=person).key == GOOD_KEY


def test_key_is_kept_untested_where_nobody_answers(client, person, unreachable):
    page = save(client, GOOD_KEY).content.decode()
    assert "could not be reached" in page
    credential = Credential.objects.get(user=person)
    assert (credential.key, credential.tested_at) == (GOOD_KEY, None)


def test_key_that_was_switched_off_is_told(client, person, gateway):
    Credential.objects.create(user=person, key=BAD_KEY, last_four=BAD_KEY[-4:])
    page = client.post("/account/key/test/").content.decode()
    assert "does not accept this key" in page


def test_removing(client, person, gateway):
    save(client, GOOD_KEY)
    client.post("/account/key/remove/")
    assert not Credential.objects.exists()


def test_nobody_tests_or_removes_anothers(client, person, gateway, django_user_model):
    other = django_user_model.objects.create(username="other")
    Credential.objects.create(user=other, key=GOOD_KEY, last_four=GOOD_KEY[-4:])
    assert client.post("/account/key/test/").status_code == 404
    client.post("/account/key/remove/")
    assert Credential.objects.filter(user=other).exists()


@pytest.mark.parametrize("key", ["", "short", "sk two words 123", "sk-ключ-0123456789", "sk-1234567\n8901"])
def test_what_cannot_be_a_key_is_asked_of_nobody(client, person, unreachable, key):
    answer = save(client, key)
    assert answer.status_code == 422
    assert "id_key_error" in answer.content.decode()
    assert not Credential.objects.exists()


def test_key_is_in_no_log(client, person, gateway, caplog):
    caplog.set_level(logging.DEBUG)
    save(client, GOOD_KEY)
    save(client, BAD_KEY)
    assert GOOD_KEY not in caplog.text
    assert BAD_KEY not in caplog.text


def test_field_asks_browsers_to_keep_nothing(client, person):
    page = client.get("/account/").content.decode()
    field = page[page.index('name="key"') - 80 :][:300]
    assert 'autocomplete="off"' in field
    assert "value=" not in field.split(">")[0]


def test_what_is_left_is_never_rounded_up():
    assert left(12.349) == "$12.34"
