"""Rows of the option panel that come and go with another one."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

GPT = "openai/gpt-image-1.5"


def test_a_row_comes_with_the_value_that_it_needs_and_stays_while_it_is_changed(mira):
    page = mira.goes_to(f"/?model={GPT}")
    page.locator("#panel summary", has_text="Advanced").first.click()
    compression = page.locator("[data-option$=output_compression]")
    expect(compression).to_be_hidden()
    page.get_by_role("radio", name="JPEG").check()
    expect(compression).to_be_visible()
    page.get_by_role("radio", name="PNG").check()
    expect(compression).to_be_hidden()
    page.get_by_role("radio", name="WebP").check()
    compression.locator("input").first.fill("60")
    page.get_by_role("radio", name="PNG").check()
    expect(compression).to_be_visible()
    assert mira.complaints == []
