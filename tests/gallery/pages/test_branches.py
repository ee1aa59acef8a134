"""The name of a branch, the family as a list, and its tips side by side."""

import pytest
from django.urls import reverse
from django.utils import timezone

from gallery.models import Image
from tests.factories import ImageFactory, MembershipFactory, TeamFactory


def made_from(parent, relation="remix", **fields):
    return ImageFactory(owner=parent.owner, parent=parent, relation=relation, **fields)


def tab(client, image, **query):
    return client.get(reverse("image", args=[image.pk]), {"tab": "lineage", **query})


def name(client, image, text, query=""):
    return client.post(f"{reverse('image-branch', args=[image.pk])}{query}", {"branch": text})


@pytest.fixture
def family(ada):
    first = ImageFactory(owner=ada, prompt="window blinds")
    this = made_from(first, prompt="low sun")
    return first, this, made_from(this, "edit"), made_from(this, "crop")


def test_a_branch_gets_a_name_that_is_told_from_there_on(client, ada, family):
    _, this, edited, _ = family
    answer = name(client, this, "  Low \n sun ")
    assert (answer.status_code, answer.url) == (302, f"{reverse('image', args=[this.pk])}?tab=lineage")
    assert Image.objects.get(pk=this.pk).branch == "Low sun"
    assert "The branch “Low sun” begins here." in tab(client, this).content.decode()
    assert "On the branch “Low sun”." in tab(client, edited).content.decode()


def test_the_look_and_the_list_around_are_kept(client, ada, family):
    assert name(client, family[1], "Low sun", "?tab=lineage&as=list").url.endswith("?tab=lineage&as=list")


def test_an_empty_name_takes_it_back(client, ada, family):
    for text in ("Low sun", " "):
        name(client, family[1], text)
    assert Image.objects.get(pk=family[1].pk).branch == ""


@pytest.mark.parametrize("text", ["x" * 81, "low\x00sun"])
def test_what_is_no_name_is_told_beside_the_field(client, ada, family, text):
    answer = name(client, family[1], text)
    html = answer.content.decode()
    assert (answer.status_code, Image.objects.get(pk=family[1].pk).branch) == (422, "")
    assert 'aria-invalid="true" aria-describedby="branch-name_error"' in html


def test_who_may_not_change_the_picture_reads_the_name(client, ada):
    team = TeamFactory()
    MembershipFactory(team=team, user=ada, role="editor")
    theirs = ImageFactory(team=team, published_at=timezone.now(), branch="Low sun")
    html = tab(client, theirs).content.decode()
    assert "Low sun" in html
    assert "Rename this branch" not in html
    assert name(client, theirs, "Mine").status_code == 403


def test_the_name_of_a_private_picture_is_private(client, ada):
    secret = ImageFactory(branch="Secret harbour")
    this = ImageFactory(owner=ada, parent=secret, relation="remix")
    assert "Secret harbour" not in tab(client, this).content.decode()


def test_as_a_list_the_newest_is_first_and_the_address_says_so(client, ada, family):
    answer = tab(client, family[1], **{"as": "list"})
    assert [node.image for node in answer.context["nodes"]] == list(reversed(family))
    html = answer.content.decode()
    assert f"{reverse('image', args=[family[0].pk])}?tab=lineage&amp;as=list" in html
    assert "1 more is in a trash" not in html


def test_as_a_list_private_pictures_are_counted(client, ada):
    this = ImageFactory(owner=ada, parent=ImageFactory(), relation="remix")
    assert "1 more is in a trash, or not yours to see." in tab(client, this, **{"as": "list"}).content.decode()


def test_the_tips_open_side_by_side(client, ada, family):
    first, _, edited, cropped = family
    aside = made_from(first)
    told = tab(client, family[1])
    assert told.context["compare_tips"] == f"{aside.pk},{edited.pk},{cropped.pk}"
    address = f"{reverse('compare')}?ids={told.context['compare_tips']}"
    assert address in told.content.decode()
    assert client.get(address).status_code == 200


def test_of_more_than_six_tips_the_newest_are_compared(client, ada, family):
    made = [made_from(family[1]) for _ in range(7)]
    told = tab(client, family[1])
    assert told.context["compare_tips"] == ",".join(str(image.pk) for image in made[1:])
    assert "The newest six of 9 tips" in told.content.decode()


def test_one_line_has_no_tips_to_compare(client, ada, family):
    Image.objects.filter(pk=family[3].pk).delete()
    assert "Compare tips" not in tab(client, family[1]).content.decode()
