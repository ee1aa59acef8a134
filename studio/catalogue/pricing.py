"""What a request costs by the catalogue's price rows, in US dollars. None is an unknown price, never zero."""

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from studio.catalogue.shapes import proportion
from studio.catalogue.spec import Asked, PriceRow

MEGAPIXEL = 1024 * 1024  # pixels, as Black Forest Labs count


def quote(asked: Asked, references: int = 0) -> Decimal | None:
    """The whole request; None where the price is unknown."""
    return quote_call(asked, asked.count, references)


def quote_call(asked: Asked, n: int, references: int = 0, *, size: tuple[int, int] | None = None) -> Decimal | None:
    """One call for ``n`` pictures. ``size`` is the delivered one in pixels, once known."""
    each = price_of_picture(asked, references, size or asked.size)
    return None if each is None else each * n


def price_of_picture(asked: Asked, references: int, size: tuple[int, int] | None) -> Decimal | None:
    facts = {
        **asked.options,
        "shape": shape_of(asked.aspect, size),
        "references": "some" if references else "none",
        **dict.fromkeys(asked.roles, "some"),
    }
    row = next((row for row in asked.spec.prices if fits(row, facts)), None)
    return None if row is None or row.unknown else row.amount + row.per_megapixel * more_megapixels(size)


def fits(row: PriceRow, facts: Mapping[str, Any]) -> bool:
    return all(facts.get(name) == value for name, value in row.when.items())


def shape_of(aspect: str, size: tuple[int, int] | None) -> str:
    """ "square" or "wide"; a shape left to the model is quoted as the dearer of the two."""
    if size is not None:
        return "square" if size[0] == size[1] else "wide"
    return "square" if proportion(aspect) == 1 else "wide"


def more_megapixels(size: tuple[int, int] | None) -> int:
    """Started megapixels after the first; an unknown size counts as one megapixel."""
    return 0 if size is None else max(0, math.ceil(size[0] * size[1] / MEGAPIXEL) - 1)
