"""Cells of a CSV."""

from decimal import Decimal

import pytest

from gallery.cells import plain


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-cmd", "@sum", "\t=1", "\r=1"])
def test_what_a_spreadsheet_would_reckon_stays_text(formula):
    assert plain(formula) == f"'{formula}"


@pytest.mark.parametrize(
    ("value", "told"), [(None, ""), (-3, -3), (Decimal("-0.05"), Decimal("-0.05")), ("wet", "wet")]
)
def test_numbers_stay_numbers_and_nothing_is_empty(value, told):
    assert plain(value) == told
