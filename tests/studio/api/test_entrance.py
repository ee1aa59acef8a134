"""How people get in, by the API; who else asks is in the permission tables."""

import pytest

from gallery.audit import Act
from gallery.models import AuditEntry, Entrance
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
