"""An empty instance: whoever comes first makes the administrator."""

import pytest
from playwright.sync_api import expect

from gallery.models import User
from tests.factories import PASSWORD

pytestmark = pytest.mark.browser


def test_the_first_visit_makes_the_administrator(site, visitor):
    site.restart_web()
    person = visitor()
    page = person.goes_to("/")
    page.fill("[name=username]", "mira")
    page.fill("[name=password]", PASSWORD)
    page.click("main form button")
    expect(page.get_by_role("heading", name="Connect the gateway")).to_be_visible()
    person.goes_to("/")
    expect(page.locator("textarea[name=prompt]")).to_be_visible()
    assert User.objects.get().is_superuser
    assert person.complaints == []
