"""Sessions as Django keeps them, and what is read beside them."""

import pytest
from django.contrib.sessions.backends.db import SessionStore as Plain
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from gallery import remembered
from gallery.models import Entrance
from gallery.people.sessions import SessionStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def key():
    """Of a session that Django's own store made."""
    made = Plain()
    made["who"] = "ada"
    made.save()
    return made.session_key


def test_sessions_made_by_django_go_on(key):
    assert SessionStore(key)["who"] == "ada"


def test_one_that_is_over_or_was_never_made_is_empty(key):
    Session.objects.update(expire_date=timezone.now())
    for gone in (key, "never-made"):
        store = SessionStore(gone)
        assert store.get("who") is None
        assert store.session_key is None


def test_the_marks_come_with_it(key, django_assert_num_queries):
    marks = remembered.marks_now()
    with django_assert_num_queries(1), remembered.one_look():
        assert SessionStore(key)["who"] == "ada"
        assert remembered.seen() == marks != {}


def test_outside_of_a_look_they_are_forgotten(key):
    SessionStore(key).load()
    entrance = Entrance.current()
    entrance.save()
    assert remembered.seen() == remembered.marks_now()


def test_a_table_without_marks_is_no_trouble(key):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM gallery_mark")
    with remembered.one_look():
        assert SessionStore(key)["who"] == "ada"
        assert remembered.seen() == {}
