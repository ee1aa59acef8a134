"""From a picture to a client's approval: a link is made, somebody without an account answers, the maker is told."""

import re

import pytest
from playwright.sync_api import expect

from gallery.files import rendering
from gallery.models import Note, Verdict
from tests.e2e.site import PHONE
from tests.gallery.pictures.drawing import generated

pytestmark = pytest.mark.browser


@pytest.fixture
def picture(mira, designer, tmp_path):
    """With its files, where the site has them."""
    image = generated(tmp_path, owner=designer, size=(800, 600))
    rendering.render(image.pk)
    return image


def shares(mira, image):
    page = mira.goes_to(f"/gallery/images/{image.pk}/")
    page.get_by_role("link", name="Share by a link").click()
    page.get_by_text("Review", exact=True).last.click()
    page.get_by_label("Title").fill("Oro packshots")
    page.get_by_label(re.compile("^Watermark")).fill("Halden, round 1")
    page.get_by_role("button", name="Make the link").click()
    return page.get_by_label("Copy the link now").input_value()


def test_a_client_approves_without_an_account(mira, visitor, picture):
    address = shares(mira, picture)
    client = visitor(viewport=PHONE, has_touch=True, is_mobile=True, color_scheme="light")
    room = client.goes_to(address.partition("/s/")[1] + address.partition("/s/")[2])
    shown = room.locator(".card-picture img")
    expect(shown).to_have_js_property("complete", True)
    assert shown.evaluate("image => image.naturalWidth") > 0
    assert room.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert client.violations() == []

    room.get_by_role("button", name="Approve", exact=True).click()
    expect(room.get_by_role("button", name="Approved")).to_be_visible()
    box = shown.bounding_box()
    shown.tap(position={"x": box["width"] / 4, "y": box["height"] / 2})
    room.get_by_label("What should be different?").fill("Gold here, as on the collar")
    room.get_by_label(re.compile("Your name")).fill("Carin")
    room.get_by_role("button", name="Keep the note").click()
    expect(room.locator(".card-note")).to_contain_text("Carin")
    room.get_by_role("button", name="I’m done").last.click()
    expect(room.locator(".room-thanks")).to_contain_text("1 approved, 0 rejected, 1 note")
    assert Verdict.objects.get().answer == "approve"
    note = Note.objects.get()
    assert (abs(note.x - 0.25) < 0.02, abs(note.y - 0.5) < 0.02) == (True, True)

    page = mira.goes_to("/notices/")
    expect(page.locator("#content")).to_contain_text("Carin is done with a review")
    page.get_by_role("link", name="Oro packshots").click()
    page.get_by_role("link", name="Edit here").click()
    expect(page.get_by_label("What should be here instead?")).to_have_value("Gold here, as on the collar")
    page.wait_for_function("document.querySelector('.edit-stage').desk.share > 0")
    share = page.evaluate("document.querySelector('.edit-stage').desk.share")
    assert 0.005 < share < 0.1

    mira.goes_to("/shares/").get_by_role("link", name="Oro packshots").click()
    page.get_by_role("button", name="Turn link off").click()
    room.reload()
    expect(room.locator("h1")).to_have_text("This link is closed")
    assert [text for text in client.complaints if "404" not in text] == []
    assert mira.complaints == []
