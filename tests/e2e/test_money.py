"""Money as a designer meets it: a budget that is too small, one that suffices, a question, and the figures after it."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from gallery.models import User
from studio.models import InstanceSettings, Run
from tests.e2e.site import PHONE
from tests.e2e.test_main_path import READY

pytestmark = pytest.mark.browser

ASKED = "/?prompt=a+quiet+harbour&model=openai/gpt-image-1-mini&count=1"  # $0.011


def sets_a_budget(person, dollars):
    page = person.goes_to("/usage/budgets/?book=demo")
    page.fill("#budget-limit", dollars)
    page.get_by_role("button", name="Set the budget").click()
    expect(page.locator(".budgets")).to_contain_text("This studio")


def test_over_a_budget_then_asked_once_then_in_the_books(mira):
    User.objects.update(is_superuser=True)
    sets_a_budget(mira, "0.01")
    page = mira.goes_to(ASKED)
    expect(page.locator(".generate .short")).to_have_text("$0.01 left")
    page.click(".generate .go")
    expect(page.locator("#composer-notes")).to_contain_text("$0.02 is more than the $0.01 left in this studio.")
    assert not Run.objects.exists()

    sets_a_budget(mira, "5")
    InstanceSettings(ask_above=Decimal("0.01")).save()
    page = mira.goes_to(ASKED)
    page.click(".generate .go")
    question = page.get_by_role("alertdialog")
    expect(question).to_contain_text("Run 1 picture for ≈ $0.02?")
    expect(question).to_contain_text("$4.98 is left in this studio after it.")
    page.keyboard.press("Escape")
    expect(question).to_have_count(0)
    page.click(".generate .go")
    question.get_by_role("button", name="Run 1").click()
    expect(page.locator(".run .tile.hung")).to_have_count(1, timeout=READY)
    expect(page.locator("#money")).to_contain_text("$4.98 left")

    page = mira.goes_to("/usage/?book=demo")
    expect(page.locator(".figures .main dd")).to_have_text("$0.02")
    expect(page.locator(".ledger")).to_contain_text("a quiet harbour")
    page.set_viewport_size(PHONE)
    table = page.locator(".scroll-x:has(.by-model)")
    expect(table).to_contain_text("GPT")
    assert table.evaluate("it => it.scrollWidth - it.clientWidth") == 0
    assert mira.violations() == []
    assert [line for line in mira.complaints if "422" not in line] == []
