"""The shipped catalogue beside ``documented.json``, the facts of the gateway's reference."""

import json
from pathlib import Path

import pytest

from studio import catalogue
from studio.catalogue import Lane
from tests.studio.catalogue.requests import ask

DOCUMENTED = json.loads((Path(__file__).parent / "documented.json").read_text())
ELSEWHERE = {"prompt", "n", "numberOfImages", "sampleCount", "model", "stream"}  # not options: words, count, fixed
# a shape option is unset by default; a set's size follows the count
FOLLOWS = {"size", "aspect_ratio", "aspectRatio", "sequential_image_generation_options.max_images"}


def options():
    return [
        (id, name, facts)
        for id, model in DOCUMENTED.items()
        for name, facts in model["options"].items()
        if name not in ELSEWHERE
    ]


def option(id, name):
    return next(o for o in catalogue.get(id).options if name in (o.name, o.path))


def test_every_documented_model_is_offered():
    assert {spec.id for spec in catalogue.offered()} == set(DOCUMENTED)


def test_vendors_are_companies():
    vendors = {spec.vendor for spec in catalogue.offered()}
    assert vendors == {"OpenAI", "Google", "Alibaba", "Baidu", "ByteDance", "Black Forest Labs", "Ideogram"}


@pytest.mark.parametrize(("id", "name", "facts"), options())
def test_choices_and_ranges_are_the_documented_ones(id, name, facts):
    found = option(id, name)
    if "choices" in facts and found.type == "choice":
        assert set(found.choices) == set(facts["choices"])
    elif "choices" in facts:
        assert set(facts["choices"]) <= set(found.choices)
    assert found.min == facts.get("min")
    if "max" in facts:
        assert facts["max"] in (found.max, found.max_length)


@pytest.mark.parametrize(("id", "name", "facts"), options())
def test_defaults_are_the_documented_ones(id, name, facts):
    expected = None if name in FOLLOWS else facts["default"]
    assert option(id, name).default == expected


@pytest.mark.parametrize(("id", "name", "facts"), options())
def test_every_documented_choice_can_be_asked_for(id, name, facts):
    rule = {"input_fidelity": 1}.get(name)
    companions = {"output_compression": {"output_format": "jpeg"}, "background": {"output_format": "png"}}
    for value in facts.get("choices", []):
        if value in ("repaint", "erase"):
            continue
        ask(id, references=rule, options={name: value, **companions.get(name, {})})


@pytest.mark.parametrize("id", DOCUMENTED)
def test_limits_and_times_are_the_documented_ones(id):
    spec, facts = catalogue.get(id), DOCUMENTED[id]
    references = {"max": spec.references.max, "min": spec.references.min, "max_bytes": spec.references.max_bytes}
    assert (spec.path, spec.timeout, spec.link_life) == (facts["route"], facts["timeout"], facts["link_life"])
    assert references == facts["references"]
    assert (spec.lane is Lane.TASKS) == facts["asynchronous"]


@pytest.mark.parametrize("id", DOCUMENTED)
def test_a_call_gives_as_many_pictures_as_documented(id):
    spec = catalogue.get(id)
    assert (spec.batch.max if "doubao" in id else spec.images_per_call) == DOCUMENTED[id]["images_per_call"]


@pytest.mark.parametrize("id", DOCUMENTED)
def test_default_price_is_the_documented_one(id):
    facts, quoted = DOCUMENTED[id], catalogue.quote(ask(id))
    assert (None if quoted is None else float(quoted)) == (facts["price"] and float(facts["price"]))


@pytest.mark.parametrize("id", DOCUMENTED)
def test_every_model_says_what_it_is_good_at(id):
    spec = catalogue.get(id)
    assert 10 < len(spec.strength) < 80
    assert all(option.help and option.label for option in spec.options)


def test_the_default_model_comes_first():
    assert next(iter(catalogue.current())) == "openai/gpt-image-1.5"


def test_labels_are_told_apart():
    labels = [spec.label for spec in catalogue.offered()]
    assert len(set(labels)) == len(labels)
