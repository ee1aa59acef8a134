"""Guests and suspended people: no page offers them what would be answered with 403, and each says why."""

import re

import pytest
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from gallery import access
from gallery.access import Role
from gallery.models import Board
from tests.factories import ImageFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
TAG = re.compile(r"<(?:form|button|a|div|input|textarea|select)\b[^>]*>")
BY_HTMX = re.compile(r'(?:hx-(?:post|delete|put|patch)|formaction|data-address)="([^"#?]*)')
BY_FORM = re.compile(r'action="([^"#?]*)')
LOOKING = {"guest": {"is_guest": True}, "suspended": {"suspended_at": timezone.now(), "suspended_why": "Bills"}}


def sent_from(path, page):
    """Names of the addresses to which the page sends something."""
    for tag in TAG.findall(page):
        found = BY_HTMX.search(tag)
        if found is None and tag.startswith("<form") and 'method="post"' in tag:
            found = BY_FORM.search(tag)
            yield name_of(found[1] if found and found[1] else path)
        elif found:
            yield name_of(found[1])


def name_of(address):
    try:
        return resolve(address).url_name
    except Resolver404:
        return address


@pytest.fixture(params=LOOKING)
def person(request):
    return UserFactory(username=request.param, **LOOKING[request.param])


@pytest.fixture
def paths(person):
    team = MembershipFactory(user=person, role=Role.OWNER).team
    MembershipFactory(team=team, role=Role.OWNER)
    theirs = ImageFactory(owner=UserFactory(), team=team, published_at=timezone.now())
    own = ImageFactory(owner=person)
    Board.objects.create(owner=person, name="Oro")
    pictures = [reverse(name, args=[one.pk]) for one in (theirs, own) for name in ("image", "edit", "crop", "extend")]
    names = (
        "studio",
        "gallery",
        "boards",
        "shares",
        "teams",
        "prompts",
        "account",
        "upload",
        "usage",
        "notices",
        "tags",
    )
    return [*pictures, reverse("gallery-team", args=[team.pk]), *map(reverse, names)]


def test_no_page_offers_what_would_be_refused(client, person, paths):
    client.force_login(person)
    refused = {}
    for path in paths:
        page = client.get(path).content.decode()
        assert "Guests look and comment" in page or "Your account is suspended" in page
        if names := {name for name in sent_from(path, page) if not access.may_send(person, name)}:
            refused[path] = names
    assert refused == {}


def test_the_studio_of_a_guest_says_so_and_has_no_composer(client):
    client.force_login(UserFactory(is_guest=True))
    page = client.get(reverse("studio")).content.decode()
    assert 'id="composer"' not in page
    assert "Nothing is made here by you" in page


@pytest.mark.parametrize("name", ["edit", "crop", "extend"])
def test_an_editor_opened_by_its_address_says_so_and_leads_back(client, person, name):
    own = ImageFactory(owner=person)
    client.force_login(person)
    page = client.get(reverse(name, args=[own.pk])).content.decode()
    assert "Nothing is made here by you" in page
    assert f'<a class="button" href="{reverse("image", args=[own.pk])}">' in page
    assert not [mark for mark in ("edit-stage", "edit-panel", "reshape", "data-hold") if mark in page]


def test_a_suspended_administrator_is_led_nowhere_that_is_closed(client):
    chief = UserFactory(is_superuser=True, is_staff=True)
    client.force_login(chief)
    links = [f'href="{reverse(name)}"' for name in ("people", "vendors", "health", "setup", "admin:index")]
    assert all(link in client.get(reverse("gallery")).content.decode() for link in links)
    type(chief).objects.update(suspended_at=timezone.now(), suspended_why="x")
    page = client.get(reverse("gallery")).content.decode()
    assert [link for link in links if link in page] == []
