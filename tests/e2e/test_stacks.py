"""The pictures of a run as one stack: folded under its cover, selected whole, opened, covered anew, and apart again."""

import re

import pytest
from playwright.sync_api import expect

from gallery.organising import bulk
from tests.factories import ImageFactory

pytestmark = pytest.mark.browser
TILES = ".walls .wall > li"
RUN = "0196e2b1-5b1e-7000-8000-00000000000a"


@pytest.fixture
def images(stack, designer):
    """Three of one run, the first of them picked, and one of none."""
    made = [ImageFactory(owner=designer, asked={"run": RUN}) for _ in range(3)]
    bulk.pick(made[:1], by=designer, team=None, picked=True)
    return [*made, ImageFactory(owner=designer)]


@pytest.mark.parametrize("scripted", [True, False], ids=["with script", "without"])
def test_a_run_folds_under_its_pick_opens_is_covered_anew_and_comes_apart(images, mira, visitor, scripted):
    state = mira.context.storage_state()
    person = visitor(java_script_enabled=scripted, storage_state=state)
    page, tiles = person.goes_to("/gallery/"), TILES
    expect(page.locator(tiles)).to_have_count(4)
    page.click(".to-stacks")
    expect(page).to_have_url(re.compile(r"stacks=1"))
    expect(page.locator(tiles)).to_have_count(2)
    cover = page.locator(f"{tiles}[data-members]")
    expect(cover.locator("> a").first).to_have_attribute("href", re.compile(str(images[0].pk)))
    expect(cover.locator(".pile")).to_have_accessible_name("3 pictures of one run")
    if scripted:
        cover.locator("> a").first.click(modifiers=["Control"])
        expect(page.locator("#selection [data-count]")).to_have_text("3 selected")
        page.locator("[data-clear-selection]").click()

    cover.locator(".pile").click()
    expect(page).to_have_url(re.compile(f"/gallery/stacks/{RUN}/"))
    expect(page.locator(tiles)).to_have_count(3)
    page.locator(".covers button").nth(1).click()
    expect(page.locator(".covers button").nth(1)).to_have_attribute("aria-pressed", "true")
    page.get_by_text("All stacks").click()
    expect(page.locator(f"{tiles}[data-members] > a").first).to_have_attribute("href", re.compile(str(images[1].pk)))
    page.reload()
    expect(page.locator(tiles)).to_have_count(2)
    page.click(".to-stacks")
    expect(page.locator(tiles)).to_have_count(4)
    if scripted:
        page = person.goes_to(f"/gallery/stacks/{RUN}/")
        assert person.violations() == []
    assert [told for told in person.complaints if "404" not in told] == []  # the pictures have no files
