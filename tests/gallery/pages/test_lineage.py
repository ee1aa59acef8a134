"""The family of a picture: who is in it, who stays private, and what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gallery.commenting import comments
from gallery.models.image import Kind
from gallery.recipes.lineage import BELOW, BESIDE, FURTHEST_DOWN, FURTHEST_UP, numbers_around, tree_of
from tests.factories import ImageFactory


def made_from(parent, relation="remix", **fields):
    return ImageFactory(owner=fields.pop("owner", parent.owner), parent=parent, relation=relation, **fields)


def chain(first, number):
    rows = [first]
    for _ in range(number):
        rows.append(made_from(rows[-1]))
    return rows


@pytest.fixture
def family(ada):
    first = ImageFactory(owner=ada, prompt="window blinds, amber bottle")
    aside = made_from(first, prompt="leaf shade, amber bottle")
    this = made_from(first, prompt="low sun, amber bottle")
    edited, cropped = made_from(this, "edit"), made_from(this, "crop")
    return first, aside, this, edited, cropped


def shape(nodes):
    return [(node.image and node.image.pk, node.indent) for node in nodes]


def test_the_line_stands_straight_and_branches_are_set_in(ada, family):
    first, aside, this, edited, cropped = family
    expected = [(first, 0), (aside, 1), (this, 0), (edited, 1), (cropped, 1)]
    assert shape(tree_of(this, ada)) == [(image.pk, indent) for image, indent in expected]


def test_branches_tell_what_was_done_and_which_words_changed(ada, family):
    nodes = tree_of(family[2], ada)
    assert [node.words for node in nodes] == ["Generated", "Remixed", "Remixed", "Edited", "Cropped"]
    assert {("removed", "window blinds,"), ("added", "low sun, ")} <= set(nodes[2].changes)
    assert nodes[2].this


@pytest.mark.parametrize(
    ("masked", "told"),
    [(6.2, "6% masked"), (0.44, "0.4% masked"), (0.0, "0.1% masked"), (None, ""), ("much", "")],
)
def test_a_branch_tells_how_much_was_marked(ada, family, masked, told):
    painted = made_from(family[2], "repaint", asked={"masked": masked})
    assert next(node.masked for node in tree_of(painted, ada) if node.this) == told


def test_what_was_made_without_words_says_so_and_strikes_none_out(client, ada, family):
    erased = made_from(family[2], "erase", prompt="", asked={"masked": 4})
    assert next(node for node in tree_of(erased, ada) if node.this).changes == []
    html = client.get(reverse("image", args=[erased.pk]), {"tab": "lineage"}).content.decode()
    assert "Without words, 4% masked" in html


def test_lines_go_on_past_nested_branches(ada, family):
    *_above, this, edited, cropped = family
    nested = made_from(edited)
    for parent in (nested, edited, cropped):
        made_from(parent)
    lines = [(node.indent, node.through) for node in tree_of(this, ada)]
    expected = [(0, [1]), (1, [1]), (0, [1]), (1, [1, 2]), (2, [1, 2, 3]), (3, [1, 2]), (2, [1]), (1, [2]), (2, [])]
    assert lines == expected


def test_the_tabs_say_how_many_are_behind_them(client, ada, family):
    this = family[2]
    made_from(this, kind=Kind.MASK)
    made_from(this, purged_at=timezone.now())
    assert 'Lineage <small class="num">5</small>' in tabs_of(client, this)
    for number in range(2):
        comments.write(this, by=ada, text=f"A note {number}")
    assert 'Comments <small class="num">2</small>' in tabs_of(client, this)
    assert "<small" not in tabs_of(client, ImageFactory(owner=ada))


def test_the_number_counts_those_that_the_tree_only_counts(ada):
    first = ImageFactory(owner=ada)
    this = made_from(first)
    for _ in range(BESIDE + 3):
        made_from(first)
    nodes = tree_of(this, ada)
    assert numbers_around(this)["family"] == len(nodes) + 3 == BESIDE + 5


def tabs_of(client, image):
    html = client.get(reverse("image", args=[image.pk])).content.decode()
    return html.split('<nav class="tabs"')[1].split("</nav>")[0]


@pytest.mark.parametrize("hide", ["stranger", "trash", "hidden"])
def test_what_i_may_not_see_is_a_place_without_a_picture(client, ada, hide):
    fields = {
        "stranger": {},
        "trash": {"owner": ada, "trashed_at": timezone.now()},
        "hidden": {"owner": ada, "moderation": "hidden"},
    }
    secret = ImageFactory(prompt="a secret harbour", **fields[hide])
    this = made_from(secret, owner=ada)
    nodes = tree_of(this, ada)
    assert [node.image for node in nodes] == [None, this]
    assert nodes[1].changes == []
    html = client.get(reverse("image", args=[this.pk]), {"tab": "lineage"}).content.decode()
    assert "Private picture" in html
    assert "secret" not in html
    assert str(secret.pk) not in html


def test_masks_are_no_family(ada):
    this = ImageFactory(owner=ada)
    made_from(this, kind=Kind.MASK)
    assert len(tree_of(this, ada)) == 1


def test_a_large_family_is_bounded_and_says_how_many_more(ada):
    first = ImageFactory(owner=ada)
    this = made_from(first)
    for _ in range(BESIDE + 3):
        made_from(first)
    for _ in range(BELOW + 2):
        made_from(this)
    nodes = tree_of(this, ada)
    assert len(nodes) == 2 + BESIDE + BELOW
    assert (nodes[0].more, next(node for node in nodes if node.this).more) == (3, 2)


def test_a_branch_that_goes_on_elsewhere_says_so(ada, family):
    made_from(family[1])
    assert tree_of(family[2], ada)[1].more == 1


def test_a_long_family_ends_above_and_below(ada):
    rows = chain(ImageFactory(owner=ada), FURTHEST_UP + FURTHEST_DOWN + 8)
    this = rows[FURTHEST_UP + 4]
    assert len(tree_of(this, ada)) == FURTHEST_UP + 1 + FURTHEST_DOWN


def test_two_that_name_each_other_do_not_hang_it(ada):
    one = ImageFactory(owner=ada)
    other = made_from(one)
    one.parent = other
    one.save(update_fields=["parent"])
    assert len(tree_of(one, ada)) <= FURTHEST_UP + 1 + FURTHEST_DOWN * BELOW


def test_the_tab_costs_the_same_at_any_size(client, ada, family):
    address = f"{reverse('image', args=[family[2].pk])}?tab=lineage"
    client.get(address)

    def cost():
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    few = cost()
    chain(family[3], 3)
    for _ in range(9):
        made_from(family[2])
    assert cost() <= few + FURTHEST_DOWN - 1 <= 24


def test_every_picture_is_a_place_to_start_again(client, ada, family):
    html = client.get(reverse("image", args=[family[2].pk]), {"tab": "lineage"}).content.decode()
    assert all(f"?remix={image.pk}" in html for image in family)


def test_the_tab_is_kept_to_the_neighbours(client, ada, family):
    html = client.get(reverse("image", args=[family[2].pk]), {"tab": "lineage"}).content.decode()
    assert f'{reverse("image", args=[family[1].pk])}?tab=lineage" data-ahead' in html
