"""Where passkeys are offered, and what a browser is asked for. That they work: tests/e2e/test_passkeys.py."""

import pytest
from django.conf import settings as configured
from django.test import RequestFactory
from django.urls import reverse

from gallery.people import passkeys
from gallery.people.factor_forms import AddPasskeyForm
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
HOSTS = ["localhost", "127.0.0.1", "[::1]", "10.0.0.7", "studio.example", "pin.localhost"]


@pytest.fixture
def mira(settings):
    settings.ALLOWED_HOSTS = HOSTS
    return UserFactory(username="mira")


@pytest.mark.parametrize(
    ("host", "secure", "said"),
    [
        ("localhost:8000", False, ""),
        ("pin.localhost", False, ""),
        ("studio.example", True, ""),
        ("studio.example", False, "HTTPS"),
        ("127.0.0.1:8000", False, "at localhost"),
        ("[::1]:8000", False, "at localhost"),
        ("10.0.0.7", True, "by its name"),
    ],
)
def test_they_work_by_name_over_https_and_on_the_own_machine(mira, host, secure, said):
    why = passkeys.why_not(RequestFactory().get("/", headers={"host": host}, secure=secure))
    assert said in why
    assert bool(why) == bool(said)


@pytest.mark.parametrize(("host", "offered"), [("localhost", True), ("127.0.0.1", False)])
def test_nothing_is_offered_that_would_fail(client, mira, host, offered):
    where = {"headers": {"host": host}}
    assert (reverse("mfa_login_webauthn") in client.get(reverse("account_login"), **where).content.decode()) == offered
    client.post(reverse("account_login"), {"login": "mira", "password": PASSWORD}, **where)
    for name in ("mfa_index", "mfa_list_webauthn"):
        page = client.get(reverse(name), **where).content.decode()
        assert (reverse("mfa_add_webauthn") in page) == offered
        assert ("Passkeys need a host name" in page) != offered
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD}, **where)
    add = client.get(reverse("mfa_add_webauthn"), **where).content.decode()
    assert ("data-passkey" in add) == offered
    assert ("Passkeys need a host name" in add) != offered


def test_the_browser_is_asked_for_one_that_signs_in_without_a_name(client, mira):
    client.post(reverse("account_login"), {"login": "mira", "password": PASSWORD}, headers={"host": "localhost"})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD}, headers={"host": "localhost"})
    asked = client.get(reverse("mfa_add_webauthn"), headers={"host": "localhost"})
    options = asked.context["js_data"]["creation_options"]["publicKey"]
    assert options["rp"] == {"id": "localhost", "name": "Pinacoteca"}
    wanted = options["authenticatorSelection"]
    assert (wanted["residentKey"], wanted["userVerification"]) == ("required", "required")
    assert "passwordless" not in asked.context["form"].fields


def test_a_key_that_keeps_no_name_is_refused(mira):
    form = AddPasskeyForm({"credential": '{"clientExtensionResults": {"credProps": {"rk": false}}}'}, user=mira)
    assert not form.is_valid()
    assert "keeps no name" in str(form.errors["credential"])


def test_no_origin_but_https_and_the_own_machine_is_believed():
    assert not configured.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN
