"""Acts by their keys: of a run, of one picture in it, while the prompt is written, and on the picture's page."""

import re

import pytest
from playwright.sync_api import expect

from gallery.models import Image
from studio.models import Generation, Run
from tests.e2e.test_main_path import READY, generates
from tests.e2e.test_while_it_runs import press
from tests.factories import ImageFactory
from tests.processes.stack import until

pytestmark = pytest.mark.browser
FIELD = "textarea[name=prompt]"
TWICE = """() => {
    const seen = {};
    for (const element of document.querySelectorAll("[data-key]:not([data-near] [data-key])")) {
        if (element.checkVisibility()) (seen[element.dataset.key] ||= []).push(element.textContent.trim());
    }
    return Object.entries(seen).filter(([, all]) => all.length > 1);
}"""


def away_from_fields(page):
    page.locator("#content").focus()


def test_a_run_is_run_again_reused_and_benched_by_key(mira):
    page = mira.page
    generates(mira, "a quiet harbour at dawn")
    first = Run.objects.get()
    away_from_fields(page)
    page.keyboard.press("Shift+R")
    expect(page.locator(".run")).to_have_count(2, timeout=READY)
    expect(page.locator(f"#run-{Run.objects.first().pk} img").first).to_be_visible(timeout=READY)
    page.locator(f"#run-{first.pk} .prompt a").focus()
    page.keyboard.press("Shift+A")
    page.wait_for_url(re.compile(f"run={first.pk}"))
    away_from_fields(page)
    page.keyboard.press("Shift+B")
    page.wait_for_url(re.compile(f"{Run.objects.first().pk}/bench/"))
    assert Run.objects.count() == 2
    assert mira.complaints == []


def test_a_key_acts_on_the_picture_around_the_focus_alone(mira):
    page = mira.page
    generates(mira, "a quiet harbour at dawn")
    refused = press(page, "refuse-prompt, a still life")
    retry = refused.locator("[data-name=retry]")
    expect(retry).to_be_visible(timeout=READY)
    away_from_fields(page)
    page.keyboard.press("Shift+W")
    assert page.url == f"{mira.site.url}/"
    refused.locator("summary").focus()
    page.keyboard.press("Shift+F")
    until(lambda: Generation.objects.filter(run__prompt__startswith="refuse").count() == 2)
    expect(refused.locator(".tile.ended")).to_have_count(1, timeout=READY)
    picture = page.locator(".tile.hung a.picture").first
    picture.focus()
    page.keyboard.press("r")
    page.wait_for_url(re.compile("remix="))
    expect(page.locator(FIELD)).to_have_value("a quiet harbour at dawn")
    assert mira.complaints == []


def test_the_composer_is_worked_by_key_while_the_prompt_is_written(mira):
    page = mira.page
    page.fill(FIELD, "a harbour")
    page.press(FIELD, "Alt+k")
    expect(page.locator("#breakdown")).to_be_visible()
    page.keyboard.press("Escape")
    page.focus(FIELD)
    page.press(FIELD, "Alt+p")
    expect(page.locator("#preset-menu")).to_be_visible()
    assert page.evaluate("document.activeElement.getAttribute('popovertarget')") == "preset-menu"
    page.keyboard.press("Escape")
    page.focus(FIELD)
    page.press(FIELD, "Alt+i")
    expect(page.locator("[data-accept]").first).to_be_visible(timeout=READY)
    assert page.evaluate(TWICE) == []
    assert mira.complaints == []


def test_the_picture_page_has_keys_for_all_and_no_key_twice(mira):
    page = mira.page
    generates(mira, "a quiet harbour at dawn")
    image = Image.objects.get()
    address = f"/gallery/images/{image.pk}/"
    mira.goes_to(address)
    assert page.evaluate(TWICE) == []
    page.keyboard.press("Shift+L")
    expect(page.locator(".inspector .tabs [aria-current=page]")).to_have_text("Lineage")
    page.keyboard.press("Shift+S")
    page.wait_for_url(re.compile("/shares/new/"))
    for key, there in (("Shift+D", "help="), ("z", "take=size")):
        mira.goes_to(address)
        page.keyboard.press(key)
        page.wait_for_url(re.compile(there))
    for path in (f"/images/{image.pk}/edit/", "/gallery/"):
        mira.goes_to(path)
        assert page.evaluate(TWICE) == []
    assert mira.complaints == []


def test_enter_on_a_tool_of_the_editor_takes_the_tool_and_sends_nothing(mira):
    generates(mira, "a quiet harbour at dawn")
    page = mira.goes_to(f"/images/{Image.objects.get().pk}/edit/")
    page.locator("button[data-tool=eraser]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("button[data-tool=eraser]")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("a")
    expect(page.locator("#mask-share")).to_contain_text("100")
    page.keyboard.press("Delete")
    expect(page.locator("#mask-share")).to_have_text("No mask yet")
    assert Run.objects.count() == 1
    assert mira.complaints == []


def test_what_moved_from_a_narrow_selection_bar_keeps_its_key(mira, designer):
    page = mira.page
    page.set_viewport_size({"width": 600, "height": 800})
    image = ImageFactory(owner=designer)
    mira.goes_to("/gallery/")
    page.locator(".wall a[href]").first.focus()
    page.keyboard.press("Shift+S")  # nothing is selected
    page.keyboard.press("Space")
    expect(page.get_by_role("toolbar")).to_be_visible()
    page.keyboard.press("t")
    expect(page.locator("#bulk-tags")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#more-menu [popovertarget=tag-menu]")).to_be_focused()
    page.keyboard.press("t")
    page.fill("#bulk-tags", "wet slate")
    page.get_by_role("button", name="Put on").click()
    expect(page.locator("#tag-menu")).to_be_hidden()
    expect(page.locator("#more-menu")).to_be_hidden()
    page.keyboard.press("Shift+S")
    expect(page).to_have_url(re.compile(rf"/shares/new/\?ids={image.pk}"))
