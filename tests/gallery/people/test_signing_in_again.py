"""Whose session is over is led to the sign-in, and back to a page that can be visited."""

import pytest

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
HOST = "http://testserver"


@pytest.fixture(autouse=True)
def somebody():
    return UserFactory()


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        (f"{HOST}/teams/?tab=mine#new", "/teams/%3Ftab%3Dmine"),
        ("https://elsewhere.example/teams/", "/"),
        ("", "/"),
        (HOST, "/"),
    ],
)
def test_what_was_sent_leads_back_to_the_page_of_its_form(client, came_from, back):
    answer = client.post("/teams/new/", {"name": "x"}, headers={"Referer": came_from})
    assert answer["Location"] == f"/accounts/login/?next={back}"


def test_a_part_of_a_page_takes_the_page_along(client):
    headers = {"HX-Request": "true", "HX-Current-URL": f"{HOST}/held/"}
    answer = client.get("/held/reports/", headers=headers)
    assert (answer.status_code, answer["HX-Redirect"]) == (200, "/accounts/login/?next=/held/")


def test_a_page_leads_back_to_itself(client):
    assert client.get("/teams/?tab=mine")["Location"] == "/accounts/login/?next=/teams/%3Ftab%3Dmine"
