"""Which model can do what with a picture, in which shape, at which price, and why not."""

from dataclasses import replace
from decimal import Decimal

import pytest

from studio import catalogue, offer
from studio.composing.editing import first_of, found, missing, shape_for, ways_for, ways_of
from studio.models import Retirement
from tests.factories import ImageFactory

pytestmark = pytest.mark.django_db


def image(width=1024, height=1024, **columns):
    return ImageFactory.build(width=width, height=height, **columns)


def acts(model):
    return {way.act: way.mask for way in ways_of(catalogue.get(model))}


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("openai/gpt-image-1.5", {"edit": "takes"}),
        ("qianfan/ernie-irag-edit", {"erase": "needs", "repaint": "needs", "variation": ""}),
        ("bfl/flux-kontext-max", {"edit": ""}),
        ("qianfan/qwen-image-edit", {"edit": ""}),
        ("doubao/doubao-seedream-4-5", {"edit": ""}),
        ("google/imagen-4.0-generate-001", {}),
        ("openai/dall-e-3", {}),
        ("bfl/FLUX.1-Kontext-pro", {}),
    ],
)
def test_a_model_offers_what_its_catalogue_entry_says(model, expected):
    assert acts(model) == expected


def test_ideogram_edits_under_a_mask_alone():
    offered = acts("ideogram/V3")
    assert (offered["edit"], offered["remix"]) == ("needs", "")


@pytest.mark.parametrize(
    ("size", "model", "shape"),
    [
        ((1024, 1536), "openai/gpt-image-1.5", "2:3"),
        ((900, 900), "openai/gpt-image-1.5", "1:1"),
        ((1600, 900), "openai/gpt-image-1.5", "auto"),
        ((1600, 900), "ideogram/V3", "16:9"),
        ((1000, 2900), "ideogram/V3", "1:3"),
    ],
)
def test_an_edit_keeps_the_pictures_shape_as_far_as_the_model_goes(size, model, shape):
    assert shape_for(catalogue.get(model), image(*size)) == shape


def test_each_way_has_the_price_of_one_picture_with_a_reference():
    ways = ways_for(image())
    assert found(ways, "openai/gpt-image-1.5:edit").price == Decimal("0.034")
    assert found(ways, "qianfan/ernie-irag-edit:erase").price is None
    assert ways == sorted(ways, key=lambda way: not way.mask)


def test_a_picture_that_a_model_does_not_take_is_told_why():
    ways = ways_for(image(width=100, height=2000))
    erase = found(ways, "qianfan/ernie-irag-edit:erase")
    assert "100\xa0×\xa02000" in erase.why_not
    assert missing(ways)["erase"] == erase.why_not
    assert first_of(ways, "erase").act == "edit"


def test_a_retired_model_offers_nothing_and_the_act_says_so():
    Retirement.objects.create(model="qianfan/ernie-irag-edit")
    ways = ways_for(image())
    assert found(ways, "qianfan/ernie-irag-edit:erase") is None
    assert "Erase" in missing(ways)["erase"]


def test_where_nothing_is_offered_there_is_no_way(monkeypatch):
    retired = [replace(spec, retired_since="2026-01-01") for spec in catalogue.current().values()]
    monkeypatch.setattr(offer, "all_models", lambda user=None: retired)
    assert first_of(ways_for(image()), "edit") is None
