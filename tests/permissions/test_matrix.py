"""Every page and every route × everybody, against tables that are written down. A new address needs a row.

A team's owner owns a picture in it, a board, a link, comments and all else; the others are what they are called. The
closed account was an owner's. Those of world.LIKE are answered as another one, but for the rows of others.txt; guests
and the suspended change nothing but what is listed there. Columns of the tables are in the order of world.PEOPLE. Pages
are sent nothing, so 422 and the like mean that the person got past the door. A row is one method of one address.
"""

import re
import uuid

import pytest
from django.core.signals import request_finished, request_started
from django.urls import get_resolver

from tests.permissions.bodies import bodies
from tests.permissions.world import (
    LIKE,
    PEOPLE,
    build,
    exceptions,
    filled,
    named_addresses,
    operations,
    rows_of,
    status_of,
)

NOTHING = uuid.UUID(int=8)
OF_PROMPTS = re.compile(r"/(prompts|presets|batches|prompt-helps)/")
ANSWERED = ("room-answer", "room-note")  # their id is of a picture in a round
PAGES, ROUTES = rows_of("pages.txt"), rows_of("routes.txt")


@pytest.fixture
def things(db, monkeypatch):
    """The end of an answer leaves the connection alone: an error of the router closes its own within the request."""
    for signal in (request_started, request_finished):
        monkeypatch.setattr(signal, "send", lambda *_, **__: [])
    return build()


def wrong(table, person, asked):
    """Rows in which this person is answered otherwise than written: {row: (written, answered)}."""
    written = expected(table, person)
    answers = {row: asked(row) for row in table}
    return {row: (written[row], code) for row, code in answers.items() if code != written[row]}


def expected(table, person):
    column = PEOPLE.index(LIKE.get(person, person))
    written = {row: codes[column] for row, codes in table.items()}
    like, others = dict(written), exceptions(person)
    if person in ("guest", "suspended"):
        written = {row: code if row.lower().startswith("get ") else 403 for row, code in written.items()}
    return written | {row: like[row] if code == "=" else int(code) for row, code in others.items() if row in table}


def test_every_page_has_a_row():
    assert {row.split()[1] for row in PAGES} == {name for name, _ in named_addresses()}


def test_every_route_has_a_row():
    assert list(ROUTES) == operations()


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("person", [*PEOPLE, *LIKE])
def test_pages_answer_as_written(things, person):
    paths = dict(named_addresses())

    def asked(row):
        method, name = row.split()
        words = {"pk": things.item} if name in ANSWERED else {}
        words |= {"token": things.invited} if name == "invitation" else {}
        return status_of(things, person, method, f"/{filled(paths[name], things, **words)}")

    assert wrong(PAGES, person, asked) == {}


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("person", [*PEOPLE, *LIKE])
def test_routes_answer_as_written(things, person):
    sent = bodies(things)

    def asked(row):
        method, path = row.split()
        return status_of(things, person, method.upper(), filled(f"/api/v1{path}", things), sent.get(row))

    assert wrong(ROUTES, person, asked) == {}


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_what_is_not_there_is_not_found(things):
    """Prompts, presets, batches and helps by an id of nothing, pages and routes, whoever asks."""
    sent = bodies(things)
    for kind in ("prompt", "preset", "batch", "help"):
        setattr(things, kind, NOTHING)
    paths = {name: f"/{path}" for name, path in named_addresses()}
    pages = [(row.split()[0], paths[row.split()[1]], None) for row in PAGES]
    routes = [(row.split()[0].upper(), f"/api/v1{row.split()[1]}", sent.get(row)) for row in ROUTES]
    asked = [row for row in (*pages, *routes) if str(NOTHING) in filled(row[1], things) and OF_PROMPTS.search(row[1])]
    assert len(asked) > 20
    found = {row[:2]: status_of(things, "owner", row[0], filled(row[1], things), row[2]) for row in asked}
    assert {row: code for row, code in found.items() if code != 404} == {}


def test_nobody_but_administrators_enters_the_admin(things):
    names = [pattern for pattern in get_resolver().url_patterns if getattr(pattern, "namespace", "") == "admin"]
    assert len(names) == 1
    assert {status_of(things, person, "GET", "/admin/gallery/image/") for person in PEOPLE} == {302}


@pytest.mark.parametrize("table", [PAGES, ROUTES], ids=["pages", "routes"])
def test_nobody_ever_meets_a_crash_and_a_closed_account_is_nobody(table):
    assert not [row for row, codes in table.items() if any(code >= 500 for code in codes)]
    closed = PEOPLE.index("closed")
    assert not [row for row, codes in table.items() if codes[closed] != codes[0]]
