"""A passkey in a browser: made, used in the place of name and password, used after the password, removed, refused."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from playwright.sync_api import expect

from tests.factories import PASSWORD

pytestmark = pytest.mark.browser


@pytest.fixture
def here(site):
    """Passkeys need a host name, so that the site is opened by the one which this machine has."""
    return site.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def keyed(visitor, designer):
    """Somebody with a device that keeps passkeys and knows its owner. The site hashes as it does outside of tests."""
    designer.password = PBKDF2PasswordHasher().encode(PASSWORD, "salt-of-a-test-12345678", iterations=1000)
    designer.save(update_fields=["password"])
    person = visitor()
    wire = person.context.new_cdp_session(person.page)
    wire.send("WebAuthn.enable")
    facts = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    device = {"options": facts | {"isUserVerified": True, "automaticPresenceSimulation": True}}
    person.device = wire.send("WebAuthn.addVirtualAuthenticator", device)["authenticatorId"]
    person.wire = wire
    return person


def sign_in(page, here):
    page.goto(f"{here}/accounts/login/")
    page.fill("[name=login]", "mira")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(person):
    person.context.clear_cookies()


def add_passkey(page, here):
    page.goto(f"{here}/account/")
    page.get_by_role("link", name="Sign-in and second factors").click()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def stored(person):
    return person.wire.send("WebAuthn.getCredentials", {"authenticatorId": person.device})["credentials"]


def test_a_passkey_signs_in_by_itself_until_it_is_removed(keyed, here):
    page = keyed.page
    sign_in(page, here)
    page.wait_for_url(f"{here}/")
    add_passkey(page, here)
    assert [(one["isResidentCredential"], one["rpId"]) for one in stored(keyed)] == [(True, "localhost")]
    sign_out(keyed)
    page.goto(f"{here}/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{here}/")
    page.goto(f"{here}/accounts/2fa/webauthn/")
    expect(page.locator(".rows")).to_contain_text("used")
    page.get_by_role("link", name="Remove").click()
    asked, remove = page.get_by_role("heading", name="Is it you?"), page.get_by_role("button", name="Remove")
    expect(asked.or_(remove)).to_be_visible()
    if asked.is_visible():
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Go on").click()
    remove.click()
    expect(page.get_by_text("None yet.")).to_be_visible()
    assert not Authenticator.objects.filter(type="webauthn").exists()
    sign_out(keyed)
    page.goto(f"{here}/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator(".toast, .message:visible").first).to_contain_text("not known here")
    assert page.goto(f"{here}/gallery/").url.startswith(f"{here}/accounts/login/")
    assert keyed.complaints == []


def test_a_passkey_is_the_second_step_after_the_password(keyed, here):
    page = keyed.page
    sign_in(page, here)
    page.wait_for_url(f"{here}/")
    add_passkey(page, here)
    sign_out(keyed)
    sign_in(page, here)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    expect(page.get_by_label("Recovery code")).to_be_visible()
    assert keyed.violations() == []
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{here}/")
    assert keyed.complaints == []


def test_a_device_that_says_no_is_told_of_beside_the_button(keyed, here):
    keyed.page.goto(f"{here}/accounts/login/")
    keyed.wire.send("WebAuthn.setUserVerified", {"authenticatorId": keyed.device, "isUserVerified": False})
    button = keyed.page.get_by_role("button", name="Sign in with a passkey")
    button.click()
    expect(keyed.page.get_by_role("alert")).to_have_text(re.compile("No passkey was used"))
    expect(button).to_be_enabled()


def test_by_a_number_no_passkey_is_offered(visitor, designer):
    person = visitor()
    page = person.goes_to("/accounts/login/")
    expect(page.get_by_role("button", name="passkey")).to_have_count(0)
    person.enters_as(designer)
    expect(person.goes_to("/accounts/2fa/").get_by_text("Passkeys need a host name")).to_be_visible()
