"""The mask editor as a hand uses it, and what of the picture changed in the end."""

import io

import pytest
from PIL import Image as Pixels
from PIL import ImageChops
from playwright.sync_api import expect

from gallery.files import storage
from gallery.models import Image
from studio.models import Run
from tests.e2e.site import PHONE
from tests.e2e.test_main_path import READY, generates
from tests.processes.stack import until

pytestmark = pytest.mark.browser


@pytest.fixture
def editing(mira):
    """The edit page of a picture of 1024 × 1024."""
    generates(mira, "a quiet harbour at dawn")
    picture = Image.objects.get()
    page = mira.goes_to(f"/images/{picture.pk}/edit/")
    expect(page.locator(".edit.drawing")).to_be_visible()
    return page, picture


@pytest.fixture
def drawing(stack):
    """A sandbox that draws anew each time, and so repaints."""
    stack.sandbox.configure(plain=False)
    yield
    stack.sandbox.configure(plain=True)


def drags(page, *points):
    """Along these points, each in shares of the picture."""
    box = page.locator(".drawn").bounding_box()
    at = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    page.mouse.move(*at[0])
    page.mouse.down()
    for x, y in at[1:]:
        page.mouse.move(x, y, steps=4)
    page.mouse.up()


def mask_png(size, box):
    mask = Pixels.new("L", size)
    mask.paste(255, box)
    file = io.BytesIO()
    mask.save(file, "PNG")
    return {"name": "mask.png", "mimeType": "image/png", "buffer": file.getvalue()}


def pixels(image):
    with storage.local_original(image) as path, Pixels.open(path) as file:
        return file.convert("RGB")


def test_only_what_is_masked_is_repainted_and_the_version_appears(drawing, mira, editing):
    page, picture = editing
    share = page.locator("#mask-share")
    page.keyboard.press("m")
    drags(page, (0.5, 0.5), (0.75, 0.75))
    expect(share).to_have_text("Mask 6%")
    page.fill("#e-prompt", "a red buoy")
    page.locator(".edit-panel .go").click()
    expect(page.locator(".version.ready")).to_be_visible(timeout=READY)
    run = Run.objects.exclude(mask=None).get()
    made = Image.objects.get(kind="generated", prompt="a red buoy")
    left, top, right, bottom = ImageChops.difference(pixels(made), pixels(picture)).getbbox()
    assert min(left, top) >= 510
    assert max(right, bottom) <= 770
    assert (run.mask.width, run.mask.height) == (picture.width, picture.height)
    expect(share).to_have_text("Mask 6%")
    assert mira.complaints == []


def test_the_picture_on_the_stage_has_no_frame_and_fills_its_sheet(editing):
    page, _ = editing
    sheet = page.locator(".edit-stage > .drawn")
    assert sheet.evaluate("it => getComputedStyle(it).borderTopWidth") == "0px"
    assert sheet.bounding_box() == sheet.locator("img.shown").bounding_box()


def test_brush_invert_undo_and_redo(mira, editing):
    page, _ = editing
    share = page.locator("#mask-share")
    drags(page, (0.3, 0.5), (0.7, 0.5))
    expect(share).to_have_text("Mask 2%")
    page.keyboard.press("x")
    expect(share).to_have_text("Mask 98%")
    for _ in range(2):
        page.keyboard.press("Control+z")
    expect(share).to_have_text("No mask yet")
    page.keyboard.press("Control+Shift+z")
    expect(share).to_have_text("Mask 2%")
    page.keyboard.press("e")
    drags(page, (0.3, 0.5), (0.7, 0.5))
    expect(share).to_have_text("No mask yet")
    assert mira.complaints == []


