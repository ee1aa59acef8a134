"""The account page: profile, tokens, sessions, and what belongs to somebody else."""

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client

from gallery.cases import deciding, opening
from gallery.models import ApiToken
from tests.factories import PASSWORD, ImageFactory, UserFactory

ACTIONS = [
    "/account/name/",
    "/account/email/",
    "/account/key/",
    "/account/key/test/",
    "/account/key/remove/",
    "/account/tokens/",
    "/account/tokens/1/revoke/",
    "/account/sessions/1/end/",
    "/account/sessions/end-others/",
]


def signed_in(person, **values):
    """Another browser, through the front door: that is where sessions are written down."""
    elsewhere = Client(**values)
    elsewhere.post("/accounts/login/", {"login": person.username, "password": PASSWORD})
    return elsewhere


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.mark.parametrize("path", ACTIONS)
def test_actions_are_for_people_who_signed_in(db, client, path):
    UserFactory()
    assert client.post(path)["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("path", ACTIONS)
def test_actions_are_presses_not_links(client, person, path):
    assert client.get(path).status_code == 405


def test_name(client, person):
    client.post("/account/name/", {"display_name": "Mira Okafor"})
    person.refresh_from_db()
    assert person.name == "Mira Okafor"


def test_email_needs_the_password(client, person):
    answer = client.post("/account/email/", {"email": "new@example.org", "password": "wrong one"})
    person.refresh_from_db()
    assert answer.status_code == 422
    assert person.email == "mira@example.org"


def test_new_email_replaces_every_old_one(client, person):
    EmailAddress.objects.create(user=person, email=person.email, primary=True)
    client.post("/account/email/", {"email": "New@example.org", "password": PASSWORD})
    person.refresh_from_db()
    assert person.email == "new@example.org"
    assert list(person.emailaddress_set.values_list("email", flat=True)) == ["new@example.org"]


def test_nobody_takes_anothers_address(client, person):
    UserFactory(email="jonas@example.org")
    answer = client.post("/account/email/", {"email": "JONAS@example.org", "password": PASSWORD})
    assert answer.status_code == 422
    assert "email-email_error" in answer.content.decode()


def test_token_is_shown_once_and_works(client, person):
    page = client.post("/account/tokens/", {"name": "Nightly export"}).content.decode()
    token = page.split('id="new-token" value="')[1].split('"')[0]
    assert ApiToken.objects.live(token).owner == person
    again = client.get("/account/").content.decode()
    assert token not in again
    assert "Nightly export" in again


def test_token_needs_a_name(client, person):
    assert client.post("/account/tokens/", {"name": ""}).status_code == 422
    assert not ApiToken.objects.exists()


def test_revoked_token_opens_nothing(client, person):
    row, token = ApiToken.objects.issue(owner=person, name="ci")
    client.post(f"/account/tokens/{row.pk}/revoke/")
    assert ApiToken.objects.live(token) is None
    assert "ci" not in client.get("/account/").context["tokens"].values_list("name", flat=True)


def test_anothers_token_is_not_there(client, person):
    row, token = ApiToken.objects.issue(owner=UserFactory(), name="ci")
    assert client.post(f"/account/tokens/{row.pk}/revoke/").status_code == 404
    assert ApiToken.objects.live(token)


def test_ending_a_session_signs_it_out(client, person):
    elsewhere = signed_in(person, headers={"user-agent": "Mozilla/5.0 (X11; Linux) Firefox/130.0"})
    assert "Firefox on Linux" in client.get("/account/").content.decode()
    other = UserSession.objects.get(session_key=elsewhere.session.session_key)
    client.post(f"/account/sessions/{other.pk}/end/")
    assert elsewhere.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 200


def test_ending_all_others(client, person):
    others = [signed_in(person), signed_in(person)]
    client.post("/account/sessions/end-others/")
    assert [other.get("/account/").status_code for other in others] == [302, 302]
    assert client.get("/account/").status_code == 200


def test_anothers_session_is_not_there(client, person):
    stranger = UserFactory()
    elsewhere = signed_in(stranger)
    theirs = UserSession.objects.get(user=stranger)
    assert client.post(f"/account/sessions/{theirs.pk}/end/").status_code == 404
    assert elsewhere.get("/account/").status_code == 200


def test_owner_reads_what_was_taken_down(client, person):
    image = ImageFactory(owner=person, prompt="Skyline with explosion of colour")
    case = opening.report(image, reason="rights")
    deciding.decide(case, deciding.Verdict("removed", "rights"), by=UserFactory(is_moderator=True))
    page = client.get("/account/").content.decode()
    assert "Refused and taken down" in page
    assert f"/cases/{case.pk}/" in page


@pytest.mark.parametrize("path", ["/accounts/email/", "/accounts/sessions/"])
def test_allauths_own_pages_lead_here(client, person, path):
    assert client.get(path)["Location"] == "/account/"
    assert client.post(path, {"action_add": "", "email": "evil@example.org"})["Location"] == "/account/"
    assert not EmailAddress.objects.filter(email="evil@example.org").exists()
