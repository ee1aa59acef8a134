"""Shapes: the picker's aspect, sizes in pixels, and what a model delivers in place of a shape it lacks."""

import re

import pytest

from studio import catalogue
from tests.studio.catalogue import requests as r
from tests.studio.catalogue.requests import ask, errors, wire


def test_a_missing_shape_becomes_the_nearest_and_says_so():
    asked = ask(r.GPT, aspect="3:4")
    assert (asked.aspect, asked.size) == ("2:3", (1024, 1536))
    assert asked.warnings == ("No 3:4 here. Delivers 2:3, 1024\u00a0×\u00a01536.",)


@pytest.mark.parametrize(
    ("model", "wanted", "delivered"),
    [
        (r.GPT, "16:9", "3:2"),
        (r.GPT, "9:21", "2:3"),
        (r.DALL_E, "16:9", "7:4"),
        (r.IMAGEN, "2:3", "3:4"),
        (r.IDEOGRAM, "7:3", "2:1"),
        (r.QWEN_EDIT, "3:2", "auto"),
        (r.IMAGEN, "auto", "1:1"),
    ],
)
def test_nearest_shape(model, wanted, delivered):
    asked = ask(model, aspect=wanted)
    assert asked.aspect == delivered
    assert len(asked.warnings) == 1


@pytest.mark.parametrize(("model", "wanted"), [(r.GPT, "3x2"), (r.GPT, "6:4"), (r.SEEDREAM, "7:3"), (r.BANANA, "auto")])
def test_a_known_shape_written_otherwise_is_no_warning(model, wanted):
    assert ask(model, aspect=wanted).warnings == ()


@pytest.mark.parametrize(
    ("model", "request_", "sent"),
    [
        (r.GPT, {"aspect": "3:2"}, {"size": "1536x1024"}),
        (r.GPT, {"aspect": "auto"}, {}),
        (r.GPT, {"options": {"size": "auto"}}, {}),
        (r.GPT, {"options": {"size": "1024x1536"}}, {"size": "1024x1536"}),
        (r.DALL_E, {"aspect": "4:7"}, {"size": "1024x1792"}),
        (r.IMAGEN, {"aspect": "16:9"}, {"aspectRatio": "16:9"}),
        (r.QWEN, {"aspect": "1:2"}, {"size": "512x1024"}),
        (r.QWEN, {"options": {"size": "768*512"}}, {"size": "768x512"}),
        (r.QWEN, {"options": {"size": "2048 x 600"}}, {"size": "2048x600"}),
        (r.QWEN_EDIT, {"aspect": "1:1"}, {}),
        (r.SEEDREAM, {}, {"size": "2048x2048"}),
        (r.SEEDREAM, {"aspect": "21:9"}, {"size": "3024x1296"}),
        (r.SEEDREAM, {"aspect": "3:2", "options": {"resolution": "4K"}}, {"size": "4992x3328"}),
        (r.SEEDREAM, {"aspect": "3:2", "options": {"size": "4K"}}, {"size": "4992x3328"}),
        (r.SEEDREAM, {"options": {"size": "2K"}}, {"size": "2K"}),
        (r.SEEDREAM, {"options": {"size": "4K"}}, {"size": "4K"}),
        (r.SEEDREAM, {"options": {"size": "2500x1600"}}, {"size": "2500x1600"}),
        (r.SEEDREAM_40, {"options": {"size": "1K"}}, {"size": "1K"}),
        (r.SEEDREAM_40, {"aspect": "16:9", "options": {"resolution": "1K"}}, {"size": "1280x720"}),
        (r.FLUX, {"aspect": "2:3"}, {"aspect_ratio": "2:3"}),
        (r.FLUX, {"options": {"aspect_ratio": "9:21"}}, {"aspect_ratio": "9:21"}),
        (r.FLUX, {"options": {"width": 1600, "height": 912}}, {"width": 1600, "height": 912}),
        (r.KONTEXT_PRO, {"aspect": "3:2"}, {}),
        (r.KONTEXT_PRO, {"options": {"aspect_ratio": "3:2"}}, {"aspect_ratio": "3:2"}),
        (r.IRAG, {"aspect": "16:9", "options": {"resolution": "2K"}}, {"size": "2048x1152"}),
        (r.IRAG, {"options": {"size": "768x768"}}, {"size": "768x768"}),
        (r.IRAG_EDIT, {}, {}),
        (r.IDEOGRAM, {"aspect": "2:1"}, {"aspect_ratio": "2x1"}),
        (r.IDEOGRAM, {"options": {"resolution": "1280x800"}}, {"resolution": "1280x800"}),
        (r.IDEOGRAM, {"references": 1, "has_mask": True}, {}),
        (r.BANANA, {"aspect": "21:9"}, {"generationConfig.imageConfig.aspectRatio": "21:9"}),
        (r.BANANA, {}, {}),
    ],
)
def test_what_asks_for_the_shape_on_the_wire(model, request_, sent):
    names = {"size", "aspect_ratio", "aspectRatio", "width", "height", "resolution"}
    found = {key: value for key, value in wire(model, **request_).items() if key.split(".")[-1] in names}
    assert found == sent


@pytest.mark.parametrize("spec", catalogue.offered(), ids=lambda spec: spec.id)
def test_every_shape_and_resolution_lies_within_the_model_limits(spec):
    rule = spec.free_size
    sizes = [size for aspect in spec.aspects for size in (aspect.size, *aspect.size_at.values()) if size]
    if rule is not None and len(rule.keys) == 1:
        assert sizes
        assert all(errors(spec.id, options={"size": f"{w}x{h}"}) == {} for w, h in sizes)


@pytest.mark.parametrize("spec", catalogue.offered(), ids=lambda spec: spec.id)
def test_a_checked_request_checked_again_is_the_same(spec):
    for aspect in spec.aspects:
        once = ask(spec.id, aspect=aspect.ratio)
        again = ask(spec.id, aspect=once.aspect, options=once.options)
        assert (again.options, again.aspect, again.size, again.warnings) == (
            once.options, once.aspect, once.size, once.warnings,
        )  # fmt: skip


def test_an_exact_size_stands_in_place_of_the_shape_and_says_so():
    asked = ask(r.QWEN, aspect="3:2", options={"size": "1200x1200"})
    assert (asked.aspect, asked.size) == ("1:1", (1200, 1200))
    assert asked.warnings == ("1:1, 1200\u00a0×\u00a01200 is used in place of 3:2.",)


def test_an_exact_size_survives_a_second_check():
    once = ask(r.FLUX, options={"width": 1600, "height": 912})
    again = ask(r.FLUX, aspect=once.aspect, options=once.options)
    assert (again.aspect, again.size, again.warnings) == ("100:57", (1600, 912), ())


def test_a_resolution_scales_the_size():
    assert ask(r.IMAGEN, aspect="4:3", options={"sampleImageSize": "2K"}).size == (2560, 1792)


@pytest.mark.parametrize("model", [r.SEEDREAM, r.SEEDREAM_40, r.QWEN, r.IRAG, r.IRAG_EDIT])
def test_the_size_that_a_refusal_names_is_taken(model):
    references = int(model == r.IRAG_EDIT)
    refusal = str(errors(model, options={"size": "big"}, references=references))
    example = re.search(r"such as (\d+x\d+)", refusal)
    assert example, refusal
    assert errors(model, options={"size": example[1]}, references=references) == {}
