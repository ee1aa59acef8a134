"""An empty instance: every page leads to the one that makes the first administrator, and it makes one alone."""

import threading

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from gallery.models import User
from gallery.people.accounts import make_first_administrator
from tests.factories import PASSWORD, UserFactory

FORM = {"username": "mira", "email": "mira@example.org", "password": PASSWORD}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/gallery/", "/accounts/login/", "/accounts/signup/", "/admin/", "/nowhere/"])
def test_every_page_leads_to_it(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer["Location"]) == (302, "/first-run/")


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "code"), [("/healthz", 200), ("/api/v1/runs", 401)])
def test_machines_are_not_led_anywhere(client, path, code):
    assert client.get(path).status_code == code


@pytest.mark.django_db
def test_makes_an_administrator_and_signs_in(client):
    assert client.post("/first-run/", FORM)["Location"] == "/setup/key/"
    person = User.objects.get()
    assert (person.is_superuser, person.is_staff, person.check_password(PASSWORD)) == (True, True, True)
    assert "This one" in client.get("/account/").content.decode()


@pytest.mark.django_db
def test_not_there_once_somebody_is(client):
    UserFactory()
    assert client.get("/first-run/").status_code == 404
    assert client.post("/first-run/", FORM).status_code == 404
    assert User.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"username": ""}, {"username": "a b"}, {"password": "short"}, {"email": "no"}])
def test_bad_input_makes_nobody(client, wrong):
    answer = client.post("/first-run/", FORM | wrong)
    assert answer.status_code == 422
    assert f"id_{next(iter(wrong))}_error" in answer.content.decode()
    assert not User.objects.exists()


@pytest.mark.django_db
def test_costs_no_query_once_somebody_is_there(client, django_assert_num_queries):
    UserFactory()
    client.get("/accounts/password/reset/")
    with django_assert_num_queries(0):
        client.get("/accounts/password/reset/")


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one():
    ready = threading.Barrier(2)
    codes = []

    def post(name):
        client = Client()
        ready.wait()
        codes.append(client.post("/first-run/", FORM | {"username": name, "email": f"{name}@example.org"}).status_code)
        connection.close()

    threads = [threading.Thread(target=post, args=(name,)) for name in ("mira", "jonas")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert User.objects.count() == 1
    assert set(codes) <= {302, 404}


@pytest.mark.django_db
def test_late_one_makes_nobody():
    UserFactory()
    assert make_first_administrator(**FORM) is None


@pytest.mark.django_db
def test_environment_makes_one_and_changes_nobody(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_USERNAME", "Mira")
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("ensure_superuser")
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "quite another secret")
    call_command("ensure_superuser")
    person = User.objects.get()
    assert person.is_superuser
    assert person.check_password(PASSWORD)


@pytest.mark.django_db
def test_environment_never_promotes_anybody(monkeypatch):
    person = UserFactory(username="mira")
    monkeypatch.setenv("DJANGO_SUPERUSER_USERNAME", "mira")
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "quite another secret")
    call_command("ensure_superuser")
    person.refresh_from_db()
    assert not person.is_superuser
    assert person.check_password(PASSWORD)