def test_a_mask_by_file_by_figures_and_after_a_reload(mira, editing):
    page, picture = editing
    share = page.locator("#mask-share")
    page.locator("#mask-file").set_input_files(mask_png((1024, 1024), (0, 0, 512, 1024)))
    expect(share).to_have_text("Mask 50%")
    page.locator("#mask-file").set_input_files(mask_png((64, 64), (0, 0, 64, 64)))
    expect(page.get_by_role("alert")).to_contain_text("64 × 64")
    expect(share).to_have_text("Mask 50%")
    page.locator("[popovertarget=figures]").click()
    page.fill("#figure-left", "512")
    page.fill("#figure-wide", "256")
    page.locator("[data-figures=more]").click()
    expect(share).to_have_text("Mask 75%")
    until(lambda: page.evaluate(f"sessionStorage.getItem('mask-{picture.pk}') !== null"))
    page.reload()
    expect(share).to_have_text("Mask 75%")
    page.locator("[popovertarget=figures]").click()
    with page.expect_download() as download:
        page.locator("[data-mask-download]").click()
    with Pixels.open(download.value.path()) as file:
        assert file.size == (picture.width, picture.height)
        assert file.convert("L").crop((0, 0, 768, 1024)).getextrema() == (255, 255)
        assert file.convert("L").crop((768, 0, 1024, 1024)).getextrema() == (0, 0)


def test_fingers_draw_with_one_and_zoom_with_two(editing):
    page, _ = editing
    zoom = page.locator("#zoom").text_content()
    page.evaluate(
        """() => {
            const stage = document.querySelector(".edit-stage");
            const box = stage.getBoundingClientRect();
            const at = (type, id, x) => stage.dispatchEvent(new PointerEvent(type, {
                pointerId: id, pointerType: "touch", button: 0, buttons: 1, bubbles: true, cancelable: true,
                clientX: box.x + box.width * x, clientY: box.y + box.height / 2 }));
            at("pointerdown", 11, 0.45); at("pointermove", 11, 0.46);
            at("pointerdown", 12, 0.55); at("pointermove", 12, 0.75);
            at("pointerup", 11, 0.46); at("pointerup", 12, 0.75);
        }"""
    )
    expect(page.locator("#zoom")).not_to_have_text(zoom)
    expect(page.locator("#mask-share")).to_have_text("No mask yet")


def test_a_crop_by_hand_is_a_new_picture(mira, editing):
    _, picture = editing
    page = mira.goes_to(f"/images/{picture.pk}/crop/")
    page.locator("input[name=ratio][value='16:9']").check(force=True)
    expect(page.locator("#reshape-size")).to_have_text("1024 × 576")
    page.get_by_role("button", name="Crop").click()
    expect(page.locator("body")).to_contain_text("1024 × 576")
    assert Image.objects.get(relation="crop").parent == picture
    assert mira.complaints == []


def test_on_a_phone_the_panel_is_a_sheet_behind_its_line(mira, editing):
    page, _ = editing
    page.set_viewport_size(PHONE)
    line, prompt = page.locator(".edit-peek"), page.locator("#e-prompt")
    expect(prompt).to_be_hidden()
    line.click()
    expect(prompt).to_be_focused()
    prompt.fill("a red buoy")
    page.keyboard.press("Escape")
    expect(prompt).to_be_hidden()
    expect(line).to_be_focused()
    expect(line).to_have_text("a red buoy")
    assert page.url.endswith("/edit/")
    assert mira.complaints == []


def test_an_edit_without_words_goes_to_its_field_and_is_forgotten_once_it_runs(mira, editing):
    page, _ = editing
    prompt, error = page.locator("#e-prompt"), page.locator("#edit-form .error")
    page.locator(".edit-panel .go").press("Enter")
    expect(error).to_have_text("Write a prompt.")
    expect(prompt).to_be_focused()
    prompt.fill("a red boat")
    prompt.press("Control+Enter")
    expect(page.locator(".version.ready")).to_be_visible(timeout=READY)
    expect(error).to_have_count(0)
    expect(prompt).not_to_have_attribute("aria-invalid", "true")


TOLD = "document.dispatchEvent(new CustomEvent('toast', {detail: {text: 'The mask was not taken.', failed: true}}))"


@pytest.mark.parametrize(("path", "strip"), [("/images/{}/edit/", ".versions ol"), ("/gallery/images/{}/", ".film ul")])
def test_a_failed_toast_leaves_the_strip_of_pictures_free(editing, mira, path, strip):
    _, picture = editing
    mira.goes_to("/")
    generates(mira, "long dunes in late afternoon")
    page = mira.goes_to(path.format(picture.pk))
    page.evaluate(TOLD)
    toast, below = page.locator(".toast"), page.locator(strip)
    expect(toast).to_be_visible()
    assert toast.bounding_box()["y"] + toast.bounding_box()["height"] <= below.locator("img").first.bounding_box()["y"]
