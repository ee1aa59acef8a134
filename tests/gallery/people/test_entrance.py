"""Signing up, in and out, and a forgotten password: allauth's flows in our frame and words."""

import re

import pytest
from django.core import mail
from django.core.cache import cache

from gallery.models import User
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

PAGES = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/1-nonsense/",
    "/accounts/password/reset/key/done/",
    "/accounts/inactive/",
    "/accounts/confirm-email/",
    "/accounts/confirm-email/nonsense/",
]


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def person(client):
    return UserFactory(username="mira", email="mira@example.org")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_stands_in_our_frame(client, person, path):
    answer = client.get(path, follow=True)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'class="sheet"' in page
    assert "style=" not in page


def test_fields_have_labels_and_no_placeholders(client, person):
    page = client.get("/accounts/login/").content.decode()
    assert "Username or e-mail" in page
    assert "placeholder" not in page.partition("<dialog")[0]


@pytest.mark.parametrize("login", ["mira", "MIRA", "mira@example.org"])
def test_signs_in_by_username_or_email(client, person, login):
    answer = client.post("/accounts/login/", {"login": login, "password": PASSWORD})
    assert answer["Location"] == "/"


def test_wrong_password_is_told_without_saying_which(client, person):
    known = client.post("/accounts/login/", {"login": "mira", "password": "wrong one"}).content.decode()
    unknown = client.post("/accounts/login/", {"login": "nobody", "password": "wrong one"}).content.decode()
    told = re.compile(r'role="alert">(.*?)</p>', re.DOTALL)
    assert told.search(known)[1] == told.search(unknown)[1]


def test_guessing_is_stopped(client, person):
    for _ in range(6):
        client.post("/accounts/login/", {"login": "mira", "password": "wrong one"})
    answer = client.post("/accounts/login/", {"login": "mira", "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    assert "Too many" in answer.content.decode()


def test_flood_gets_a_page_of_ours(client, person):
    answers = [client.post("/accounts/login/", {"login": f"x{n}", "password": "y"}) for n in range(32)]
    assert answers[-1].status_code == 429
    assert "Too many tries" in answers[-1].content.decode()


def test_suspended_person_is_told(client):
    UserFactory(username="sami", is_active=False)
    answer = client.post("/accounts/login/", {"login": "sami", "password": PASSWORD}, follow=True)
    assert "_auth_user_id" not in client.session
    assert answer.status_code == 200


def test_signing_up_while_open(client, person):
    form = {"username": "jonas", "email": "jonas@example.org", "password1": PASSWORD}
    assert client.post("/accounts/signup/", form)["Location"] == "/"
    assert not User.objects.get(username="jonas").is_superuser


@pytest.mark.parametrize("method", ["get", "post"])
def test_closed_sign_up_says_so_and_makes_nobody(client, person, settings, method):
    settings.SIGNUP = "closed"
    form = {"username": "jonas", "email": "jonas@example.org", "password1": PASSWORD}
    assert "Sign-up is closed" in getattr(client, method)("/accounts/signup/", form).content.decode()
    assert "Make an account" not in client.get("/accounts/login/").content.decode()
    assert User.objects.count() == 1


def test_forgotten_password(client, person):
    client.post("/accounts/password/reset/", {"email": person.email})
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]
    form = client.get(link, follow=True)
    new = "quite another secret"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    person.refresh_from_db()
    assert person.check_password(new)
    assert "This link works no more" in client.get(link, follow=True).content.decode()


def test_forgotten_password_tells_nobody_who_has_an_account(client, person):
    answers = [client.post("/accounts/password/reset/", {"email": email}) for email in (person.email, "x@example.org")]
    assert answers[0]["Location"] == answers[1]["Location"]


def test_changing_the_password_keeps_this_session(client, person):
    client.force_login(person)
    new = "quite another secret"
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert client.get("/account/").status_code == 200
    person.refresh_from_db()
    assert person.check_password(new)


@pytest.mark.parametrize("path", ["/accounts/password/change/", "/accounts/logout/", "/accounts/reauthenticate/"])
def test_pages_of_somebody_signed_in(client, person, path):
    client.force_login(person)
    assert client.get(path).status_code == 200


def test_sign_out_needs_a_press(client, person):
    client.force_login(person)
    client.get("/accounts/logout/")
    assert "_auth_user_id" in client.session
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/"])
def test_administration_has_no_door_of_its_own(client, person, path):
    answer = client.get(path, follow=True)
    assert answer.request["PATH_INFO"] == "/accounts/login/"
    client.force_login(person)
    assert client.get("/admin/login/").status_code == 403
