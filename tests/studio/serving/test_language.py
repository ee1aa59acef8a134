"""The language of a page: the browser's, or the one chosen on the account page."""

import pytest
from django.utils import translation

from gallery.api.middleware import ADDRESSES
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

PORTUGUESE = {"HTTP_ACCEPT_LANGUAGE": "pt-BR,pt;q=0.9,en;q=0.5"}


@pytest.fixture(autouse=True)
def english_after():
    """The test client leaves the last request's language in its thread."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def user():
    """Without anybody the first-run page is all there is."""
    return UserFactory()


def language_of(response):
    return response.content.decode().split('<html lang="')[1].split('"')[0]


@pytest.mark.parametrize(
    ("asked", "answered"),
    [("pt-BR", "pt-br"), ("pt", "pt-br"), ("pt-PT,en;q=0.1", "pt-br"), ("en-GB", "en"), ("de,fr", "en"), ("", "en")],
)
def test_a_visitor_reads_what_the_browser_asks_for(client, user, asked, answered):
    response = client.get("/accounts/login/", HTTP_ACCEPT_LANGUAGE=asked)
    assert language_of(response) == answered
    assert response["Content-Language"] == answered


def test_a_choice_goes_before_the_browser_and_acts_at_once(client, user):
    client.force_login(user)
    response = client.post("/language/", {"language": "pt-br", "next": "/account/"}, follow=True)
    assert language_of(response) == "pt-br"
    response = client.post("/language/", {"language": "en", "next": "/account/"}, follow=True, **PORTUGUESE)
    assert language_of(response) == "en"


@pytest.mark.parametrize("choice", ["", "de", "pt"])
def test_as_the_browser_forgets_the_choice(client, user, choice):
    client.force_login(user)
    client.post("/language/", {"language": "en"})
    response = client.post("/language/", {"language": choice, "next": "/account/"}, follow=True, **PORTUGUESE)
    assert language_of(response) == "pt-br"
    assert '<button name="language" value="" aria-current="true">' in response.content.decode()


def test_the_choice_is_marked_on_the_account_page(client, user):
    client.force_login(user)
    client.post("/language/", {"language": "pt-br"})
    page = client.get("/account/").content.decode()
    assert '<button name="language" value="pt-br" lang="pt-br" aria-current="true">Português (Brasil)' in page
    assert '<button name="language" value="en" lang="en">English' in page


def test_the_form_leads_to_no_other_site(client):
    response = client.post("/language/", {"language": "pt-br", "next": "https://elsewhere.example/"})
    assert response["Location"] == "/"


def test_caches_keep_languages_apart(client, user):
    varies = client.get("/accounts/login/")["Vary"]
    assert "Accept-Language" in varies
    assert "Cookie" in varies


def test_the_api_answers_in_english(client, user):
    client.force_login(user)
    client.cookies["language"] = "pt-br"
    response = client.post(f"{ADDRESSES}v1/runs", {}, content_type="application/json", **PORTUGUESE)
    assert response.json()["detail"] == "Some fields need another value."
    assert translation.get_language() == "en"
    assert response["Content-Language"] == "en"
