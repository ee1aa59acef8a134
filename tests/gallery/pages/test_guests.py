"""What those who only look are shown: nothing that leads to a page without a composer, and why, once."""

import pytest
from django.urls import reverse
from django.utils import timezone

from gallery.access import FLAGS, Standing
from gallery.models import User
from gallery.people.standing import why_not
from tests.factories import ImageFactory, MembershipFactory


@pytest.fixture
def picture(ada):
    """In a team at which ada, a guest of the studio, looks."""
    User.objects.filter(pk=ada.pk).update(**FLAGS[Standing.GUEST])
    team = MembershipFactory(user=ada).team
    return ImageFactory(team=team, published_at=timezone.now())


def page(client, name, *args):
    return client.get(reverse(name, args=args)).content.decode()


@pytest.mark.parametrize("tab", ["", "?tab=lineage"])
def test_a_recipe_offers_no_guest_to_make_it(client, picture, tab):
    html = client.get(reverse("image", args=[picture.pk]) + tab).content.decode()
    assert "take=" not in html
    assert "remix=" not in html


def test_the_menu_of_a_tile_keeps_its_order_and_says_why_not(client, picture, ada):
    menu = page(client, "gallery-team", picture.team.pk).partition('id="tile-menu"')[2]
    why = why_not(User.objects.get(pk=ada.pk))
    for key in "farpuebt":
        assert f'data-act="{key}"' in menu
    assert menu.count(f'disabled title="{why}"') == 8
    assert "pick-tool" not in page(client, "gallery-team", picture.team.pk)


@pytest.mark.parametrize("name", ["batch-new", "prompt-new"])
def test_a_guest_is_shown_no_form_that_ends_in_a_refusal(client, picture, ada, name):
    html = page(client, name)
    assert "words-form" not in html
    assert html.count(why_not(User.objects.get(pk=ada.pk))) == 1


@pytest.mark.parametrize("name", ["studio", "edit", "crop", "extend"])
def test_a_guest_reads_once_why_nothing_is_made(client, picture, ada, name):
    html = page(client, name, *([] if name == "studio" else [picture.pk]))
    assert html.count(why_not(User.objects.get(pk=ada.pk))) == 1
    assert ">Guest</span>" in html
    assert ">Demo</span>" not in html
