"""Sessions by the API: one's own, and everybody's for an administrator."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from gallery.models import ApiToken, AuditEntry
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def headers(person):
    return {"Authorization": f"Bearer {ApiToken.objects.issue(owner=person, name='t')[1]}"}


def browser_of(person):
    browser = Client(headers={"user-agent": "Firefox"})
    browser.post("/accounts/login/", {"login": person.username, "password": PASSWORD})
    assert browser.get("/account/").status_code == 200
    return browser


@pytest.mark.parametrize("path", ["/api/v1/account/sessions", "/api/v1/people/mira/sessions"])
def test_one_is_seen_and_ended_and_no_other(client, path):
    mira, lena = UserFactory(username="mira"), UserFactory(is_superuser=True)
    one, other = browser_of(mira), browser_of(mira)
    asking = headers(mira if "account" in path else lena)
    found = client.get(path, headers=asking).json()["items"]
    assert [(told["browser"], told["address"]) for told in found] == [("Firefox", "127.0.0.1")] * 2
    first = UserSession.objects.get(session_key=one.session.session_key)
    assert client.delete(f"{path}/{first.pk}", headers=asking).status_code == 204
    assert (one.get("/account/").status_code, other.get("/account/").status_code) == (302, 200)
    assert len(client.get(path, headers=asking).json()["items"]) == 1
    entry = AuditEntry.objects.get(act="session.ended")
    assert (entry.actor_id, entry.object_id) == (mira.pk if "account" in path else lena.pk, str(mira.pk))


def test_nobody_ends_somebody_elses(client):
    mira, other = UserFactory(username="mira"), UserFactory(username="other")
    browser = browser_of(mira)
    pk = UserSession.objects.get().pk
    assert client.delete(f"/api/v1/account/sessions/{pk}", headers=headers(other)).status_code == 404
    lena = headers(UserFactory(is_superuser=True))
    assert client.delete(f"/api/v1/people/other/sessions/{pk}", headers=lena).status_code == 404
    assert client.delete("/api/v1/account/sessions/99999999999", headers=lena).status_code == 404
    assert browser.get("/account/").status_code == 200
