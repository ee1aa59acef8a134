"""Taking pictures away: many as a ZIP, one cut for a story, a sheet; the name is told while it is written."""

import io
import zipfile

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from gallery.models import Image, User
from tests.e2e.site import PHONE
from tests.e2e.test_main_path import READY
from tests.gallery.export.stored import pixels

pytestmark = pytest.mark.browser


def saved(page, folder, name):
    with page.expect_download() as waiting:
        page.locator("#export footer button").click()
    path = folder / name
    waiting.value.save_as(path)
    return path, waiting.value.suggested_filename


def test_pictures_leave_as_a_zip_a_story_and_a_sheet(mira, visitor, tmp_path):
    page = mira.page
    for prompt in ("amber glass packshot", "long dunes"):
        page.fill("textarea[name=prompt]", prompt)
        page.press("textarea[name=prompt]", "Control+Enter")
        expect(page.locator(".run", has_text=prompt).locator("img").first).to_be_visible(timeout=READY)

    mira.goes_to("/gallery/")
    page.locator(".walls .wall a").first.focus()
    page.keyboard.press("Control+a")
    page.locator("#selection [data-export]").click()
    expect(page.locator("#export h2")).to_have_text("Download 2 pictures")
    page.fill("#export [name=name]", "{bord}")
    expect(page.locator("#export-name .error")).to_contain_text("There is no field {bord}")
    page.fill("#export [name=name]", "{title}_{n}")
    expect(page.locator("#export-name code")).to_have_text("long-dunes_01.png")
    assert mira.violations() == []
    path, _ = saved(page, tmp_path, "all.zip")
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
    assert set(names) >= {"long-dunes_01.png", "amber-glass-packshot_02.png", "recipes.json", "NOTES.txt"}
    expect(page.locator("#export")).not_to_be_visible()

    page.locator("[data-select-all]").click()
    page.locator("#selection [data-export]").click()
    expect(page.locator("#export h2")).to_have_text("Download 2 pictures")
    expect(page.locator("#export [name=where]")).to_have_value("q=")  # not the form that was open before
    expect(page.locator("#export [name=ids]")).to_have_value("")
    page.locator("#export [name=kind][value=sheet]").check(force=True)
    page.locator("#export [name=layout][value=recipes]").check()
    path, _ = saved(page, tmp_path, "sheet.pdf")
    assert "GPT Image" in PdfReader(io.BytesIO(path.read_bytes())).pages[0].extract_text()

    phone = visitor(viewport=PHONE, has_touch=True)
    phone.enters_as(User.objects.get())
    page = phone.goes_to(f"/gallery/images/{Image.objects.order_by('-created_at')[0].pk}/")
    page.locator(".picture-bar [data-export]").click()
    page.select_option("#export [name=format]", "webp")
    page.select_option("#export [name=placement]", "story")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert phone.violations() == []
    path, name = saved(page, tmp_path, "story.webp")
    body = path.read_bytes()
    assert (pixels(body).size, name.endswith("_01.webp")) == ((1080, 1920), True)
    assert b"trainedAlgorithmicMedia" in body
    assert mira.complaints == phone.complaints == []
