"""Every way in: a code by mail, an authenticator app, the company's provider; invitations, domains, what is asked."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gallery.audit import Act
from gallery.models import ApiToken, AuditEntry, Entrance, Group, User, Welcome
from gallery.people import standing, welcoming
from studio import bootstrap
from tests.factories import PASSWORD, UserFactory
from tests.gallery.people.provider import Provider

pytestmark = pytest.mark.django_db
ACCOUNT = {"username": "jonas", "email": "jonas@halden.example", "password1": PASSWORD}


@pytest.fixture
def mira():
    return UserFactory(username="mira")


def sign_in(client, name="mira"):
    return client.post(reverse("account_login"), {"login": name, "password": PASSWORD})


def is_in(client):
    return client.get(reverse("gallery")).status_code == 200


def now_code(secret):
    return totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))


def with_app(client):
    """Turns the authenticator app on; its secret."""
    sign_in(client)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert client.post(reverse("mfa_activate_totp"), {"code": "000000"}).status_code == 200
    assert client.post(reverse("mfa_activate_totp"), {"code": now_code(secret)}).status_code == 302
    return secret


def test_a_code_by_mail_signs_in_once_and_tells_nobody_who_has_an_account(client, mira):
    ask = reverse("account_request_login_code")
    for email in (mira.email, "nobody@example.org"):
        assert Client().post(ask, {"email": email}).status_code == 302
    assert len([one for one in mail.outbox if mira.email in one.to]) == 1
    client.post(ask, {"email": mira.email})
    code = re.search(r"^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})?)\s*$", mail.outbox[-1].body, re.M)[1]
    assert "code is on its way" in client.get(reverse("account_confirm_login_code")).content.decode()
    assert client.post(reverse("account_confirm_login_code"), {"code": "wrong"}).status_code == 200
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert is_in(client)
    assert AuditEntry.objects.get(act=Act.SIGNED_IN).details == {"how": ["code"]}


def test_an_authenticator_app_is_asked_after_the_password(client, mira, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        secret = with_app(client)
    row = Authenticator.objects.get(user=mira, type="totp")
    assert secret not in str(row.data)
    told = AuditEntry.objects.filter(act=Act.SECOND_FACTOR_CHANGED, actor_id=mira.pk)
    assert "totp_activated" in [one.details["what"] for one in told]
    codes = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    there = Client()
    assert sign_in(there).url == reverse("mfa_authenticate")
    assert not is_in(there)
    assert "One more step" in there.get(reverse("mfa_authenticate")).content.decode()
    assert there.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    there.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert is_in(there)
    assert AuditEntry.objects.filter(act=Act.SIGNED_IN).latest("pk").details == {"how": ["password", "recovery_codes"]}
    again = Client()
    sign_in(again)
    assert again.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 200
    assert not is_in(again)


def test_a_second_factor_may_be_asked_of_those_who_decide(client, mira):
    Entrance.objects.create(second_factor=True)
    User.objects.update(is_moderator=True)
    sign_in(client)
    assert client.get(reverse("held")).url == reverse("mfa_index")
    with_app(client)
    assert client.get(reverse("held")).status_code == 200


def test_domains_are_let_in_once_the_address_is_confirmed(client, mira):
    Entrance.objects.create(signup="domains", domains="halden.example", newcomers="guest")
    wrong = client.post(reverse("account_signup"), ACCOUNT | {"email": "jonas@example.org"})
    assert "@halden.example" in wrong.content.decode()
    assert User.objects.count() == 1
    client.post(reverse("account_signup"), ACCOUNT)
    assert not is_in(client)
    link = re.search(r"http\S+/accounts/confirm-email/\S+", mail.outbox[-1].body)[0]
    assert "Is this your address?" in client.get(urlsplit(link).path).content.decode()
    client.post(urlsplit(link).path)
    sign_in(client, "jonas")
    assert is_in(client)
    assert User.objects.get(username="jonas").is_guest


@pytest.mark.parametrize("when", ["before it is confirmed", "later"])
def test_whom_an_administrator_closed_a_confirmed_address_does_not_let_in(client, mira, when):
    User.objects.update(is_superuser=True)
    mira.refresh_from_db()
    Entrance.objects.create(signup="domains", domains="halden.example")
    if when == "later":
        jonas = UserFactory(username="jonas", email=ACCOUNT["email"])
        EmailAddress.objects.create(user=jonas, email=jonas.email, primary=True)
    else:
        client.post(reverse("account_signup"), ACCOUNT)
        jonas = User.objects.get(username="jonas")
    assert standing.close(jonas, by=mira)
    sign_in(client, "jonas")
    for link in re.findall(r"http\S+/accounts/confirm-email/\S+", "".join(one.body for one in mail.outbox)):
        client.post(urlsplit(link).path)
    sign_in(client, "jonas")
    assert not is_in(client)
    assert not User.objects.get(username="jonas").is_active
    assert standing.reopen(jonas, by=mira)
    sign_in(client, "jonas")
    assert is_in(client)


def test_an_invitation_makes_one_account_as_it_says(client, mira):
    User.objects.update(is_superuser=True)
    mira.refresh_from_db()
    Entrance.objects.create(signup="invited")
    group = Group.objects.create(name="Press")
    _, token = welcoming.invite(role="moderator", groups=[group], email="", by=mira)
    assert "closed" in client.get(reverse("account_signup")).content.decode()
    second = Client()
    for one in (client, second):
        assert "Come in" in one.get(reverse("welcome", args=[token])).content.decode()
    client.post(reverse("account_signup"), ACCOUNT)
    jonas = User.objects.get(username="jonas")
    assert (jonas.standing, list(jonas.circles.all())) == ("moderator", [group])
    assert "closed" in second.post(reverse("account_signup"), ACCOUNT | {"username": "x"}).content.decode()
    assert second.get(reverse("welcome", args=[token])).status_code == 404
    assert token not in str(Welcome.objects.values())
    assert AuditEntry.objects.filter(act=Act.INVITATION_ACCEPTED, actor_id=jonas.pk).exists()


@pytest.mark.parametrize("went", ["member", "suspended", "closed"])
def test_an_administrator_who_is_none_any_more_lets_nobody_in(client, mira, went):
    """Least of all themselves, as an administrator again."""
    User.objects.update(is_superuser=True)
    mira.refresh_from_db()
    Entrance.objects.create(signup="invited")
    _, token = welcoming.invite(role="administrator", groups=[], email="", by=mira)
    browser = Client()
    assert browser.get(reverse("welcome", args=[token])).status_code == 200
    gone = {"member": {"is_superuser": False}, "suspended": {"suspended_at": timezone.now()}}
    User.objects.update(**gone.get(went, {"is_active": False}))
    assert "closed" in browser.post(reverse("account_signup"), ACCOUNT).content.decode()
    assert not User.objects.filter(username="jonas").exists()
    assert client.get(reverse("welcome", args=[token])).status_code == 404


def test_the_entrance_page_saves_refuses_and_invites(client, mira):
    User.objects.update(is_superuser=True)
    client.force_login(mira)
    wrong = client.post(reverse("entrance-save"), {"signup": "domains", "domains": "", "newcomers": "member"})
    assert "Name a domain" in wrong.content.decode()
    good = {"signup": "domains", "domains": "@Halden.example\nx.org", "newcomers": "member", "vouched": "on"}
    assert client.post(reverse("entrance-save"), good | {"domains": "no domain"}).status_code == 422
    for _ in range(2):
        assert client.post(reverse("entrance-save"), good).status_code == 302
    assert Entrance.objects.get().domains == "halden.example\nx.org"
    made = client.post(reverse("welcome-invite"), {"email": "a@b.example", "role": "guest"})
    assert made.status_code == 201
    assert "/join/" in mail.outbox[-1].body
    client.post(reverse("welcome-revoke", args=[Welcome.objects.get().pk]))
    assert not Welcome.objects.open().exists()


@pytest.fixture
def provider(settings):
    made = Provider()
    env = bootstrap.Environment()
    settings.SOCIALACCOUNT_PROVIDERS = bootstrap.oidc(made.url, env)
    yield made
    made.stop()


def by_provider(client, provider, **claims):
    provider.claims = {"sub": "7", "email_verified": True, "preferred_username": "jonas", **claims}
    out = client.get(reverse("openid_connect_login", args=["oidc"]))
    asked = parse_qs(urlsplit(out.url).query)
    assert out.url.startswith(f"{provider.url}/authorization")
    back = {"code": "c", "state": asked["state"][0]}
    return client.get(reverse("openid_connect_callback", args=["oidc"]), back)


def test_the_companys_provider_lets_people_in_as_the_entrance_says(client, provider, mira):
    Entrance.objects.create(signup="invited", vouched=False, newcomers="guest")
    closed = by_provider(Client(), provider, email="jonas@halden.example")
    assert "closed" in closed.content.decode()
    Entrance.objects.update(vouched=True)
    by_provider(client, provider, email="jonas@halden.example")
    assert is_in(client)
    assert AuditEntry.objects.get(act=Act.SIGNED_IN).details == {"how": ["socialaccount"]}
    jonas = User.objects.get(username="jonas")
    assert (jonas.username, jonas.is_guest) == ("jonas", True)
    again = Client()
    by_provider(again, provider, email="jonas@halden.example")
    assert is_in(again)
    assert User.objects.count() == 2


@pytest.mark.parametrize("verified", [False, True])
def test_who_took_somebodys_address_first_keeps_no_way_in(client, provider, mira, verified):
    """An address that nobody confirmed may be a stranger's account, made ahead of whom the provider vouches for."""
    EmailAddress.objects.create(user=mira, email=mira.email, primary=True, verified=verified)
    _, token = ApiToken.objects.issue(owner=mira, name="mine for ever")
    if not verified:
        Authenticator.objects.create(user=mira, type="totp", data={"secret": "x"})
    by_provider(client, provider, email=mira.email, sub="8")
    assert is_in(client)
    headers = {"Authorization": f"Bearer {token}"}
    assert Client().get("/api/v1/models", headers=headers).status_code == (200 if verified else 401)
    assert not Authenticator.objects.filter(user=mira).exists()
    sign_in(thief := Client())
    assert is_in(thief) == verified
