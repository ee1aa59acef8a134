"""How people get in, by the API; who else asks is in the permission tables."""

import pytest
from allauth.mfa.models import Authenticator

from gallery.audit import Act
from gallery.models import AuditEntry, Entrance, User
from tests.studio.api.test_people import ask  # noqa: F401

pytestmark = pytest.mark.django_db
SAID = {
    "signup": "domains",
    "domains": ["Example.org", "@example.com"],
    "newcomers": "guest",
    "vouched": False,
    "second_factor": False,
}


def test_it_is_set_as_by_the_page(ask):  # noqa: F811
    kept = ask("put", "/entrance", SAID)
    assert kept == SAID | {"domains": ["example.org", "example.com"]} == ask("get", "/entrance")
    assert (Entrance.current().signup, AuditEntry.objects.filter(act=Act.SETTINGS_CHANGED).count()) == ("domains", 1)


@pytest.mark.parametrize("domains", [[], ["no domain"], ["-"]])
def test_domains_that_are_none_are_refused_with_words(ask, domains):  # noqa: F811
    assert ask("put", "/entrance", SAID | {"domains": domains}, 422)["errors"]["domains"]


def test_who_asks_a_second_factor_of_others_has_one(ask):  # noqa: F811
    wanted = SAID | {"second_factor": True}
    assert ask("put", "/entrance", wanted, 422)["errors"]["second_factor"]
    assert not Entrance.current().second_factor
    Authenticator.objects.create(user=User.objects.get(is_superuser=True), type="totp", data={})
    ask("put", "/entrance", wanted)
    assert ask("get", "/entrance")["second_factor"]
