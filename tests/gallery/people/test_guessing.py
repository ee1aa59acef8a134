"""What stands between a guesser and an account: codes work once, guesses are counted, nobody vouches by hearsay."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gallery.models import User
from gallery.people import shutting
from tests.factories import UserFactory
from tests.gallery.people.test_sign_in import by_provider, is_in, now_code, provider, sign_in

pytestmark = pytest.mark.django_db
__all__ = ["provider"]


@pytest.fixture
def mira():
    return UserFactory(username="mira")


@pytest.fixture
def secret(mira):
    made = generate_totp_secret()
    TOTP.activate(mira, made)
    return made


def with_code(code):
    client = Client()
    sign_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code})
    return client


@pytest.mark.parametrize("later", [1, 40])
def test_a_code_of_the_app_works_once_for_as_long_as_it_is_taken(secret, time_machine, later):
    """It is taken before and after its own half minute, so that a clock may be wrong by as much."""
    time_machine.move_to("2026-11-03T10:00:05Z", tick=False)
    code = now_code(secret)
    assert is_in(with_code(code))
    time_machine.shift(later)
    assert not is_in(with_code(code))
    assert is_in(with_code(now_code(secret))) == (later == 40)


def test_guesses_at_the_second_step_are_counted_by_person(secret):
    for _ in range(6):
        assert not is_in(with_code("000000"))
    assert not is_in(with_code(now_code(secret)))


def code_by_mail(client, email):
    client.post(reverse("account_request_login_code"), {"email": email})
    return re.search(r"^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})?)\s*$", mail.outbox[-1].body, re.M)[1]


def test_a_mailed_code_takes_three_guesses(client, mira):
    code = code_by_mail(client, mira.email)
    for _ in range(3):
        client.post(reverse("account_confirm_login_code"), {"code": "WRONG"})
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert not is_in(client)


def test_a_mailed_code_signs_nobody_else_in_and_nobody_twice(client, mira):
    code = code_by_mail(client, mira.email)
    other = Client()
    other.post(reverse("account_request_login_code"), {"email": "nobody@example.org"})
    other.post(reverse("account_confirm_login_code"), {"code": code})
    assert not is_in(other)
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert is_in(client)
    client.post(reverse("account_logout"))
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert not is_in(client)


def test_codes_are_mailed_to_one_address_a_few_times_a_minute(mira):
    ask = reverse("account_request_login_code")
    answers = [Client().post(ask, {"email": mira.email}).status_code for _ in range(5)]
    assert answers == [302, 302, 302, 200, 200]
    assert len([one for one in mail.outbox if mira.email in one.to]) == 3


@pytest.mark.parametrize(("state", "enters"), [("open", True), ("suspended", True), ("closed", False)])
def test_a_passkey_opens_no_closed_account(client, mira, monkeypatch, state, enters):
    """Whoever is suspended signs in, reads what is theirs and makes nothing new, by whichever way."""
    row = Authenticator.objects.create(user=mira, type="webauthn", data={"name": "laptop", "credential": {}})
    monkeypatch.setattr(webauthn, "parse_authentication_response", lambda response: response)
    monkeypatch.setattr(webauthn, "extract_user_from_response", lambda response: mira)
    monkeypatch.setattr(webauthn, "complete_authentication", lambda user, response: row)
    if state == "suspended":
        User.objects.filter(pk=mira.pk).update(suspended_at=timezone.now(), suspended_why="Unpaid bills")
    if state == "closed":
        shutting.shut(mira, by=None)
    mira.refresh_from_db()
    answer = client.post(
        reverse("mfa_login_webauthn"), {"credential": '{"id": "k"}'}, HTTP_HOST="localhost", follow=True
    )
    assert is_in(client) == enters
    if state == "suspended":
        assert client.post(reverse("run-create"), {"prompt": "a harbour"}).status_code == 403
    if state == "closed":
        assert "This account is closed" in answer.content.decode()


@pytest.mark.parametrize("claims", [{"email_verified": False}, {"email_verified": None}, {"email_verified": "false"}])
def test_an_address_that_the_provider_did_not_confirm_opens_nobodys_account(client, provider, mira, claims):
    by_provider(client, provider, email=mira.email, sub="9", **claims)
    assert not is_in(client)
    assert list(User.objects.all()) == [mira]


def test_an_address_of_somebody_else_is_refused_with_the_way_out(client, provider, mira):
    by_provider(client, provider, email=mira.email, sub="9", email_verified=False)
    answer = client.post(reverse("socialaccount_signup"), {"username": "evil", "email": mira.email})
    (told,) = answer.context["form"].errors["email"]
    assert "Sign in with it, then connect Halden." in told
    assert list(User.objects.all()) == [mira]


@pytest.mark.parametrize("broken", ["silent", "confused"])
def test_a_provider_that_is_down_is_told_on_a_page_of_ours(client, provider, mira, monkeypatch, broken):
    if broken == "silent":
        provider.stop()
    else:
        config = {"/.well-known/openid-configuration": {"issuer": provider.url}}
        monkeypatch.setattr(provider, "answers", lambda: config)
    answer = client.get(reverse("openid_connect_login", args=["oidc"]))
    assert answer.status_code == 503
    assert "did not let you in" in answer.content.decode()
