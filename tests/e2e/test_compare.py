"""From the wall to a winner by keyboard: select, compare, zoom all at once, flip, pick."""

import pytest
from playwright.sync_api import expect

from gallery.models import Image, Pick
from tests.e2e.site import PHONE
from tests.e2e.test_main_path import READY
from tests.processes.stack import until

pytestmark = pytest.mark.browser


@pytest.fixture
def pair(mira):
    """Two finished pictures."""
    page = mira.page
    for prompt in ("amber glass packshot", "long dunes"):
        page.fill("textarea[name=prompt]", prompt)
        page.press("textarea[name=prompt]", "Control+Enter")
        expect(page.locator(".run", has_text=prompt).locator("img").first).to_be_visible(timeout=READY)
    return list(Image.objects.all())


def scale_of(page, number):
    return page.evaluate(f"new DOMMatrix(getComputedStyle(document.querySelectorAll('.piece')[{number}]).transform).a")


def test_two_are_selected_compared_and_one_wins_by_keyboard_alone(mira, pair):
    page = mira.goes_to("/gallery/")
    page.locator(".walls .wall a").first.focus()
    page.keyboard.press(" ")
    page.keyboard.press("ArrowRight")
    page.keyboard.press(" ")
    expect(page.locator("#selection [data-count]")).to_have_text("2 selected")
    page.keyboard.press("c")
    expect(page.locator("[data-column]")).to_have_count(2)
    expect(page.get_by_role("link", name="Back to the gallery (Esc)").locator("svg")).to_be_visible()
    page.wait_for_load_state()
    page.keyboard.press("+")
    assert scale_of(page, 0) == pytest.approx(1.4)
    assert scale_of(page, 1) == pytest.approx(1.4)
    page.keyboard.press("z")
    assert scale_of(page, 1) == 1
    page.keyboard.press("m")
    expect(page.locator("[data-wipe]")).to_be_visible()
    page.keyboard.press("m")
    page.locator("[data-column]").nth(1).locator("header").hover()
    expect(page.locator(".view").nth(1)).to_be_visible()
    expect(page.locator(".view").nth(0)).not_to_be_visible()
    page.keyboard.press("h")
    expect(page.locator(".name").first).not_to_be_visible()
    page.keyboard.press("2")
    expect(page.locator(".winner").nth(1)).to_have_attribute("aria-pressed", "true")
    assert Pick.objects.get().image == pair[1]
    mira.goes_to("/gallery/")
    expect(page.locator(".wall .picked")).to_have_count(1)
    assert mira.complaints == []


def test_pictures_begin_where_their_heads_end(mira, pair):
    page = mira.goes_to(f"/gallery/compare/?ids={pair[0].pk},{pair[1].pk}")
    head, view = (page.locator(f"[data-column] > {part}").first.bounding_box() for part in ("header", ".view"))
    assert head["y"] + head["height"] == view["y"]


def test_a_selection_goes_to_the_trash_and_comes_back(mira, pair):
    page = mira.goes_to("/gallery/")
    page.locator(".walls .wall a").first.focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("f")
    expect(page.locator(".wall .picked")).to_have_count(2)
    page.keyboard.press("Delete")
    expect(page.locator(".walls .wall a")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    until(lambda: Image.objects.filter(trashed_at=None, quarantine="").count() == 2)
    assert mira.complaints == []


def test_a_phone_shows_two_at_a_time_without_scrolling_the_page_sideways(pair, visitor):
    person = visitor(viewport=PHONE, has_touch=True)
    person.enters_as(pair[0].owner)
    page = person.goes_to(f"/gallery/compare/?ids={pair[0].pk},{pair[1].pk}")
    widths = page.evaluate("[...document.querySelectorAll('.view')].map(view => Math.round(view.clientWidth))")
    assert widths == [194, 194]
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert person.violations() == []
