"""One walk: upload several, select by mouse and key, lay on a board, order it by hand, rate, tag, and take it back."""

import pytest
from playwright.sync_api import expect

from gallery.models import Board, Image, Rating, Tagging
from tests.e2e.site import PHONE
from tests.gallery.pictures.drawing import encoded
from tests.processes.stack import until

pytestmark = pytest.mark.browser
TILES = ".walls .wall > li"
COLORS = ((60, 40), (40, 60), (50, 50), (80, 40))


def files():
    return [
        {"name": f"study {number}.png", "mimeType": "image/png", "buffer": encoded(size=(10 * wide, 10 * high))}
        for number, (wide, high) in enumerate(COLORS)
    ]


def uploaded(mira):
    """Through the page, with progress; a file that is none is told and keeps nobody waiting."""
    page = mira.goes_to("/gallery/upload/")
    page.set_input_files("form.upload input[type=file]", files())
    page.wait_for_url("**/gallery/")
    expect(page.locator(TILES)).to_have_count(len(COLORS))
    return page


def test_what_is_refused_is_told_and_not_counted(mira):
    """A proxy refuses by a page of its own."""
    page = mira.goes_to("/gallery/upload/")

    def refused(route):
        if b"study 1.png" in (route.request.post_data_buffer or b""):
            route.fulfill(status=413, content_type="text/html", body="<h1>Request Entity Too Large</h1>")
        else:
            route.continue_()

    page.route("**/api/**", refused)
    page.set_input_files(
        "form.upload input[type=file]", [*files(), {"name": "no.png", "mimeType": "image/png", "buffer": b"%PDF-1.4"}]
    )
    expect(page.locator("#uploading [data-uploads-done]")).to_be_visible()
    expect(page.locator("#uploading strong")).to_have_text(f"{len(COLORS) - 1} of {len(COLORS) + 1} uploaded")
    expect(page.locator("#uploading .failed")).to_have_count(2)
    expect(page.locator("#uploading .failed").last).to_contain_text("This is no picture")


def order_on(page):
    return [
        link.split("/")[-2] for link in page.locator(f"{TILES} > a").evaluate_all("all => all.map(a => a.pathname)")
    ]


def test_pictures_are_uploaded_selected_laid_ordered_rated_tagged_and_taken_back(mira):
    page = uploaded(mira)

    first, last = page.locator(TILES).first.bounding_box(), page.locator(TILES).last.bounding_box()
    page.mouse.move(first["x"] - 12, first["y"] - 4)
    page.mouse.down()
    page.mouse.move(first["x"] + 20, first["y"] + 20, steps=3)
    page.mouse.move(last["x"] + 20, last["y"] + 20, steps=5)
    page.mouse.up()
    expect(page.locator("#selection [data-count]")).to_have_text("4 selected")
    expect(page.locator("[data-select-all]")).to_have_text("All 4 that match")

    page.keyboard.press("b")
    page.fill("#bulk-board", "Packshots")
    page.press("#bulk-board", "Enter")
    expect(page.locator("#toasts")).to_contain_text("4 pictures laid on Packshots.")
    board = Board.objects.get()
    page.locator(TILES).first.hover()
    page.keyboard.press("4")
    expect(page.locator("#toasts")).to_contain_text("4 pictures rated 4.")
    expect(page.locator(f"{TILES} > .rated")).to_have_text(["★ 4"] * 4)
    page.keyboard.press("t")
    page.fill("#bulk-tags", "wet slate")
    page.press("#bulk-tags", "Enter")
    expect(page.locator("#toasts")).to_contain_text("Tags of 4 pictures changed.")
    page.locator("#toasts").get_by_text("Undo").click()
    expect(page.locator("#toasts")).to_contain_text("Undone for 4 pictures.")
    assert (Rating.objects.filter(stars=4).count(), Tagging.objects.count()) == (4, 0)

    page = mira.goes_to(f"/boards/{board.pk}/")
    before = order_on(page)
    page.locator(f"{TILES} > a").first.focus()
    page.keyboard.press("Alt+ArrowRight")
    moved = [before[1], before[0], *before[2:]]
    assert order_on(page) == moved
    until(lambda: [str(pk) for pk in board.items.values_list("image_id", flat=True)] == moved, what="the order is lost")
    page.locator(f"{TILES} > a").last.drag_to(page.locator(TILES).first, target_position={"x": 5, "y": 20})
    dragged = [moved[3], *moved[:3]]
    until(
        lambda: [str(pk) for pk in board.items.values_list("image_id", flat=True)] == dragged, what="the drag is lost"
    )
    assert mira.violations() == []
    assert mira.complaints == []


def test_a_phone_selects_by_its_button_and_has_the_acts_at_hand(mira, visitor):
    uploaded(mira)
    phone = visitor(viewport=PHONE, has_touch=True, is_mobile=True, storage_state=mira.context.storage_state())
    page = phone.goes_to("/gallery/")
    page.locator("[data-select-mode]").tap()
    for number in (0, 2):
        page.locator(f"{TILES} > a").nth(number).tap()
    expect(page.locator("#selection")).to_be_visible()
    page.locator("[popovertarget=more-menu]").tap()
    page.locator("#more-menu").get_by_text("Move to trash").tap()
    expect(page.locator("#toasts")).to_contain_text("2 pictures moved to trash")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert phone.violations("target-size", "color-contrast", "button-name") == []
    assert Image.objects.exclude(trashed_at=None).count() == 2
    assert phone.complaints == []
