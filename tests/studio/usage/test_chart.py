"""Bars, their series and their axis."""

from datetime import date
from decimal import Decimal

import pytest

from studio.usage.chart import HEIGHT, draw, scale

DAYS = (date(2026, 10, 5), date(2026, 11, 3))


def sums(*amounts, day=date(2026, 10, 16)):
    return [(day, key, Decimal(amount)) for key, amount in enumerate(amounts)]


@pytest.mark.parametrize(
    ("most", "top"), [("11.51", "12"), ("12", "12"), ("12.01", "15"), ("0.044", "0.06"), ("260", "300"), ("0", "3")]
)
def test_the_axis_ends_at_a_round_figure_above_the_highest(most, top):
    ticks = scale(Decimal(most))
    assert (ticks[0], ticks[-1], len(ticks)) == (Decimal(top), 0, 4)


def test_a_bar_is_stacked_from_the_ground_and_as_high_as_its_sum():
    chart = draw(sums("6", "3"), DAYS, {0: "GPT Image 1.5", 1: "Flux 2 Pro"})
    bar = next(bar for bar in chart.bars if bar.total)
    assert (bar.day, bar.total, len(chart.bars)) == (date(2026, 10, 16), 9, 30)
    assert [(part.label, part.colour) for part in bar.parts] == [("GPT Image 1.5", "c1"), ("Flux 2 Pro", "c2")]
    assert [(part.y, part.height) for part in bar.parts] == [(HEIGHT // 2, 500), (250, 250)]


def test_a_sixth_series_and_more_are_others():
    chart = draw(sums("9", "8", "7", "6", "5", "4"), DAYS, dict(enumerate("ABCDEF")))
    assert [(part.label, part.colour, part.amount) for part in chart.legend][-1] == ("Others", "c5", 9)
    assert [part.label for part in chart.legend] == ["A", "B", "C", "D", "Others"]


def test_a_series_keeps_its_colour_on_days_without_the_dearer_ones():
    late = [(date(2026, 10, 20), 1, Decimal(1))]
    bar = draw([*sums("9", "3"), *late], DAYS, {0: "A", 1: "B"}).bars[15]
    assert [(part.label, part.colour) for part in bar.parts] == [("B", "c2")]


def test_a_long_time_is_drawn_by_month():
    chart = draw([(date(2026, 2, 1), 0, Decimal(2))], (date(2026, 1, 15), date(2026, 6, 2)), {0: "A"})
    assert (chart.monthly, [bar.day.month for bar in chart.bars], chart.bars[1].total) == (True, [1, 2, 3, 4, 5, 6], 2)
