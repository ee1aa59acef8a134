"""Money, times and shapes in the words of the design."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from studio.templatetags.figures import fraction, left, ordinal, price, seconds, thousands, total, when
from studio.templatetags.icons import icon, shape, sizer
from studio.templatetags.money import round_dollars


@pytest.mark.parametrize(
    ("amount", "each", "sum_"),
    [
        (Decimal("0.0481"), "$0.049", "$0.05"),
        (Decimal("0.24"), "$0.240", "$0.24"),
        (Decimal(0), "$0.000", "$0.00"),
        (Decimal("4806.5"), "$4\u202f806.500", "$4\u202f806.50"),
        (None, "price unknown", "price unknown"),
    ],
)
def test_money_is_never_rounded_down(amount, each, sum_):
    assert (price(amount), total(amount)) == (each, sum_)


def test_every_figure_of_a_language_has_one_mark():
    with translation.override("pt-br"):
        shown = [
            price(Decimal("0.0481")),
            total(Decimal("4806.5")),
            left(Decimal("0.109")),
            seconds(9.42),
            fraction(2.14),
        ]
        axis = [round_dollars(Decimal("0.40")), round_dollars(Decimal(12))]
    assert shown == ["$0,049", "$4\u202f806,50", "$0,10", "9,4 s", "2,1"]
    assert axis == ["$0,4", "$12"]
    assert (fraction(2.14), round_dollars(Decimal("0.40"))) == ("2.1", "$0.4")


@pytest.mark.parametrize(
    ("value", "words"), [(9.42, "9.4 s"), (9.97, "10 s"), (31.2, "31 s"), (130, "2 min"), (None, "")]
)
def test_seconds(value, words):
    assert seconds(value) == words


@pytest.mark.parametrize(
    ("place", "words"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (22, "22nd")]
)
def test_ordinals(place, words):
    assert ordinal(place) == words


def test_thousands_have_a_narrow_space():
    assert thousands(4806) == "4\u202f806"


def test_when(time_machine):
    time_machine.move_to("2026-11-24 12:00:00+00:00", tick=False)
    ages = [timedelta(seconds=31), timedelta(hours=2), timedelta(days=1), timedelta(days=20), timedelta(days=400)]
    assert [when(timezone.now() - age) for age in ages] == [
        "31 s ago", "today 10:00", "yesterday 12:00", "4 Nov", "20 Oct 2025",
    ]  # fmt: skip


def test_an_icon_is_hidden_from_readers():
    assert re.fullmatch(
        r'<svg class="i small" aria-hidden="true"><use href="/icons/[0-9a-f]{12}.svg#x"/></svg>', icon("x", "small")
    )
    assert icon("panda").startswith('<svg class="i" viewBox="0 0 24 24" aria-hidden="true"><path')


def test_a_shape_is_drawn_in_proportion():
    assert 'width="12.0" height="16.0"' in shape("3:4")
    assert "stroke-dasharray" in shape("auto")


def test_a_sizer_carries_the_dominant_colour():
    assert '<rect width="3" height="4" fill="#aabbcc"/>' in sizer(3, 4, "#aabbcc")


def test_months_are_small_where_the_language_writes_them_so(time_machine):
    time_machine.move_to("2026-11-24 12:00:00+00:00", tick=False)
    at = timezone.now() - timedelta(days=20)
    page = Template('{{ at|dated:"F Y" }}')
    with translation.override("pt-br"):
        assert (when(at), page.render(Context({"at": at}))) == ("4 nov", "novembro 2026")
    with translation.override("en"):
        assert page.render(Context({"at": at})) == "November 2026"
