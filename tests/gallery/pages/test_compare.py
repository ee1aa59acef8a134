"""Two to six pictures side by side: which, in what order, and the table of what differs."""

import csv
import io
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from gallery.access import FLAGS, Role, Standing
from gallery.models import Image, Pick, User
from gallery.models.image import Kind
from gallery.recipes.comparing import lines_of
from tests.factories import ImageFactory, MembershipFactory


def open_compare(client, *images, **query):
    return client.get(reverse("compare"), {"ids": ",".join(str(image.pk) for image in images), **query})


def pictures(ada, number, **fields):
    return [ImageFactory(owner=ada, prompt="a harbour", **fields) for _ in range(number)]


@pytest.mark.parametrize("number", [2, 6])
def test_two_to_six_stand_in_the_order_of_the_address(client, ada, number):
    images = pictures(ada, number)[::-1]
    columns = open_compare(client, *images).context["columns"]
    assert [(column.letter, column.image) for column in columns] == list(zip("ABCDEF", images, strict=False))


def test_ids_of_checkboxes_are_read_too(client, ada):
    images = pictures(ada, 2)
    response = client.get(reverse("compare"), {"ids": [str(image.pk) for image in images]})
    assert len(response.context["columns"]) == 2


@pytest.mark.parametrize("ids", ["nonsense", ",".join(["0" * 31 + str(digit) for digit in range(7)])])
def test_what_cannot_be_compared_is_told_with_400(client, ada, ids):
    assert client.get(reverse("compare"), {"ids": ids}).status_code == 400


def test_one_alone_leads_to_the_choice_with_it_ticked(client, ada):
    one, other = pictures(ada, 2)
    html = open_compare(client, one).content.decode()
    assert f'value="{one.pk}" checked' in html
    assert f'value="{other.pk}">' in html


def test_nothing_yet_says_so(client, ada):
    assert "nothing to compare yet" in client.get(reverse("compare")).content.decode()


def test_what_i_may_not_see_is_left_out_and_counted(client, ada):
    mask = ImageFactory(owner=ada, kind=Kind.MASK)
    response = open_compare(client, *pictures(ada, 2), ImageFactory(), mask)
    assert len(response.context["columns"]) == 2
    assert response.context["gone"] == 2


def test_only_rows_that_differ_show_until_all_are_asked_for(client, ada):
    images = [*pictures(ada, 1, cost=Decimal("0.04")), *pictures(ada, 1, cost=Decimal("0.03"))]
    few, whole = open_compare(client, *images).content.decode(), open_compare(client, *images, all="").content.decode()
    assert '<th scope="row">Price</th>' in few
    assert '<th scope="row">Model</th>' not in few
    assert '<th scope="row">Model</th>' in whole


def test_the_same_settings_are_told_in_a_sentence(client, ada):
    assert "made with the same settings" in open_compare(client, *pictures(ada, 2)).content.decode()


def line(images, setting):
    return next(line for line in lines_of(images) if line.setting == setting)


def test_the_better_figure_is_named_and_an_unknown_one_is_not():
    images = [Image(width=9, height=9, format="png", bytes=1, cost=cost) for cost in (Decimal(2), Decimal(1), None)]
    assert [cell.best for cell in line(images, "Price").cells] == ["", "lowest", ""]


def test_another_number_of_bytes_is_no_other_format():
    facts = {"width": 64, "height": 48}
    images = [Image(format=name, bytes=size, **facts) for name, size in (("png", 2_000_000), ("png", 2_200_000))]
    assert line(images, "Format").same
    images[1].format = "webp"
    assert [cell.value for cell in line(images, "Format").cells] == ["PNG", "WebP"]


@pytest.mark.parametrize(("asked", "told"), [({"mask": "x", "masked": 6.2}, "6%"), ({}, None)])
def test_a_mask_stands_in_the_comparison(asked, told):
    facts = {"width": 64, "height": 48, "format": "png", "bytes": 1}
    masked = Image(asked={"mask": "x", "masked": 30.0}, **facts)
    assert [cell.value for cell in line([masked, Image(asked=asked, **facts)], "Mask").cells] == ["30%", told]


def test_words_are_told_against_the_first_picture():
    images = [Image(width=9, height=9, format="png", bytes=1, prompt=words) for words in ("a red sea", "a blue sea")]
    first, second = line(images, "Prompt").cells
    assert first.changes == ()
    assert ("added", "blue ") in second.changes


@pytest.mark.parametrize(
    ("revised", "told"), [("", "Not reported"), ("a  harbour", "As written"), ("a dock", "a dock")]
)
def test_the_vendors_words_are_told_beside_mine(revised, told):
    image = Image(width=9, height=9, format="png", bytes=1, prompt="a harbour", revised_prompt=revised)
    assert line([image, image], "Prompt used").cells[0].value == told


def test_csv_holds_all_rows_and_no_formula(client, ada):
    images = [*pictures(ada, 1, title="x"), ImageFactory(owner=ada, prompt="=cmd()")]
    rows = list(csv.reader(io.StringIO(open_compare(client, *images, format="csv").content.decode())))
    assert rows[0] == ["", *(str(image.pk) for image in images)]
    assert {row[0]: row[2] for row in rows}["Prompt"] == "'=cmd()"


def test_a_comparison_costs_the_same_for_two_and_six(client, ada, django_assert_max_num_queries):
    images = pictures(ada, 6)
    with django_assert_max_num_queries(8):
        open_compare(client, *images[:2])
    with django_assert_max_num_queries(8):
        open_compare(client, *images)


def test_picked_ones_show_their_dot_in_the_space_they_are_seen_in(client, ada):
    team = MembershipFactory(user=ada).team
    one, other = pictures(ada, 2)
    Pick.objects.create(image=one, by=ada)
    Pick.objects.create(image=other, team=team, by=ada)
    assert [column.picked for column in open_compare(client, one, other).context["columns"]] == [True, False]


@pytest.mark.parametrize(("role", "offered"), [(Role.EDITOR, True), (Role.VIEWER, False)])
def test_only_who_may_set_the_dot_is_offered_winner(client, ada, role, offered):
    team = MembershipFactory(user=ada, role=role).team
    images = [ImageFactory(team=team, published_at=timezone.now()) for _ in range(2)]
    Pick.objects.create(image=images[0], team=team, by=ada)
    html = open_compare(client, *images, team=str(team.pk)).content.decode()
    assert (">Winner</button>" in html) is offered
    assert (">Picked</span>" in html) is not offered


def test_a_guest_picks_and_remixes_nothing(client, ada):
    User.objects.filter(pk=ada.pk).update(**FLAGS[Standing.GUEST])
    html = open_compare(client, *pictures(ada, 2)).content.decode()
    assert "winner" not in html
    assert "?remix=" not in html
