"""How many pictures, in how many calls, and what each call says."""

import pytest

from tests.studio.catalogue import requests as r
from tests.studio.catalogue.requests import ask, errors, wire

SET = {"sequential_image_generation": "auto"}
MAX_IMAGES = "sequential_image_generation_options.max_images"


@pytest.mark.parametrize(
    ("model", "request_", "calls"),
    [
        (r.GPT, {"count": 12}, (10, 2)),
        (r.DALL_E, {"count": 3}, (1, 1, 1)),
        (r.IMAGEN, {"count": "9"}, (4, 4, 1)),
        ("google/imagen-4.0-ultra-generate-001", {"count": 2}, (1, 1)),
        (r.FLUX, {"count": 2}, (1, 1)),
        (r.IRAG, {"count": 5}, (4, 1)),
        (r.SEEDREAM, {"count": 3}, (1, 1, 1)),
        (r.SEEDREAM, {"count": 3, "options": SET}, (3,)),
        (r.SEEDREAM, {"count": 20, "options": SET}, (15, 5)),
        (r.SEEDREAM, {"count": 20, "options": SET, "references": 5}, (10, 10)),
        (r.SEEDREAM, {"options": {**SET, "max_images": 4}}, (4,)),
        (r.SEEDREAM, {"count": 10, "options": {**SET, "max_images": 4}}, (4, 4, 2)),
        (r.SEEDREAM, {"count": 2, "options": {**SET, "max_images": 4}}, (2,)),
        (r.SEEDREAM, {"options": {**SET, "sequential_image_generation_options": {"max_images": 15}}}, (15,)),
        (r.IDEOGRAM, {"count": 3}, (1, 1, 1)),
        (r.IDEOGRAM, {"options": {"num_images": 4}}, (4,)),
        (r.IDEOGRAM, {"count": 10, "options": {"num_images": 8}}, (8, 2)),
    ],
)
def test_calls(model, request_, calls):
    asked = ask(model, **request_)
    assert (asked.calls, asked.count) == (calls, sum(calls))


@pytest.mark.parametrize(
    ("model", "request_", "call", "sent"),
    [
        (r.GPT, {"count": 12}, 1, {"n": 2}),
        (r.IMAGEN, {"count": 3}, 0, {"numberOfImages": 3, "sampleCount": 3}),
        (r.QWEN, {}, 0, {"n": 1}),
        (r.SEEDREAM, {}, 0, {"sequential_image_generation": "disabled"}),
        (r.SEEDREAM, {"count": 20, "options": SET}, 1, {**SET, MAX_IMAGES: 5}),
        (r.SEEDREAM, {"options": {**SET, "max_images": 4}}, 0, {**SET, MAX_IMAGES: 4}),
        (r.IDEOGRAM, {"count": 2}, 0, {}),
        (r.IDEOGRAM, {"count": 10, "options": {"num_images": 8}}, 1, {"num_images": 2}),
    ],
)
def test_the_number_of_a_call_on_the_wire(model, request_, call, sent):
    names = {"n", "numberOfImages", "sampleCount", "num_images", *SET, MAX_IMAGES}
    found = wire(model, call=call, **request_)
    assert {key: value for key, value in found.items() if key in names} == sent


def test_references_and_a_set_come_to_fifteen_at_most():
    found = errors(r.SEEDREAM, references=5, options={**SET, "max_images": 12})
    sentence = "References and pictures together come to at most 15. You have 5 and 12."
    assert found == {"options.max_images": [sentence]}


def test_a_call_already_split_off_is_taken_as_it_stands():
    options = ask(r.SEEDREAM, count=9, options={**SET, "max_images": 4}).options
    assert ask(r.SEEDREAM, count=1, options=options, as_one_call=True).calls == (1,)


def test_a_call_already_split_off_keeps_its_limit():
    assert errors(r.IMAGEN, count=5, as_one_call=True) == {"count": ["One call gives up to 4; 5 is too many."]}


def test_one_seed_in_several_calls_is_said():
    assert ask(r.FLUX, count=3, options={"seed": 7}).warnings == (
        "The same seed goes into 3 calls: the pictures may come out alike.",
    )
    assert ask(r.FLUX, count=1, options={"seed": 7}).warnings == ()
