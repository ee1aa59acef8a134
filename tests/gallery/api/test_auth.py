"""Tokens, sessions, and what each is refused for."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gallery.models import ApiToken
from tests.factories import ImageFactory, UserFactory
from tests.gallery.api.making import BASE, Caller, token_of

pytestmark = pytest.mark.django_db


def test_a_token_names_its_owner(ada):
    image = ImageFactory(owner=ada.user)
    assert ada.get(f"/images/{image.pk}").json()["owner"] == "ada"


@pytest.mark.parametrize(
    "value", ["Bearer pin_wrong", "Bearer", "Bearer ", "Basic YTpi", "pin_x", "Bearer " + "x" * 5000]
)
def test_a_header_that_is_no_live_token_is_401(value):
    assert Client(headers={"Authorization": value}).get(f"{BASE}/teams").status_code == 401


def test_a_revoked_token_is_401(ada):
    ApiToken.objects.update(revoked_at=timezone.now())
    assert ada.get("/teams").status_code == 401


def test_a_suspended_owner_is_401(ada):
    ada.user.is_active = False
    ada.user.save()
    assert ada.get("/teams").status_code == 401


def test_a_bad_token_is_not_made_good_by_a_session(client):
    client.force_login(UserFactory())
    assert client.get(f"{BASE}/teams", headers={"Authorization": "Bearer wrong"}).status_code == 401


def test_a_session_writes_only_with_its_csrf_token():
    user = UserFactory()
    image = ImageFactory(owner=user)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)
    assert browser.delete(f"{BASE}/images/{image.pk}").status_code == 403
    browser.cookies["csrftoken"] = "a" * 32
    assert browser.delete(f"{BASE}/images/{image.pk}", headers={"X-CSRFToken": "a" * 32}).status_code == 204


def test_nobody_writing_is_401_and_not_a_csrf_failure():
    assert Client(enforce_csrf_checks=True).delete(f"{BASE}/images/1").status_code == 401


def test_a_token_needs_no_csrf():
    user = UserFactory()
    image = ImageFactory(owner=user)
    caller = Caller(user, enforce_csrf_checks=True)
    assert caller.delete(f"/images/{image.pk}").status_code == 204


def test_the_use_is_noted_at_most_once_a_minute(ada, django_assert_num_queries):
    ada.get("/teams")
    first = ApiToken.objects.get().last_used_at
    ada.get("/teams")
    assert ApiToken.objects.get().last_used_at == first
    ApiToken.objects.update(last_used_at=timezone.now() - timedelta(seconds=61))
    ada.get("/teams")
    assert ApiToken.objects.get().last_used_at > first


def test_two_tokens_of_one_person_are_told_apart(ada):
    other = Client(headers={"Authorization": f"Bearer {token_of(ada.user)}"})
    other.get(f"{BASE}/teams")
    assert ApiToken.objects.filter(last_used_at=None).count() == 1
