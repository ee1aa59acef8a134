"""Run again as a hand presses it: a double click is one press, a later press is another."""

import pytest
from playwright.sync_api import expect

from studio.models import Run
from tests.e2e.test_main_path import READY, generates

pytestmark = pytest.mark.browser


def test_a_double_click_runs_again_once_and_a_later_click_once_more(mira):
    generates(mira, "a quiet harbour at dawn")
    page, first = mira.page, Run.objects.get()
    button = page.locator(f"#run-{first.pk} [data-name=again]")
    expect(button).to_contain_text("$")
    button.dblclick()
    expect(page.locator(".run")).to_have_count(2, timeout=READY)
    expect(page.locator(f"#run-{first.pk} .label [name=key]")).not_to_have_value(Run.objects.first().idempotency_key)
    button.click()
    expect(page.locator(".run")).to_have_count(3, timeout=READY)
    assert Run.objects.count() == 3
    assert mira.complaints == []
