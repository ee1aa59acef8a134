"""Which price book a quote comes from: the shipped one, or a revision of it that an administrator wrote here."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

from studio.catalogue.spec import ModelSpec

FILE = Path(__file__).parent / "book.toml"
MILLION = 1_000_000
STEP = Decimal("0.0001")
MOST_TOKENS = 10**9


@dataclass(frozen=True, slots=True)
class Book:
    version: str
    effective: date
    source: str


@cache
def shipped() -> Book:
    return Book(**tomllib.loads(FILE.read_text()))


def version_of(spec: ModelSpec) -> str:
    """ "2026-11" as shipped, "2026-11+7" where revision 7 replaces it."""
    return f"{shipped().version}+{spec.price_revision}" if spec.price_revision else shipped().version


def bill_of(spec: ModelSpec, usage: Mapping[str, Any]) -> Decimal | None:
    """US dollars of a whole call by the tokens that the gateway reported, a started hundredth of a cent counted whole.

    None where the model has no token prices, its price was set here, or the report is no sensible one.
    """
    if spec.tokens is None or spec.price_revision:
        return None
    details = usage.get("input_tokens_details")
    details = details if isinstance(details, Mapping) else {}
    image = count(details.get("image_tokens", 0))
    given, made = count(usage.get("input_tokens")), count(usage.get("output_tokens"))
    if given is None or made is None or image is None or image > given or not made:
        return None
    tokens = spec.tokens
    dollars = (tokens.text_in * (given - image) + tokens.image_in * image + tokens.image_out * made) / MILLION
    return dollars.quantize(STEP, rounding=ROUND_UP)


def count(value: Any) -> int | None:
    return value if type(value) is int and 0 <= value <= MOST_TOKENS else None
