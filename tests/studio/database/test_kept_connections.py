"""A connection that a thread closes in order serves the next one; one in doubt is closed."""

import os
import threading

import pytest
from django.db import DatabaseError, connection, transaction

from gallery.models import Team
from studio.database.sqlite3 import base

pytestmark = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite alone has one writer")


@pytest.fixture(autouse=True)
def nobody_waits(transactional_db):
    """Nothing lies idle at first, and what the test leaves is closed."""
    connection.close()
    drop()
    yield
    connection.close()
    drop()


def drop():
    while base._idle:
        base._idle.pop()[1].close()


def opened():
    connection.ensure_connection()
    return connection.connection


def test_the_next_thread_takes_what_the_last_one_closed():
    first = opened()
    connection.close()
    found = []
    thread = threading.Thread(target=lambda: (found.append(opened()), Team.objects.count(), connection.close()))
    thread.start()
    thread.join(10)
    assert found == [first]


def test_two_at_once_never_share_one():
    first = opened()
    found = []
    thread = threading.Thread(target=lambda: (found.append(opened()), connection.close()))
    thread.start()
    thread.join(10)
    assert found[0] is not first


def test_one_that_met_an_error_is_closed():
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")
    connection.close()
    assert base._idle == []


def test_one_in_a_transaction_is_closed():
    with transaction.atomic():
        Team.objects.create(name="lost")
        connection.close()
    assert base._idle == []
    assert not Team.objects.exists()


def test_one_that_checks_no_foreign_keys_is_closed():
    connection.disable_constraint_checking()
    connection.close()
    assert base._idle == []


def test_no_more_are_kept_than_are_of_use(monkeypatch):
    monkeypatch.setattr(base, "KEPT", 0)
    opened()
    connection.close()
    assert base._idle == []


def test_another_file_of_the_same_name_is_opened_anew(tmp_path):
    (tmp_path / "a").touch()
    before = base.file_of(str(tmp_path / "a"))
    (tmp_path / "b").touch()
    os.replace(tmp_path / "b", tmp_path / "a")
    assert base.file_of(str(tmp_path / "a")) != before
    stale = opened()
    connection.close()
    base._idle[:] = [(before, stale)]
    assert opened() is not stale


def test_a_forked_child_leaves_its_parents_connections_alone():
    opened()
    connection.close()
    child = os.fork()
    if not child:
        os._exit(len(base._idle))
    assert os.waitpid(child, 0)[1] == 0
    assert len(base._idle) == 1
