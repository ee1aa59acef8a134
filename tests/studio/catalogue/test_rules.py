"""Conditional rules, ranges and words: what ``check`` refuses, at which field, in which sentence."""

import dataclasses

import pytest

from studio import catalogue
from studio.catalogue import Invalid, Lane
from tests.studio.catalogue import requests as r
from tests.studio.catalogue.requests import ask, errors

PNG, JPEG, WEBP = {"output_format": "png"}, {"output_format": "jpeg"}, {"output_format": "webp"}
SET = {"sequential_image_generation": "auto"}

REFUSED = [
    (r.GPT, {"options": {"background": "transparent", **JPEG}}, "options.background"),
    (r.GPT, {"options": {"output_compression": 80, **PNG}}, "options.output_compression"),
    (r.GPT, {"options": {"moderation": "low"}, "references": 1}, "options.moderation"),
    (r.GPT, {"options": {"input_fidelity": "high"}}, "options.input_fidelity"),
    (r.MINI, {"options": {"input_fidelity": "high"}, "references": 1}, "options.input_fidelity"),
    (r.GPT, {"has_mask": True}, "mask"),
    (r.DALL_E, {"references": 1}, "references"),
    (r.IMAGEN, {"has_mask": True}, "mask"),
    (r.QWEN, {"references": 1}, "references"),
    (r.QWEN_EDIT, {"references": 0}, "references"),
    (r.QWEN_EDIT, {"references": 4}, "references"),
    (r.QWEN_EDIT, {"options": {"size": "1024x1024"}}, "options.size"),
    (r.KONTEXT, {"options": {"safety_tolerance": 3}, "references": 1}, "options.safety_tolerance"),
    (r.FLUX, {"options": {"safety_tolerance": 6}}, "options.safety_tolerance"),
    (r.FLUX, {"options": {"width": 1024}}, "options.width"),
    (r.FLUX, {"options": {"width": 1000, "height": 1024}}, "options.width"),
    (r.FLUX, {"options": {"width": 4096, "height": 2048}}, "options.width"),
    (r.SEEDREAM, {"options": {"max_images": 3}}, "options.max_images"),
    (r.SEEDREAM, {"options": {"max_images": 12, **SET}, "references": 5}, "options.max_images"),
    (r.SEEDREAM, {"options": {"size": "1K"}}, "options.size"),
    (r.SEEDREAM, {"options": {"size": "1024x1024"}}, "options.size"),
    (r.SEEDREAM_40, {"options": {"size": "16384x1000"}}, "options.size"),
    (r.SEEDREAM, {"options": {"stream": True}}, "options.stream"),
    (r.IRAG_EDIT, {"options": {"feature": "erase"}}, "options.feature"),
    (r.IRAG_EDIT, {"options": {"feature": "repaint"}}, "options.feature"),
    (r.IRAG_EDIT, {"prompt": ""}, "prompt"),
    (r.IDEOGRAM, {"options": {"image_weight": 80}}, "options.image_weight"),
    (r.IDEOGRAM, {"options": {"rendering_speed": "SPEED"}}, "options.rendering_speed"),
    (r.BANANA, {"options": {"imageSize": "2K"}}, "options.imageSize"),
    (r.BANANA, {"references": 4}, "references"),
    (r.BANANA_PRO, {"options": {"imageSize": "512"}}, "options.imageSize"),
    (r.GPT, {"options": {"n": 2}}, "options.n"),
    (r.GPT, {"options": ["quality"]}, "options"),
    (r.GPT, {"aspect": "wide"}, "aspect"),
    (r.GPT, {"count": 41}, "count"),
    (r.GPT, {"count": True}, "count"),
]

TAKEN = [
    (r.GPT, {"options": {"background": "transparent", **WEBP}}),
    (r.GPT, {"options": {"output_compression": 80, **JPEG}}),
    (r.GPT, {"options": {"output_compression": 100, **PNG}}),
    (r.GPT, {"options": {"moderation": "low"}}),
    (r.GPT, {"options": {"input_fidelity": "high"}, "references": 16}),
    (r.GPT, {"has_mask": True, "references": 1}),
    (r.KONTEXT, {"options": {"safety_tolerance": 2}, "references": 4}),
    (r.KONTEXT, {"options": {"safety_tolerance": 6}}),
    (r.FLUX, {"options": {"width": 2048, "height": 2048}}),
    (r.SEEDREAM, {"options": {"max_images": 10, **SET}, "references": 5}),
    (r.SEEDREAM, {"options": {"stream": False}}),
    (r.SEEDREAM_40, {"options": {"size": "1K"}}),
    (r.IRAG_EDIT, {"options": {"feature": "erase"}, "prompt": "", "has_mask": True}),
    (r.IDEOGRAM, {"options": {"image_weight": 80}, "references": 1}),
    (r.BANANA_2, {"options": {"imageSize": 512}}),
]


