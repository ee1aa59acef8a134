"""The rows of a recipe: asked beside delivered, and nothing repeated that nobody reported."""

from decimal import Decimal

import pytest
from django.utils import translation

from gallery.models import Image
from gallery.recipes.recipe import Row, quoted, rows_of


def row_of(setting, **fields):
    image = Image(**{"width": 1024, "height": 1024, "format": "png", "bytes": 2_100_000, **fields})
    return next((row for row in rows_of(image) if row.setting == setting), None)


def asked(value, **reported):
    return {"options": {"quality": value}, "told": [["quality", "Quality", value.capitalize()]], "reported": reported}


@pytest.mark.parametrize(
    ("facts", "row"),
    [
        (asked("high"), Row("Quality", "High", None)),
        (asked("high", quality="high"), Row("Quality", "High", "High")),
        (asked("high", quality="medium"), Row("Quality", "High", "Medium", differs=True)),
        (asked("auto", quality="high"), Row("Quality", "Auto", "High")),
    ],
)
def test_an_option_is_told_as_the_vendor_reported_it(facts, row):
    assert row_of("Quality", asked=facts) == row


@pytest.mark.parametrize(
    ("asked", "row"),
    [
        ({"mask": "x", "masked": 6.2}, Row("Mask", "6%", "")),
        ({"mask": "x"}, Row("Mask", "Yes", "")),
        ({}, None),
    ],
)
def test_a_mask_is_told_by_its_share(asked, row):
    assert row_of("Mask", asked=asked) == row


def test_an_option_is_told_in_the_language_of_the_page():
    with translation.override("pt-br"):
        assert row_of("Qualidade", asked=asked("high", quality="low")) == Row(
            "Qualidade", "Alta", "Baixa", differs=True
        )


@pytest.mark.parametrize(
    ("facts", "row"),
    [
        ({"options": {"seed": 7}, "reported": {}}, Row("Seed", "7", None)),
        ({"options": {"seed": 7}, "reported": {"seed": 7}}, Row("Seed", "7", "7")),
        ({"options": {"seed": 7}, "reported": {"seed": 9}}, Row("Seed", "7", "9", differs=True)),
        ({"options": {}, "reported": {"seed": 9}}, Row("Seed", "Any", "9")),
        ({"options": {}, "reported": {}}, None),
    ],
)
def test_a_seed_is_delivered_only_where_the_vendor_says_so(facts, row):
    assert row_of("Seed", asked=facts, seed=7) == row


def test_format_and_size_are_read_from_the_file():
    assert row_of("Format", asked={"options": {"output_format": "jpeg"}}) == Row("Format", "JPEG", "PNG, 2.1 MB", True)
    assert row_of("Size", asked={"aspect": "3:4"}) == Row("Size", "3:4", "1024 × 1024, 1:1", True)


@pytest.mark.parametrize(("told", "amount"), [("0.0500", Decimal("0.05")), (None, None), ("dear", None)])
def test_the_quote_is_kept_apart_from_the_bill(told, amount):
    assert quoted(Image(asked={"quote": told})) == amount
