"""The tray as a designer uses it: files in, order by the keyboard, a role, and off."""

import io

import pytest
from PIL import Image as Pixels
from playwright.sync_api import expect

from studio.models import Run

pytestmark = pytest.mark.browser


def file(name, color):
    out = io.BytesIO()
    Pixels.new("RGB", (640, 640), color).save(out, "PNG")
    return {"name": name, "mimeType": "image/png", "buffer": out.getvalue()}


def held_back(page, pattern):
    """Requests that the page makes wait until the returned function is called, and until its answer is drawn."""
    waiting, free = [], []

    def hold(route):
        if free:
            route.continue_()
        else:
            waiting.append(route)

    page.route(pattern, hold)

    def let_go():
        free.append(True)
        page.evaluate("() => { drawn = new Promise(done => document.addEventListener('htmx:afterSettle', done)) }")
        for route in waiting:
            route.continue_()
        page.evaluate("() => drawn.then(() => 0)")

    return let_go


def test_references_are_put_in_order_and_given_roles(mira):
    page = mira.goes_to("/?model=ideogram/V3")
    page.set_input_files("[data-reference-files]", [file("teal.png", "teal"), file("sand.png", "tan")])
    places = page.locator("#tray .ref")
    expect(places).to_have_count(2)
    first, second = (places.nth(n).get_attribute("data-id") for n in (0, 1))

    redrawn = held_back(page, "**/compose/panel/")
    with page.expect_request("**/compose/panel/"):
        page.evaluate("() => { htmx.trigger('#panel-body', 'redraw') }")
    places.nth(0).locator("[data-move]").press("ArrowRight")
    redrawn()
    expect(places.nth(0)).to_have_attribute("data-id", second)
    expect(places.nth(1).locator("[data-move]")).to_be_focused()

    places.nth(1).locator("select").select_option("style")
    page.fill("textarea[name=prompt]", "image 1 in the style of image 2")
    page.press("textarea[name=prompt]", "Control+Enter")
    expect(page.locator(".run", has_text="image 1 in the style").first).to_be_visible()
    sent = Run.objects.get(prompt__startswith="image 1").run_references
    assert [(str(id), role) for id, role in sent.values_list("image_id", "role")] == [(second, ""), (first, "style")]
    assert mira.complaints == []


def test_the_focus_stays_when_a_reference_goes_and_when_a_press_is_refused(mira):
    page = mira.goes_to("/?model=gemini/gemini-2.5-flash-image")
    with page.expect_response("**/compose/panel/"):
        page.set_input_files("[data-reference-files]", [file("teal.png", "teal"), file("sand.png", "tan")])
    page.wait_for_function("() => !document.querySelector('.htmx-request')")  # what is drawn anew takes no key
    places = page.locator("#tray .ref")
    expect(places).to_have_count(2)
    for left in (1, 0):
        with page.expect_response("**/compose/panel/"):
            places.nth(0).locator(".out").press("Enter")
        expect(places).to_have_count(left)
        expect(places.nth(0).locator("[data-move]") if left else page.locator(".add-ref")).to_be_focused()
    page.fill("textarea[name=prompt]", " ".join(["{a|b|c|d|e|f|g|h|i|j}"] * 7))
    page.locator(".generate .go").press("Enter")
    expect(page.locator("#composer-notes [role=alert]")).to_contain_text("10 000 000".replace(" ", "\u202f"))
    expect(page.locator("textarea[name=prompt]")).to_be_focused()


def test_files_that_find_no_room_are_named(mira):
    page = mira.goes_to("/?model=gemini/gemini-2.5-flash-image")
    colours = ["teal", "tan", "navy", "olive", "plum", "coral", "gray"]
    page.set_input_files("[data-reference-files]", [file(f"{colour}.png", colour) for colour in colours])
    expect(page.get_by_role("alert").filter(has_text="takes 3")).to_contain_text(
        "Left out: olive.png, plum.png, coral.png and 1 more."
    )
    expect(page.locator("#tray .ref")).to_have_count(3)
