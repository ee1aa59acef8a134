"""The pictures of a run as one stack: folded under its cover, opened, remembered, and apart again."""

import re

import pytest
from playwright.sync_api import expect

from gallery.organising import bulk
from tests.factories import ImageFactory

pytestmark = pytest.mark.browser
TILES = ".walls .wall > li"


@pytest.fixture
def images(stack, designer):
    """Three of one run, the first of them picked, and one of none."""
    made = [ImageFactory(owner=designer, asked={"run": "0196e2b1-5b1e-7000-8000-00000000000a"}) for _ in range(3)]
    bulk.pick(made[:1], by=designer, team=None, picked=True)
    return [*made, ImageFactory(owner=designer)]


def shown(page):
    return page.locator(f"{TILES}:visible")


def test_a_run_folds_under_its_pick_opens_and_comes_apart(images, mira):
    page = mira.goes_to("/gallery/")
    expect(shown(page)).to_have_count(4)
    page.click("[data-stacks]")
    expect(shown(page)).to_have_count(2)
    cover = page.locator(f"{TILES}[data-stack]")
    expect(cover.locator("> a")).to_have_attribute("href", re.compile(str(images[0].pk)))
    pile = cover.locator(".pile")
    expect(pile).to_have_text("3")
    expect(pile).to_have_attribute("aria-expanded", "false")
    expect(pile).to_have_accessible_name("3 pictures of one run")

    pile.click()
    expect(shown(page)).to_have_count(4)
    expect(pile).to_have_attribute("aria-expanded", "true")
    pile.click()
    expect(shown(page)).to_have_count(2)

    page.reload()
    expect(page.locator("[data-stacks]")).to_have_attribute("aria-pressed", "true")
    expect(shown(page)).to_have_count(2)
    page.click("[data-stacks]")
    expect(shown(page)).to_have_count(4)
    expect(page.locator(f"{TILES} .pile")).to_have_count(0)
    assert mira.violations() == []
    assert [told for told in mira.complaints if "404" not in told] == []  # the pictures have no files
