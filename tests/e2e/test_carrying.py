"""Carried by mouse, key and finger: boards in their row, pictures on their board, and pictures onto another one."""

import pytest
from playwright.sync_api import expect

from gallery.models import Board
from gallery.organising import boards
from tests.e2e.site import PHONE
from tests.factories import ImageFactory
from tests.processes.stack import until

pytestmark = pytest.mark.browser
TILES = ".walls .wall > li"
TABLET = {"width": 1024, "height": 768}


@pytest.fixture
def row(stack, designer):
    return [boards.create(name=name, by=designer) for name in ("Packshots", "Headers", "Social")]


@pytest.fixture
def laid(row, designer):
    images = [ImageFactory(owner=designer) for _ in range(5)]
    boards.add(row[0], images, by=designer)
    return images


def kept(*names):
    until(lambda: tuple(Board.objects.values_list("name", flat=True)) == names, what=f"the order is not {names}")


def lying_on(board, images):
    wanted = [image.pk for image in images]
    until(lambda: list(board.items.values_list("image_id", flat=True)) == wanted, what="they do not lie there so")


def middle(locator, *, across=0.5, down=0.5):
    box = locator.bounding_box()
    return box["x"] + box["width"] * across, box["y"] + box["height"] * down


def leaf(page, name):
    return page.locator(".tree li[data-board]", has_text=name)


def drags(page, start, *points):
    """With the button held at the last of the points."""
    page.mouse.move(*start)
    page.mouse.down()
    for point in points:
        page.mouse.move(*point, steps=6)
        page.mouse.move(point[0] + 1, point[1])


class Finger:
    """One finger on the glass, as the device reports it."""

    def __init__(self, page):
        self.wire = page.context.new_cdp_session(page)

    def touch(self, kind, *point):
        points = [{"x": point[0], "y": point[1]}] if point else []
        self.wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def goes(self, start, end, steps=6):
        for step in range(1, steps + 1):
            self.touch("touchMove", *(a + (b - a) * step / steps for a, b in zip(start, end, strict=True)))


def finger_of(person, visitor, size, path):
    phone = visitor(viewport=size, has_touch=True, is_mobile=True, storage_state=person.context.storage_state())
    page = phone.goes_to(path)
    return page, Finger(page)


def test_boards_change_places_in_the_tree_by_mouse_and_key_with_undo(row, mira):
    page = mira.goes_to("/boards/")
    drags(page, middle(leaf(page, "Social")), middle(leaf(page, "Packshots"), down=0.2))
    expect(leaf(page, "Packshots")).to_have_attribute("data-drop-at", "start")
    page.mouse.up()
    expect(page.locator(".tree li[data-board]")).to_have_text(["Social0", "Packshots0", "Headers0"])
    expect(page.locator(".board-card strong")).to_have_text(["Social", "Packshots", "Headers"])
    kept("Social", "Packshots", "Headers")
    page.locator("#toasts").get_by_text("Undo").click()
    expect(page.locator("#toasts")).to_contain_text("The board stands where it stood.")
    kept("Packshots", "Headers", "Social")

    leaf(page, "Packshots").locator("a").focus()
    page.keyboard.press("Alt+ArrowDown")
    kept("Headers", "Packshots", "Social")
    expect(leaf(page, "Packshots").locator("a")).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    kept("Packshots", "Headers", "Social")
    card = page.locator(".board-card", has_text="Packshots")
    drags(page, middle(card), middle(page.locator(".board-card", has_text="Social"), across=0.9))
    page.mouse.up()
    kept("Headers", "Social", "Packshots")
    assert mira.complaints == []


def test_a_board_changes_places_under_a_finger(row, mira, visitor):
    page, finger = finger_of(mira, visitor, PHONE, "/boards/")
    card = page.locator(".board-card", has_text="Packshots")
    start, end = middle(card), middle(page.locator(".board-card", has_text="Headers"), across=0.9)
    finger.touch("touchStart", *start)
    expect(card).to_have_attribute("data-moving", "")
    finger.goes(start, end)
    expect(page.locator(".board-card", has_text="Headers")).to_have_attribute("data-drop-at", "end")
    finger.touch("touchEnd")
    kept("Headers", "Packshots", "Social")
    expect(page).to_have_url(f"{mira.site.url}/boards/")


