"""Files that are dropped, windows that are small, and eyes that want nothing to move."""

import base64
import io

import pytest
from PIL import Image as Pixels
from PIL.PngImagePlugin import PngInfo
from playwright.sync_api import expect

from gallery.models import Board, Image
from tests.e2e.test_main_path import READY, generates
from tests.factories import ImageFactory

pytestmark = pytest.mark.browser

CARRY = """([name, data]) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)), carried = new DataTransfer();
    carried.items.add(new File([bytes], name, { type: "image/png" }));
    return carried;
}"""
MOVING = "document.getAnimations().filter((one) => one.playState === 'running').map((one) => one.animationName)"
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL = {"width": 320, "height": 640}
TWICE = {"width": 720, "height": 450}  # 1440 × 900 at 200 %


def carried(page, name="dune.png", text="long dunes at noon\nSteps: 20, Seed: 4711, Size: 512x512"):
    info = PngInfo()
    info.add_text("parameters", text)
    file = io.BytesIO()
    Pixels.new("RGB", (320, 240), "tan").save(file, "PNG", pnginfo=info)
    return page.evaluate_handle(CARRY, [name, base64.b64encode(file.getvalue()).decode()])


def dropped(page, selector, **options):
    files = carried(page, **options)
    for event in ("dragenter", "dragover", "drop"):
        page.dispatch_event(selector, event, {"dataTransfer": files})


def test_a_dropped_file_is_a_reference_a_recipe_and_a_picture_of_a_board(mira, designer):
    page = mira.page
    dropped(page, "#c-prompt")
    expect(page.locator("#tray .ref")).to_have_count(1)
    page.locator("#toasts").get_by_text("Show it").click()
    expect(page.locator("#recovered")).to_contain_text("4711")
    page.keyboard.press("Escape")
    ImageFactory(owner=designer)
    page = mira.goes_to("/gallery/")
    dropped(page, ".walls")
    expect(page.locator("#recovered")).to_contain_text("long dunes at noon")
    page.keyboard.press("Escape")
    dropped(page, ".walls", text="")
    expect(page.locator("#toasts")).to_contain_text("This file carries no recipe that can be read.")
    board = Board.objects.create(owner=designer, name="Dunes")
    page = mira.goes_to(f"/boards/{board.pk}/")
    dropped(page, "[data-drop-upload]", name="on the board.png")
    expect(page.locator(".walls .wall > li")).to_have_count(1)
    assert board.items.get().image.file_name == "on the board.png"
    assert [text for text in mira.complaints if "404" not in text] == []  # the file of a row made here


@pytest.mark.parametrize("size", [SMALL, TWICE], ids=["320", "200 %"])
def test_nothing_moves_and_nothing_scrolls_sideways(mira, visitor, size):
    generates(mira, "a quiet harbour at dawn")
    generates(mira, "long dunes in late afternoon")
    one, two = Image.objects.values_list("pk", flat=True)
    person = visitor(viewport=size, reduced_motion="reduce", storage_state=mira.context.storage_state())
    paths = ("/", "/gallery/", f"/gallery/images/{one}/", f"/images/{one}/edit/", f"/gallery/compare/?ids={one},{two}")
    found = {}
    for path in paths:
        page = person.goes_to(path)
        page.wait_for_load_state("networkidle")
        found[path] = (page.evaluate(WIDE), page.evaluate(MOVING))
    page = person.goes_to("/")
    page.evaluate("document.querySelector('#c-prompt').value = 'a slow harbour fault:gate'")
    page.evaluate("document.querySelector('#composer').requestSubmit()")
    run = page.locator(".run", has_text="a slow harbour").first
    expect(run.locator("[data-word]")).to_have_text("Sent", timeout=READY)
    found["while it runs"] = (page.evaluate(WIDE), page.evaluate(MOVING))
    assert found == dict.fromkeys(found, (0, []))
    assert person.complaints == []
