"""An administrator sets the studio up and switches a model off; a member sees why in the picker."""

import pytest
from playwright.sync_api import expect

from gallery.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.browser

MINI = "openai/gpt-image-1-mini"
WHY = "Too dear until December"


def sets_up(boss):
    page = boss.goes_to("/setup/")
    page.get_by_role("link", name="Do it Picture storage").click()
    page.get_by_role("button", name="Test it").click()
    expect(page.get_by_text("Same bytes")).to_be_visible()
    assert boss.violations() == []
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Which models may the studio use?")).to_be_visible()
    page.get_by_role("button", name="Skip for now").click()
    page.get_by_label("Dollars a month").fill("300")
    page.get_by_role("button", name="Set the budget").click()
    page.get_by_role("button", name="Skip for now").click()
    expect(page.get_by_text("Skipped").first).to_be_visible()


def switches_off(boss):
    page = boss.goes_to(f"/models/{MINI}/")
    page.fill("#why", WHY)
    page.get_by_role("button", name="Switch it off").click()
    expect(page.locator("#content")).to_contain_text(WHY)
    for path in ("/models/", f"/models/{MINI}/dry-run/", "/keys/", "/health/"):
        boss.goes_to(path)
        assert boss.violations() == [], path


def test_setting_up_then_a_model_off_and_a_member_sees_why(mira, visitor):
    User.objects.update(is_superuser=True)
    sets_up(mira)
    switches_off(mira)
    member = visitor()
    member.enters_as(UserFactory(username="jonas"))
    page = member.goes_to("/")
    row = page.locator(".model-row", has=page.locator(f"[value='{MINI}']"))
    expect(row).to_contain_text(WHY)
    expect(row.locator("input")).to_be_disabled()
    assert mira.complaints + member.complaints == []
