"""Finding, walked once: the line and the form say the same, a search is kept, look-alikes, and the place that stays."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image as Pixels
from playwright.sync_api import expect

from gallery import ingest
from gallery.files import rendering
from gallery.models import Image
from gallery.organising import tags
from tests.e2e.site import PHONE
from tests.factories import ImageFactory
from tests.processes.stack import until

pytestmark = pytest.mark.browser

SHAPED = ((60, 90, "teal"), (90, 60, "teal"), (60, 90, "crimson"))


def drawn(width, height, color):
    file = io.BytesIO()
    picture = Pixels.new("RGB", (width, height), color)
    picture.paste("white", (0, 0, width // 3, height // 2))
    picture.save(file, "PNG")
    return SimpleUploadedFile(f"{color}-{width}.png", file.getvalue())


@pytest.fixture
def shelf(stack, designer):
    """Three pictures that look like something, the newest first, above two hundred that do not."""
    for number in range(200):
        at = timezone.now() - timedelta(days=2 + number)
        ImageFactory(owner=designer, prompt=f"fog {number}", created_at=at)
    made = [ingest.add_upload(owner=designer, uploaded_file=drawn(*shaped)) for shaped in SHAPED]
    for image in made:
        rendering.render(image.pk)
    tags.add(made[2:], ["draft"], by=designer, team=None)
    return made


def test_finding_is_walked(shelf, mira):
    page = mira.goes_to("/gallery/")
    tiles = page.locator(".walls .wall > li")
    expect(page.locator(".months a").first).to_be_visible()

    # The line, as it is typed; the form beside it says the same.
    page.keyboard.press("/")
    page.keyboard.type("teal -tag:draft")
    expect(tiles).to_have_count(2)
    expect(page.locator("#count")).to_have_text("2 pictures")
    expect(page.locator(".chip.set")).to_have_count(2)
    assert page.url.endswith("?q=teal+-tag%3Adraft") or page.url.endswith("?q=teal%20-tag%3Adraft")
    page.click('[popovertarget="f-all"]')
    expect(page.locator(".find-all [name=words]")).to_have_value("teal")
    page.check(".find-all [name=shape][value=portrait]", force=True)
    page.click(".find-all button.primary")
    expect(page.locator("#find")).to_have_value("teal shape:portrait -tag:draft")
    expect(tiles).to_have_count(1)
    assert mira.violations() == []

    # Kept under a name, at an address of its own.
    page.get_by_role("link", name="Save search").click()
    page.fill("[name=name]", "Tall and teal")
    page.click("main button.primary")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tall and teal")
    expect(tiles).to_have_count(1)

    # What looks like it, and what has its colour.
    tiles.first.click()
    expect(page.locator(".palette li").first).to_be_visible()
    page.locator(".looks a", has_text="teal").click()
    expect(page.locator("#find")).to_have_value("color:teal")
    expect(tiles).to_have_count(2)

    # An unknown field is told at the line.
    page.fill("#find", "modle:flux")
    expect(page.locator("#find-says")).to_contain_text("Is “model:” meant?")

    stays_in_place(page)
    expected = ("422", "404")  # what was no search, and rows that have no files
    assert [text for text in mira.complaints if not any(status in text for status in expected)] == []

    page.set_viewport_size(PHONE)
    mira.goes_to("/gallery/?q=fog")
    expect(page.locator("#count")).to_have_text("200 pictures")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def top_of(page, prompt):
    return page.get_by_alt_text(prompt, exact=True).evaluate("image => Math.round(image.getBoundingClientRect().top)")


AT_REST = """() => {
  if (window.lastSeen !== location.href) [window.lastSeen, window.seenAt] = [location.href, performance.now()];
  return performance.now() - window.seenAt > 600;
}"""  # the address is written once scrolling has ended


NEARER = """(alt) => {
  const image = document.querySelector(`.wall img[alt="${alt}"]`);
  if (image) image.scrollIntoView({ behavior: "instant", block: "center" });
  else scrollBy({ top: 1500, behavior: "instant" });
  return Boolean(image);
}"""  # in one go: what hangs far below rests again


def comes_nearer(page, prompt):
    """A step down, shorter than what hangs beyond the view: a wheel runs on, and what is passed rests."""
    return page.evaluate(NEARER, prompt)


def stays_in_place(page):
    """Far down a long list: reload, and Back from a picture, lead to the same place; newer ones are above."""
    page.goto(page.url.partition("?")[0])
    until(lambda: comes_nearer(page, "fog 130"))
    page.wait_for_url("**cursor=**#*")
    page.wait_for_function(AT_REST)
    seen = page.url.partition("#")[2]
    page.reload()
    expect(page.locator(f'.wall a[href*="{seen}"]')).to_be_in_viewport()
    page.locator(f'.wall a[href*="{seen}"]').click()
    page.wait_for_url("**/images/**")
    page.go_back()
    expect(page.locator(f'.wall a[href*="{seen}"]')).to_be_in_viewport()
    newer = page.locator("a.newer")
    newer.scroll_into_view_if_needed()
    newer.click()
    expect(page.locator(".walls .wall > li")).not_to_have_count(60)
    assert Image.objects.count() == 203
