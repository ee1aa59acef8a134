"""A process opens no more connections than so many, and hands on those that are in order."""

import copy
import os
import threading

import pytest
from django.db import connection, connections

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL alone"),
]


@pytest.fixture
def base(monkeypatch):
    base = pytest.importorskip("studio.database.postgresql.base")
    monkeypatch.setattr(base, "MOST", 2)
    monkeypatch.setattr(base, "PATIENCE", 0.1)
    base.begin_anew()
    yield base
    while base._idle:
        base._idle.pop()[2].close()
    base.begin_anew()


@pytest.fixture
def wrapper(base):
    made = []

    def wrap():
        settings = copy.deepcopy(connections["default"].settings_dict)
        made.append(base.DatabaseWrapper(settings))
        return made[-1]

    yield wrap
    for one in made:
        one.close()
    while base._idle:
        base._idle.pop()[2].close()


def number(one):
    """Of the server's process at the other end."""
    with one.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def test_what_is_closed_in_good_order_is_handed_on(wrapper):
    first, second = wrapper(), wrapper()
    known = number(first)
    first.close()
    assert number(second) == known


def test_what_broke_is_not(wrapper, base):
    first = wrapper()
    known = number(first)
    first.errors_occurred = True
    first.close()
    assert base._idle == []
    assert number(wrapper()) != known


def test_one_that_the_server_ended_is_not_handed_on(wrapper):
    first, other = wrapper(), wrapper()
    known = number(first)
    first.close()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [known])
    assert number(other) != known


def test_an_open_transaction_goes_with_its_connection(wrapper):
    first = wrapper()
    known = number(first)
    first.set_autocommit(False)
    number(first)
    first.close()
    assert number(wrapper()) != known


def test_whoever_comes_last_waits_for_one_that_is_given_back(wrapper, base, monkeypatch):
    monkeypatch.setattr(base, "PATIENCE", 30)
    first, second, third = wrapper(), wrapper(), wrapper()
    number(first), number(second)
    found = []

    def ask():
        third.inc_thread_sharing()
        found.append(number(third))

    for one in (first, third):
        one.inc_thread_sharing()
    waiting = threading.Thread(target=ask)
    waiting.start()
    assert not found
    known = first.connection.info.backend_pid
    first.close()
    waiting.join()
    assert found == [known]


def test_nobody_waits_for_ever(wrapper):
    held = [wrapper(), wrapper()]
    assert len({number(one) for one in [*held, wrapper()]}) == 3


def test_a_place_comes_back_when_its_holder_is_gone(base):
    places = [base.Place(), base.Place()]
    del places
    assert base._places.acquire(timeout=0)


def test_a_forked_child_takes_nothing_from_its_parent(wrapper, base):
    first = wrapper()
    number(first)
    first.close()
    assert base._idle
    child = os.fork()
    if not child:
        os._exit(len(base._idle))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert base._idle
