"""People in a browser: an administrator suspends a member, who is told."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from gallery.models import Group
from tests.e2e.site import DESK, PHONE
from tests.factories import UserFactory

pytestmark = pytest.mark.browser
PAGES = ("/people/", "/people/mira/", "/groups/", "/entrance/", "/accounts/2fa/", "/accounts/login/")


@pytest.fixture
def lena(visitor, designer):
    person = visitor()
    person.enters_as(UserFactory(username="lena", display_name="Lena Brandt", is_superuser=True))
    return person


def look(person, name):
    """Keeps what it looks like, where somebody asks for it."""
    if folder := os.environ.get("PICTURES"):
        person.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_an_administrator_suspends_a_member_who_reads_why(lena, mira):
    page = lena.goes_to("/people/?q=mir")
    page.get_by_role("link", name="mira").click()
    page.get_by_label("Reason").fill("Unpaid bills")
    page.get_by_role("button", name="Suspend").click()
    expect(page.locator(".toast")).to_contain_text("is suspended")
    there = mira.goes_to("/gallery/")
    expect(there.locator(".topbar")).to_contain_text("Unpaid bills")
    look(mira, "suspended")
    page.get_by_role("button", name="Lift the suspension").click()
    expect(there.locator("body")).to_be_visible()
    assert "suspended" not in mira.goes_to("/gallery/").content()
    lena.goes_to("/people/lena/").locator("#id_role").select_option("member")
    lena.page.get_by_role("button", name="Set the role").click()
    expect(lena.page.get_by_role("alert")).to_contain_text("Nobody else administers")
    lena.complaints = [one for one in lena.complaints if "409" not in one]
    assert lena.complaints + mira.complaints == []


def test_the_pages_about_people_have_no_serious_fault(lena, visitor, designer):
    group = Group.objects.create(name="Interns")
    group.members.add(designer)
    faults = {}
    for scheme, size in (("dark", DESK), ("light", PHONE)):
        person = visitor(color_scheme=scheme, viewport=size)
        person.context.add_cookies(lena.context.cookies())
        for path in (*PAGES, f"/groups/{group.pk}/"):
            person.goes_to(path)
            look(person, f"{path.strip('/').replace('/', '-')[:20]}-{scheme}")
            if found := person.violations():
                faults[scheme, path] = found
        if person.complaints:
            faults[scheme] = person.complaints
    assert faults == {}
