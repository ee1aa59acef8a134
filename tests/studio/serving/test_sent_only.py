"""An address that only takes what a form sends tells whoever visits it so."""

import pytest

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_a_visit_gets_a_page_in_words(client):
    client.force_login(UserFactory())
    answer = client.get("/teams/new/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "Nothing to look at" in answer.content.decode()


def test_programs_get_what_they_got(client):
    client.force_login(UserFactory())
    assert client.delete("/teams/new/").content == b""
    assert client.post("/api/v1/budgets", {}, content_type="application/json").json()["status"] == 405
