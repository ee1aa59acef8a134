"""A recipe goes back into the composer, and Undo brings back what was being written."""

import pytest
from playwright.sync_api import expect

from gallery.models import Image
from tests.e2e.test_main_path import generates
from tests.processes.stack import until

pytestmark = pytest.mark.browser


def drafts(page, words):
    page.fill("textarea[name=prompt]", words)
    until(lambda: page.evaluate("JSON.stringify(Object.values(localStorage))").count(words.replace(" ", "+")))


def test_a_recalled_recipe_can_be_undone_and_a_part_leaves_the_rest(mira):
    page = mira.page
    generates(mira, "a quiet harbour at dawn")
    image = Image.objects.get()
    drafts(page, "half a thought")
    mira.goes_to(f"/gallery/images/{image.pk}/")
    page.keyboard.press("a")
    prompt = page.locator("textarea[name=prompt]")
    expect(prompt).to_have_value("a quiet harbour at dawn")
    page.get_by_role("button", name="Undo").click()
    expect(prompt).to_have_value("half a thought")
    mira.goes_to(f"/?from={image.pk}&take=size")
    expect(prompt).to_have_value("half a thought")
    page.reload()
    expect(prompt).to_have_value("half a thought")
    assert mira.complaints == []
