"""Stacked bars of what was spent, as numbers that the template draws: five series at most, the rest as Others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from studio.usage.sums import MOST_BARS

HEIGHT = 1000  # units of the drawing
BAR, GAP = 8, 2
SERIES = 4  # with a colour of their own; more are summed up
TICKS = 3
STEPS = (1, 2, 4, 5, 10)


@dataclass(frozen=True, slots=True)
class Part:
    label: str
    colour: str  # c1 to c5
    amount: Decimal
    y: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Bar:
    """One day, or one month of a long time. ``late``: in the right half, where its card opens to the left."""

    day: date
    x: int
    total: Decimal
    parts: tuple[Part, ...]
    tick: bool
    late: bool


@dataclass(frozen=True, slots=True)
class Chart:
    bars: tuple[Bar, ...]
    legend: tuple[Part, ...]
    ticks: tuple[Decimal, ...]  # from the top down to 0
    monthly: bool
    colours: Mapping[Any, str]

    @property
    def width(self) -> int:
        return len(self.bars) * (BAR + GAP)

    @property
    def empty(self) -> bool:
        return not any(bar.total for bar in self.bars)


def draw(sums: Sequence[tuple[date, Any, Decimal]], days: tuple[date, date], names: Mapping[Any, str]) -> Chart:
    """``sums`` are (day, key, US dollars); ``names`` what a key is called."""
    monthly = (days[1] - days[0]).days >= MOST_BARS
    totals: dict[Any, Decimal] = {}
    for _day, key, amount in sums:
        totals[key] = totals.get(key, Decimal(0)) + amount
    ranked = sorted(totals, key=lambda key: (-totals[key], str(key)))
    colours = {key: f"c{min(place, SERIES) + 1}" for place, key in enumerate(ranked)}
    legend = stack([(key, totals[key]) for key in ranked], ranked, names, Decimal(0))
    slots = months(days) if monthly else [days[0] + timedelta(days=n) for n in range((days[1] - days[0]).days + 1)]
    held = {slot: [(key, amount) for day, key, amount in sums if day == slot] for slot in {day for day, *_ in sums}}
    most = max((sum((amount for _, amount in pairs), Decimal(0)) for pairs in held.values()), default=Decimal(0))
    ticks = scale(most)
    every = max(1, round(len(slots) / 5)) if monthly else tick_days(len(slots))
    bars = tuple(
        bar(index, slot, stack(held.get(slot, []), ranked, names, ticks[0]), len(slots), every)
        for index, slot in enumerate(slots)
    )
    return Chart(bars, legend, ticks, monthly, colours)


def tick_days(count: int) -> int:
    return 7 if count > 10 else 2 if count > 5 else 1


def bar(index: int, day: date, parts: tuple[Part, ...], count: int, every: int) -> Bar:
    total = sum((part.amount for part in parts), Decimal(0))
    return Bar(day, index * (BAR + GAP), total, parts, index % every == 0, index >= count / 2)


def stack(
    pairs: Sequence[tuple[Any, Decimal]], ranked: Sequence[Any], names: Mapping[Any, str], top: Decimal
) -> tuple[Part, ...]:
    """From the ground up in the order of the series; heights in units of the drawing where ``top`` is given."""
    amounts = dict(pairs)
    places = [(place, key) for place, key in enumerate(ranked[:SERIES], start=1) if key in amounts]
    own = [(names.get(key) or str(key), f"c{place}", amounts[key]) for place, key in places]
    rest = sum((amounts.get(key, Decimal(0)) for key in ranked[SERIES:]), Decimal(0))
    listed = [*own, (_("Others"), "c5", rest)] if rest else own
    parts, ground = [], HEIGHT
    for label, colour, amount in listed:
        height = round(amount / top * HEIGHT) if top else 0
        ground -= height
        parts.append(Part(label, colour, amount, ground, height))
    return tuple(parts)


def scale(most: Decimal) -> tuple[Decimal, ...]:
    """Round figures from above the highest bar down to 0."""
    if not most:
        return (Decimal(3), Decimal(2), Decimal(1), Decimal(0))
    step = Decimal(1).scaleb((most / TICKS).adjusted())
    step = next(step * times for times in STEPS if step * times * TICKS >= most)
    return tuple(step * number for number in range(TICKS, -1, -1))


def months(days: tuple[date, date]) -> list[date]:
    found, month = [], days[0].replace(day=1)
    while month <= days[1]:
        found.append(month)
        month = (month + timedelta(days=32)).replace(day=1)
    return found