@pytest.mark.parametrize(("model", "request_", "field"), REFUSED)
def test_refused_at_its_field(model, request_, field):
    assert list(errors(model, **request_)) == [field]


@pytest.mark.parametrize(("model", "request_"), TAKEN)
def test_taken(model, request_):
    assert errors(model, **request_) == {}


@pytest.mark.parametrize(
    ("model", "name", "sent", "sentence"),
    [
        (r.FLUX, "safety_tolerance", 6, "Flux 2 Pro takes safety 0 to 5; 6 is too much."),
        (r.FLUX, "safety_tolerance", "2.5", "Flux 2 Pro takes a whole number for safety, not 2.5."),
        (r.FLUX, "safety_tolerance", True, "Flux 2 Pro takes a whole number for safety, not true."),
        (r.FLUX, "seed", 10**30, "Flux 2 Pro takes seed 0 to 2147483647; a number beyond all bounds is too much."),
        (r.FLEX, "guidance", float("nan"), "Flux 2 Flex takes a number for guidance, not nan."),
        (r.FLEX, "guidance", "1e999", "Flux 2 Flex takes a number for guidance, not 1e999."),
        (r.FLEX, "guidance", 1, "Flux 2 Flex takes guidance 1.5 to 10; 1 is too little."),
        (r.FLUX, "raw", 1, "Flux 2 Pro takes true or false for raw, not 1."),
        (r.GPT, "quality", "ultra", "GPT Image 1.5 takes quality auto, low, medium or high; ultra is none of them."),
        (r.GPT, "foo", 1, "GPT Image 1.5 has no option named foo."),
        (r.QWEN, "negative_prompt", "\0", "The text for leave out holds a character that cannot be sent."),
        (r.QWEN, "size", "300x300", "Qwen Image takes sides of 512 to 2048 pixels. 300\u00a0×\u00a0300 does not fit."),
        (r.KONTEXT, "seed", -1, "Flux Kontext Max takes seed 0 to 2147483647; -1 is too little."),
    ],
)
def test_sentence_for_a_wrong_value(model, name, sent, sentence):
    assert errors(model, options={name: sent}) == {f"options.{name}": [sentence]}


@pytest.mark.parametrize(
    ("model", "prompt", "sentence"),
    [
        (r.GPT, "  ", "Write a prompt."),
        (r.GPT, None, "The prompt is text."),
        (r.QWEN, "x" * 801, "Qwen Image takes up to 800 characters. Your prompt has 801."),
        (r.FLUX, "x" * 32_001, "Flux 2 Pro takes up to 32000 characters. Your prompt has 32001."),
        (r.IMAGEN, "deer " * 481, "Imagen 4 takes up to 480 words. Your prompt has 481."),
        (r.GPT, "a\0b", "The prompt holds a character that cannot be sent."),
        (r.GPT, "\ud800", "The prompt holds a character that cannot be sent."),
        (r.IRAG_EDIT, "", "Variation needs a prompt."),
    ],
)
def test_sentence_for_a_wrong_prompt(model, prompt, sentence):
    assert errors(model, prompt=prompt) == {"prompt": [sentence]}


@pytest.mark.parametrize(
    ("model", "options", "expected"),
    [
        (r.FLUX, {"safety_tolerance": "5", "raw": "true", "seed": ""}, (5, True, None)),
        (r.FLUX, {"safety_tolerance": 5.0, "raw": "on", "seed": " 7 "}, (5, True, 7)),
        (r.FLUX, {"safety_tolerance": "", "raw": "false", "seed": None}, (2, False, None)),
    ],
)
def test_form_text_and_json_come_to_the_same(model, options, expected):
    found = ask(model, options=options).options
    assert (found["safety_tolerance"], found["raw"], found["seed"]) == expected


def test_all_errors_are_told_at_once():
    found = errors(r.FLUX, prompt="", count=0, options={"safety_tolerance": 9, "foo": 1})
    assert set(found) == {"prompt", "count", "options.safety_tolerance", "options.foo"}


