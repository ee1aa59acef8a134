"""The picture page: recipe, neighbours, its words, its place in a team, its way to the trash."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from gallery.access import Role
from gallery.models import Image
from tests.factories import ImageFactory, MembershipFactory


def row_of(ada, **fields):
    return ImageFactory(owner=ada, **fields)


@pytest.fixture
def three(ada):
    """Newest first."""
    now = timezone.now()
    return [
        ImageFactory(owner=ada, created_at=now - timedelta(minutes=index), prompt=f"n{index}") for index in range(3)
    ]


def test_neighbours_are_those_of_the_list(client, ada, three):
    film = client.get(reverse("image", args=[three[1].pk])).context["film"]
    assert (film.newer, film.older) == (three[0], three[2])
    assert film.images == three


def test_the_list_of_the_address_decides_who_is_beside(client, ada, three):
    response = client.get(reverse("image", args=[three[0].pk]), {"q": "n2"})
    assert response.context["film"].older == three[2]
    assert "?q=n2" in response.content.decode()


@pytest.mark.parametrize("tab", ["recipe", "provenance", "nonsense"])
def test_each_tab_opens(client, ada, tab):
    image = row_of(ada, revised_prompt="a harbour at dusk", seed=7, request_id="req_1", asked={"options": {"n": 1}})
    html = client.get(reverse("image", args=[image.pk]), {"tab": tab}).content.decode()
    assert "req_1" in html


def test_what_came_otherwise_than_asked_is_marked(client, ada):
    image = row_of(ada, width=1024, height=1536, asked={"aspect": "3:4"})
    html = client.get(reverse("image", args=[image.pk])).content.decode()
    assert "diamond" in html
    assert "1024 × 1536, 2:3" in html


def test_a_crop_was_not_charged_and_differs_from_no_quote(client, ada):
    crop = row_of(ada, relation="crop", cost=Decimal(0), asked={"quote": "0.034"})
    html = client.get(reverse("image", args=[crop.pk])).content.decode()
    assert '<th scope="row">Price</th><td></td><td>Not charged</td>' in html


def test_options_stand_in_words_and_only_those_that_were_asked_for(client, ada):
    asked = {"aspect": "3:4", "options": {"personGeneration": "ALLOW_ADULT"}, "told": [["p", "People", "Adults"]]}
    html = client.get(reverse("image", args=[row_of(ada, asked=asked).pk])).content.decode()
    assert '<th scope="row">People</th><td>Adults</td>' in html
    assert "ALLOW_ADULT" not in html


def test_words_that_the_vendor_changed_are_told_apart(client, ada):
    image = row_of(ada, prompt="a red harbour", revised_prompt="a blue harbour")
    html = client.get(reverse("image", args=[image.pk])).content.decode()
    assert "<del>red" in html
    assert "<ins>blue</ins> harbour" in html


def test_references_that_i_may_not_see_are_only_counted(client, ada):
    mine, other = row_of(ada), ImageFactory()
    image = row_of(ada, asked={"references": [str(mine.pk), str(other.pk), "no id"]})
    response = client.get(reverse("image", args=[image.pk]))
    assert response.context["references"] == [mine]
    assert str(other.pk) not in response.content.decode()


def test_title_and_description_are_kept(client, ada):
    image = row_of(ada)
    client.post(reverse("image-edit", args=[image.pk]), {"title": "Dawn", "alt": "Boats in mist"})
    image.refresh_from_db()
    assert (image.title, image.alt) == ("Dawn", "Boats in mist")


def test_a_title_too_long_is_told_at_the_field(client, ada):
    image = row_of(ada)
    response = client.post(reverse("image-edit", args=[image.pk]), {"title": "x" * 201})
    assert response.status_code == 422
    assert "200" in response.content.decode()


def test_publishing_and_taking_out_again(client, ada):
    team = MembershipFactory(user=ada, role=Role.EDITOR).team
    image = row_of(ada)
    client.post(reverse("image-publish", args=[image.pk]), {"team": str(team.pk)})
    assert Image.objects.of_team(team).get() == image
    client.post(reverse("image-withdraw", args=[image.pk]))
    assert not Image.objects.of_team(team).exists()


@pytest.mark.parametrize("team", ["", "nonsense", "00000000-0000-7000-8000-000000000000"])
def test_publishing_nowhere_changes_nothing(client, ada, team):
    image = row_of(ada)
    assert client.post(reverse("image-publish", args=[image.pk]), {"team": team}).status_code == 302
    image.refresh_from_db()
    assert image.team is None


def test_to_the_trash_offers_undo(client, ada):
    image = row_of(ada)
    response = client.post(reverse("image-trash", args=[image.pk]), headers={"HX-Request": "true"})
    undo = json.loads(response.headers["HX-Trigger"])["toast"]["undo"]
    assert not Image.objects.mine(ada).exists()
    client.post(undo)
    assert Image.objects.mine(ada).get() == image


def test_trashed_from_a_list_leads_back_to_it(client, ada):
    image = row_of(ada)
    response = client.post(reverse("image-trash", args=[image.pk]), {"q": "harbour"})
    assert response.headers["Location"] == f"{reverse('gallery')}?q=harbour"
