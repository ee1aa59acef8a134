"""The family of a picture by keyboard: its looks, its branch's name, its tips; and the focus after every swap."""

import pytest
from playwright.sync_api import expect

from gallery.models import Image
from tests.e2e.test_main_path import generates
from tests.factories import ImageFactory
from tests.processes.stack import until

pytestmark = pytest.mark.browser


def focused(page):
    return page.evaluate("document.activeElement.textContent.trim()")


@pytest.fixture
def family(mira, designer):
    generates(mira, "a quiet harbour at dawn")
    first = Image.objects.get()
    children = [ImageFactory(owner=designer, parent=first, relation=name) for name in ("remix", "edit")]
    mira.goes_to(f"/gallery/images/{first.pk}/")
    return first, *children


def test_a_family_is_walked_named_and_compared_by_keys(mira, family):
    page = mira.page
    page.get_by_role("link", name="Lineage").focus()
    page.keyboard.press("Shift+L")
    expect(page.locator(".lineage > li")).to_have_count(3)
    until(lambda: focused(page).startswith("Lineage"))
    page.keyboard.press("v")
    expect(page.locator(".lineage.by-time")).to_be_visible()
    assert page.url.endswith("?tab=lineage&as=list")
    page.keyboard.press("Shift+N")
    page.get_by_label("What the line from this picture on is called").fill("Low sun")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The branch “Low sun” begins here.")).to_be_visible()
    until(lambda: focused(page) == "Rename this branch")
    assert mira.violations() == []
    page.keyboard.press("Shift+T")
    expect(page.locator(".compare")).to_have_attribute("data-n", "2")
    assert not [told for told in mira.complaints if "404" not in told]  # the rows of this test have no files


def test_what_is_no_name_is_put_right_where_it_was_written(mira, family):
    page = mira.page
    mira.goes_to(f"/gallery/images/{family[0].pk}/?tab=lineage")
    page.keyboard.press("Shift+N")
    field = page.get_by_label("What the line from this picture on is called")
    field.evaluate("field => field.removeAttribute('maxlength')")
    field.fill("x" * 81)
    page.keyboard.press("Enter")
    expect(page.locator("#branch-name_error")).to_be_visible()
    expect(field).to_have_value("x" * 81)
    expect(field).to_be_focused()


def test_without_script_a_branch_gets_its_name(visitor, designer, family):
    person = visitor(java_script_enabled=False)
    person.enters_as(designer)
    page = person.goes_to(f"/gallery/images/{family[0].pk}/?tab=lineage&as=list")
    page.locator("summary", has_text="Name this branch").click()
    page.get_by_label("What the line from this picture on is called").fill("Low sun")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The branch “Low sun” begins here.")).to_be_visible()
    assert page.url.endswith("as=list")


def test_the_red_dot_and_tags_keep_the_focus(mira, family):
    page = mira.page
    dot = page.get_by_role("button", name="Pick (F)")
    dot.focus()
    page.keyboard.press("Enter")
    expect(dot).to_have_attribute("aria-pressed", "true")
    expect(dot).to_be_focused()
    page.locator("#tagging [name=add]").fill("final")
    page.keyboard.press("Enter")
    expect(page.locator("#tagging").get_by_text("final").first).to_be_visible()
    expect(page.locator("#tagging [name=add]")).to_be_focused()
