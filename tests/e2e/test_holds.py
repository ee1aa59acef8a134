"""A rule as everybody meets it: made on its page, it holds a prompt; reworded, looked at, released, and the picture."""

import pytest
from playwright.sync_api import expect

from gallery.models import RuleVersion, User
from studio.models import LedgerEntry
from tests.e2e.test_main_path import READY
from tests.factories import UserFactory

pytestmark = pytest.mark.browser

ASKED = "/?prompt=blood+on+slate&model=openai/gpt-image-1-mini&count=1"


def test_a_held_prompt_says_why_and_goes_on_once_somebody_looked(mira, visitor):
    lena = visitor()
    lena.enters_as(UserFactory(username="lena", is_superuser=True))
    page = lena.goes_to("/held/rules/new/")
    page.fill("#id_category", "Violence")
    page.fill("#id_terms", "blood")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".rules tbody tr")).to_contain_text("Violence, rule 1")
    assert lena.violations() == []

    page = mira.goes_to(ASKED)
    page.click(".generate .go")
    tile = page.locator(".run .tile.held-up")
    expect(tile).to_contain_text("Waiting for a look.")
    expect(tile).to_contain_text("Rule 1 matched “blood”. Nothing was sent or paid.")
    assert not LedgerEntry.objects.exists()
    assert mira.violations() == []
    tile.get_by_role("link", name="Ask for a look").click()
    page.fill("#id_words", "A label for blood oranges")
    page.get_by_role("button", name="Ask for a look").click()
    expect(page.locator(".run .held-up")).to_be_visible()

    page = lena.goes_to("/held/")
    page.get_by_role("link", name="Begin with the oldest").click()
    expect(page.locator(".item")).to_contain_text("A label for blood oranges")
    page.get_by_role("button", name="Release").click()

    page = mira.page
    expect(page.locator(".run .tile.hung")).to_have_count(1, timeout=READY)
    assert (RuleVersion.objects.count(), User.objects.count()) == (1, 2)
    assert mira.complaints == []
