"""Every page in dark and light, on a desk and on a phone: axe finds nothing serious, the console stays empty."""

import pytest
from playwright.sync_api import expect

from gallery.access import Role
from gallery.models import Image, User
from gallery.people.publishing import publish
from tests.e2e.site import DESK, PHONE
from tests.factories import MembershipFactory
from tests.processes.stack import BASE, until

pytestmark = pytest.mark.browser

COLOUR_RULES = ("color-contrast", "link-in-text-block")  # a scheme changes nothing else (see below)


def pages(image, team):
    return [
        "/",
        f"/runs/{image.output.generation.run_id}/",
        "/gallery/",
        f"/gallery/images/{image.pk}/",
        f"/gallery/images/{image.pk}/edit/",
        f"/images/{image.pk}/edit/",
        f"/images/{image.pk}/crop/",
        f"/images/{image.pk}/extend/",
        f"/gallery/teams/{team.pk}/",
        "/gallery/trash/",
        "/gallery/upload/",
        "/account/",
        "/vendors/",
        "/teams/",
        f"/teams/{team.pk}/",
        "/held/",
        "/held/decided/",
        "/held/rules/",
        "/held/rules/new/",
        "/held/hashes/",
        "/held/terms/",
        "/audit/",
        "/retention/",
        "/accounts/password/change/",
        "/gallery/?q=nothing+like+it",
        "/nowhere/",
    ]


@pytest.fixture
def furnished(mira):
    """A run with a refusal and a picture that hangs in a team."""
    page = mira.page
    for prompt in ("refuse-prompt", "a quiet harbour at dawn"):
        page.fill("textarea[name=prompt]", prompt)
        page.press("textarea[name=prompt]", "Control+Enter")
        expect(page.locator(".run", has_text=prompt).first).to_be_visible()
    image = until(lambda: Image.objects.filter(renditions__gte=1).first())
    User.objects.update(is_moderator=True, is_superuser=True)
    team = MembershipFactory(user=image.owner, role=Role.OWNER).team
    publish(image, team=team, by=image.owner)
    return image, team


def test_no_page_has_a_serious_fault(furnished, visitor):
    faults = {}
    for size in (DESK, PHONE):
        person = visitor(color_scheme="dark", viewport=size)
        person.enters_as(User.objects.get())
        for path in pages(*furnished):
            page = person.goes_to(path)
            found = {"dark": person.violations()}
            page.emulate_media(color_scheme="light", reduced_motion="reduce")  # no colour on its way
            found["light"] = person.violations(*COLOUR_RULES)
            page.emulate_media(color_scheme="dark", reduced_motion="no-preference")
            faults |= {f"{path} {scheme} {size['width']}": seen for scheme, seen in found.items() if seen}
        complaints = [text for text in person.complaints if "404" not in text]
        if complaints:
            faults[f"console at {size['width']}"] = complaints
    assert faults == {}


def test_a_scheme_changes_colours_alone():
    """Which is why the light one is looked at for its colours alone: CSS takes light-dark() for nothing else."""
    sheets = {path.name: path.read_text() for path in (BASE / "static" / "css").rglob("*.css")}
    assert [name for name, text in sheets.items() if "prefers-color-scheme" in text] == []
    assert {name for name, text in sheets.items() if "data-theme" in text} <= {"tokens.css"}


def test_no_page_scrolls_sideways_on_a_phone(furnished, visitor):
    person = visitor(viewport={"width": 320, "height": 640})
    person.enters_as(User.objects.get())
    wide = [
        path
        for path in pages(*furnished)
        if person.goes_to(path).evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    ]
    assert wide == []


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"])
def test_the_way_in_has_no_serious_fault(designer, visitor, path):
    person = visitor()
    person.goes_to(path)
    assert person.violations() == []
    assert person.complaints == []
