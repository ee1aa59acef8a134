"""Error pages: in our frame, and those that are written without a request ask nobody for anything."""

import pytest
from django.template.loader import render_to_string
from django.test import Client

from tests.factories import UserFactory


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_written_without_a_request_or_database(name):
    page = render_to_string(name)
    assert "<h1>" in page
    assert "/static/css/app.css" in page


@pytest.mark.django_db
def test_not_found(client):
    client.force_login(UserFactory())
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()


@pytest.mark.django_db
def test_not_allowed_says_why(client):
    client.force_login(UserFactory())
    answer = client.get("/held/")
    assert answer.status_code == 403
    assert "Only moderators come here" in answer.content.decode()


@pytest.mark.django_db
def test_stale_form_says_what_to_do():
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory())
    answer = client.post("/teams/new/", {"name": "x"})
    assert answer.status_code == 403
    assert "out of date" in answer.content.decode()
