"""The tree of a team's boards in a browser: found as one types, projects left as they were, numbers that come later."""

import pytest
from playwright.sync_api import expect

from gallery.access import Role
from gallery.models import Pick, Project
from gallery.organising import boards
from tests.factories import ImageFactory, MembershipFactory

pytestmark = pytest.mark.browser
LEAVES = ".tree [data-board]:visible > a > span:not(.blank)"


@pytest.fixture
def studio(stack, designer):
    team = MembershipFactory(user=designer, role=Role.OWNER).team
    for name, inside in (("Ferries", "Deck views"), ("Oro", "Packshots")):
        project = Project.objects.create(team=team, name=name)
        board = boards.create(name=inside, by=designer, team=team, project=project)
        boards.create(name=f"{inside}, low sun", by=designer, team=team, project=project, parent=board)
    picked = ImageFactory(owner=designer, team=team, published=True)
    Pick.objects.create(image=picked, team=team, by=designer)
    return team


def test_the_tree_is_searched_and_folded(studio, mira):
    page = mira.goes_to(f"/boards/teams/{studio.pk}/")
    expect(page.locator("#n-picked")).to_have_text("1")
    expect(page.locator(LEAVES)).to_have_count(4)
    page.keyboard.press("/")
    page.keyboard.type("packs")
    expect(page.locator(LEAVES)).to_have_text(["Packshots", "Packshots, low sun"])
    expect(page.locator(".board-card:visible strong")).to_have_text(["Packshots"])
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    expect(page.locator(LEAVES)).to_have_count(4)
    page.locator(".project summary", has_text="Ferries").click()
    expect(page.locator(LEAVES)).to_have_count(2)
    page.reload()
    expect(page.locator(LEAVES)).to_have_text(["Packshots", "Packshots, low sun"])
    page.locator(".tree a", has_text="Packshots, low sun").click()
    expect(page.locator(".board-head h2")).to_have_text("Packshots, low sun")
    assert mira.complaints == []