def test_a_retired_model_is_refused_by_name_and_day():
    spec = dataclasses.replace(catalogue.get(r.IMAGEN), retired_since="2026-09-30")
    with pytest.raises(Invalid) as caught:
        catalogue.check(spec, prompt="A deer")
    assert caught.value.errors == {"model": ["Imagen 4 is retired since 30 Sep 2026. Choose another model."]}


def test_a_feature_without_its_mask_is_said():
    sentence = errors(r.IRAG_EDIT, options={"feature": "erase"})["options.feature"]
    assert sentence == ["Erase needs a mask. Draw one on the reference, or choose Variation."]


def test_a_feature_with_no_use_for_a_mask_is_said():
    sentence = errors(r.IRAG_EDIT, has_mask=True)["options.feature"]
    assert sentence == ["Variation takes no mask. Choose Repaint or Erase."]


def test_a_model_without_masks_names_those_that_take_one():
    (sentence,) = errors(r.IMAGEN, has_mask=True)["mask"]
    assert sentence.startswith("Imagen 4 takes no mask. Choose GPT Image 1.5, ")
    assert not any(spec.label in sentence for spec in catalogue.offered() if not spec.mask and spec.label != "Imagen 4")


@pytest.mark.parametrize("size", [(1024, 1023), (1023, 1024), (512, 512)])
def test_a_mask_of_another_size_than_the_first_reference_is_refused(size):
    mask = dataclasses.replace(r.PICTURE, width=size[0], height=size[1])
    with pytest.raises(Invalid) as caught:
        catalogue.check(catalogue.get(r.GPT), prompt="A deer", references=[r.PICTURE], mask=mask)
    (sentence,) = caught.value.errors["mask"]
    assert sentence.startswith(f"The mask is {size[0]}\N{NO-BREAK SPACE}×")


@pytest.mark.parametrize(
    ("model", "request_", "lane"),
    [
        (r.GPT, {}, Lane.PREDICTIONS),
        (r.GPT, {"references": 1}, Lane.EDITS),
        (r.FLUX, {"references": 1}, Lane.TASKS),
        (r.KONTEXT_PRO, {}, Lane.IMAGES),
        (r.IDEOGRAM, {"options": {"rendering_speed": "QUALITY"}}, Lane.PREDICTIONS),
        (r.IDEOGRAM, {"options": {"style_type": "GENERAL", "magic_prompt": "AUTO"}}, Lane.PREDICTIONS),
        (r.IDEOGRAM, {"options": {"style_type": "DESIGN"}}, Lane.IDEOGRAM),
        (r.IDEOGRAM, {"options": {"seed": 0}}, Lane.IDEOGRAM),
        (r.IDEOGRAM, {"options": {"negative_prompt": "fog"}}, Lane.IDEOGRAM),
        (r.IDEOGRAM, {"options": {"num_images": 4}}, Lane.IDEOGRAM),
        (r.IDEOGRAM, {"options": {"resolution": "1280x800"}}, Lane.IDEOGRAM),
        (r.IDEOGRAM, {"references": 1}, Lane.IDEOGRAM),
        (r.IDEOGRAM, {"references": 1, "has_mask": True}, Lane.IDEOGRAM),
        (r.IRAG_EDIT, {"has_mask": True, "options": {"feature": "erase"}}, Lane.PREDICTIONS),
    ],
)
def test_lane_follows_what_is_asked_for(model, request_, lane):
    assert ask(model, **request_).lane is lane


def test_a_mask_moves_the_call_where_a_reference_alone_does_not():
    spec = catalogue.get(r.GPT)
    spec = dataclasses.replace(spec, references=dataclasses.replace(spec.references, lane=None))
    request = {"prompt": "A deer", "references": [r.PICTURE]}
    assert catalogue.check(spec, **request).lane is Lane.PREDICTIONS
    assert catalogue.check(spec, **request, mask=r.PICTURE).lane is Lane.EDITS


@pytest.mark.parametrize(
    ("model", "with_references", "shown", "hidden"),
    [
        (r.GPT, False, {"moderation", "quality"}, {"input_fidelity", "size"}),
        (r.GPT, True, {"input_fidelity"}, {"moderation"}),
        (r.KONTEXT_PRO, False, {"aspect_ratio"}, set()),
        (r.IDEOGRAM, False, {"resolution", "seed"}, {"image_weight", "aspect_ratio"}),
        (r.SEEDREAM, False, {"size", "resolution"}, set()),
    ],
)
def test_options_that_cannot_apply_are_hidden(model, with_references, shown, hidden):
    found = {o.name for o in catalogue.visible_options(catalogue.get(model), has_references=with_references)}
    assert shown <= found
    assert not hidden & found