def test_pictures_are_laid_on_a_board_of_the_tree_one_and_many(row, laid, mira):
    page = mira.goes_to(f"/boards/{row[0].pk}/")
    drags(page, middle(page.locator(TILES).first), middle(leaf(page, "Headers")))
    expect(leaf(page, "Headers")).to_have_attribute("data-drop-at", "in")
    page.mouse.up()
    expect(page.locator("#toasts")).to_contain_text("1 picture laid on Headers.")
    expect(leaf(page, "Headers").locator("small")).to_have_text("1")
    lying_on(row[1], laid[:1])

    for number in (1, 3):
        page.locator(f"{TILES} > a").nth(number).click(modifiers=["Control"])
    drags(page, middle(page.locator(TILES).nth(3)), middle(leaf(page, "Social")))
    page.mouse.up()
    expect(page.locator("#toasts")).to_contain_text("2 pictures laid on Social.")
    lying_on(row[2], [laid[1], laid[3]])
    lying_on(row[0], laid)
    page.locator("#toasts").get_by_text("Undo").click()
    expect(page.locator("#toasts")).to_contain_text("Undone for 2 pictures.")
    lying_on(row[2], [])

    page.locator(f"{TILES} > a").nth(4).focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("b")
    page.locator("#board-menu button", has_text="Social").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("pictures laid on Social.")
    assert row[2].items.count() == 5


def test_pictures_change_places_under_a_finger_and_are_laid_elsewhere(row, laid, mira, visitor):
    page, finger = finger_of(mira, visitor, TABLET, f"/boards/{row[0].pk}/")
    page.locator(".on-board").evaluate("head => scrollTo(0, head.getBoundingClientRect().top + scrollY - 80)")
    start, end = middle(page.locator(TILES).nth(2)), middle(page.locator(TILES).first, across=0.2)
    finger.touch("touchStart", *start)
    expect(page.locator("#selection [data-count]")).to_have_text("1 selected")
    finger.goes(start, end)
    expect(page.locator(TILES).first).to_have_attribute("data-drop-at", "start")
    finger.touch("touchEnd")
    lying_on(row[0], [laid[2], laid[0], laid[1], *laid[3:]])

    start, end = middle(page.locator(TILES).first), middle(leaf(page, "Social"))
    finger.touch("touchStart", *start)
    expect(page.locator(TILES).first).to_have_attribute("data-moving", "")
    finger.goes(start, end)
    expect(leaf(page, "Social")).to_have_attribute("data-drop-at", "in")
    finger.touch("touchEnd")
    lying_on(row[2], [laid[2]])


def test_a_finger_selects_a_range_by_drawing_and_by_a_second_long_touch(laid, designer, mira, visitor):
    page, finger = finger_of(mira, visitor, PHONE, "/gallery/")
    tiles, told = page.locator(TILES), page.locator("#selection [data-count]")
    start = middle(tiles.first)
    finger.touch("touchStart", *start)
    expect(told).to_have_text("1 selected")
    finger.goes(start, middle(tiles.nth(2)))
    expect(told).to_have_text("3 selected")
    finger.goes(middle(tiles.nth(2)), middle(tiles.nth(1)))
    expect(told).to_have_text("2 selected")
    finger.touch("touchEnd")
    expect(told).to_have_text("2 selected")

    page.reload()
    page.locator("[data-clear-selection]").tap()
    finger.touch("touchStart", *middle(tiles.first))
    expect(told).to_have_text("1 selected")
    finger.touch("touchEnd")
    finger.touch("touchStart", *middle(tiles.nth(3)))
    expect(told).to_have_text("4 selected")
    finger.touch("touchEnd")
    expect(page).to_have_url(f"{mira.site.url}/gallery/")
