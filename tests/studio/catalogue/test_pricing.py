"""Quotes in US dollars, and None where no price is known."""

from decimal import Decimal

import pytest

from studio import catalogue
from tests.studio.catalogue import requests as r
from tests.studio.catalogue.requests import ask

PRICES = [
    (r.GPT, {"options": {"quality": "low"}}, "0.009"),
    (r.GPT, {"aspect": "2:3", "options": {"quality": "low"}}, "0.013"),
    (r.GPT, {"options": {"quality": "medium"}}, "0.034"),
    (r.GPT, {"aspect": "3:2"}, "0.050"),
    (r.GPT, {"aspect": "auto"}, "0.050"),
    (r.GPT, {"options": {"quality": "high"}, "count": 12}, "1.596"),
    (r.GPT, {"options": {"quality": "high"}, "aspect": "3:2"}, "0.200"),
    ("openai/gpt-image-1", {"options": {"quality": "high"}, "aspect": "3:2"}, "0.25"),
    (r.MINI, {"options": {"quality": "low"}, "aspect": "3:2"}, "0.006"),
    (r.DALL_E, {"aspect": "7:4"}, "0.08"),
    (r.DALL_E, {"options": {"quality": "hd"}}, "0.08"),
    (r.DALL_E, {"options": {"quality": "hd"}, "aspect": "4:7"}, "0.12"),
    (r.IMAGEN, {"count": 4}, "0.16"),
    (r.SEEDREAM, {"options": {"sequential_image_generation": "auto", "max_images": 4}}, "0.16"),
    (r.SEEDREAM_40, {"options": {"resolution": "4K"}}, "0.03"),
    (r.FLUX, {}, "0.03"),
    (r.FLUX, {"references": 2}, "0.045"),
    (r.FLUX, {"options": {"width": 1024, "height": 1040}}, "0.045"),
    (r.FLUX, {"options": {"width": 2048, "height": 2048}}, "0.075"),
    (r.FLEX, {"options": {"width": 2048, "height": 1024}}, "0.10"),
    (r.KONTEXT, {}, "0.08"),
    (r.KONTEXT_PRO, {}, "0.04"),
    (r.IDEOGRAM, {"options": {"rendering_speed": "TURBO"}}, "0.03"),
    (r.IDEOGRAM, {"options": {"rendering_speed": "QUALITY"}}, "0.09"),
    (r.BANANA, {}, "0.039"),
    (r.BANANA_PRO, {"options": {"imageSize": "2K"}}, "0.134"),
    (r.BANANA_PRO, {"options": {"imageSize": "4K"}}, "0.24"),
    (r.BANANA_2, {"options": {"imageSize": "512"}}, "0.045"),
    (r.BANANA_2, {"options": {"imageSize": "4K"}}, "0.151"),
]


@pytest.mark.parametrize(("model", "request_", "dollars"), PRICES)
def test_quote(model, request_, dollars):
    assert catalogue.quote(ask(model, **request_), request_.get("references", 0)) == Decimal(dollars)


@pytest.mark.parametrize("model", [r.QWEN, r.QWEN_EDIT, r.IRAG, r.IRAG_EDIT])
def test_an_unlisted_price_is_unknown_not_zero(model):
    assert catalogue.quote(ask(model)) is None
    assert catalogue.get(model).price_source == ""


def test_calls_add_up_to_the_quote():
    asked = ask(r.GPT, count=12, options={"quality": "high"})
    assert sum(catalogue.quote_call(asked, n) for n in asked.calls) == catalogue.quote(asked)


def test_the_delivered_size_sets_the_price_once_known():
    asked = ask(r.GPT, aspect="auto")
    assert catalogue.quote_call(asked, 1, size=(1024, 1024)) == Decimal("0.034")
