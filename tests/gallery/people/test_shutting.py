"""However an account is closed: sessions and tokens end, links show nothing, live streams are told at the next look."""

import re
from pathlib import Path

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from gallery.admin import PersonAdmin
from gallery.models import ApiToken, Share, User
from gallery.sharing import links
from studio.personal import erasing
from studio.serving import live_feed
from tests.factories import PASSWORD, ImageFactory, UserFactory

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[3]
TAKES_AWAY = re.compile(r'(?<!_)is_active\s*=\s*False|\.is_active(, \S+)* = |"is_active": False')
ASKS = re.compile(r"filter\(is_active=False\)|Q\(.*is_active=False")


@pytest.fixture
def chief():
    return UserFactory(username="lena", is_superuser=True)


@pytest.fixture
def mira():
    return UserFactory(username="mira")


def by_page(chief, mira):
    browser = Client()
    browser.force_login(chief)
    browser.post(reverse("person-close", args=["mira"]))


def by_api(chief, mira):
    token = {"Authorization": f"Bearer {ApiToken.objects.issue(owner=chief, name='t')[1]}"}
    Client().patch("/api/v1/people/mira", {"closed": True}, "application/json", headers=token)


def by_erasure(chief, mira):
    erasing.erase(mira, by=chief, heir=UserFactory())


@pytest.mark.parametrize("way", [by_page, by_api, by_erasure])
def test_every_way_leaves_nobody_in(way, chief, mira):
    browser = Client()
    browser.post(reverse("account_login"), {"login": "mira", "password": PASSWORD})
    _, token = ApiToken.objects.issue(owner=mira, name="t")
    share, _ = links.create(by=mira, images=[ImageFactory(owner=mira)], title="For Oro")
    reader = (mira.pk, mira.get_session_auth_hash()[:16])
    assert live_feed.ended_sessions({reader}) == []
    way(chief, mira)
    assert browser.get(reverse("gallery")).status_code == 302
    assert not UserSession.objects.filter(user=mira).exists()
    assert not Share.objects.open().filter(pk=share.pk, owner=mira).exists()
    assert live_feed.ended_sessions({reader}) == [reader]
    User.objects.filter(pk=mira.pk).update(is_active=True)
    assert ApiToken.objects.live(token) is None, "a token came back with the account"


def test_no_other_line_takes_the_account_away():
    found = {
        str(path.relative_to(ROOT))
        for folder in ("gallery", "studio")
        for path in (ROOT / folder).rglob("*.py")
        for line in path.read_text().splitlines()
        if "migrations" not in path.parts and TAKES_AWAY.search(line) and not ASKS.search(line)
    }
    assert found == {"gallery/people/shutting.py"}


def test_the_back_office_shows_it_alone():
    assert {"is_active", "suspended_at", "is_guest"} <= set(PersonAdmin.readonly_fields)
