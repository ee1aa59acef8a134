"""Every option of every model, as the catalogue puts it on the wire, is one that the strict sandbox takes."""

import base64
import io

import pytest
from PIL import Image

from studio import catalogue
from studio.catalogue import Invalid, Lane, ReferenceFacts
from studio.gateway.protocols.parameters import nested
from studio.sandbox import families
from studio.sandbox.orders import Ask


@pytest.fixture(scope="module")
def png():
    buffer = io.BytesIO()
    Image.new("RGBA", (512, 512)).save(buffer, "PNG")
    return buffer.getvalue()


def requests_of(spec):
    """One request per shape, and one per value of each option, with what that value needs beside it."""
    yield from ({"aspect": aspect.ratio} for aspect in spec.aspects)
    for option in spec.options:
        ends = [value for value in (option.min, option.max) if value is not None]
        values = option.choices or {"boolean": [True, False], "string": ["fog"]}.get(option.type, ends)
        for value in values:
            for rule in option.conditions:
                if rule.max is None and rule.option not in ("references", "mask"):
                    yield {"options": {option.name: value, rule.option: rule.is_in[0]}}
            yield {"options": {option.name: value}}


def bodies(spec, pictures):
    """(asked, parameters) of every request that the rules let pass with this many references."""
    facts = [ReferenceFacts("png", 512, 512, 2000)] * pictures
    for request in requests_of(spec):
        try:
            asked = catalogue.check(spec, prompt="A deer", references=facts, count=2, **request)
        except Invalid:
            continue
        yield asked, catalogue.parameters(spec, asked.options, asked.aspect, asked.calls[0])


def unreachable(url):
    """The sandbox follows no link here: every picture travels in the request."""


def ordered(asked, flat, png, pictures):
    """What the sandbox makes of a request; raises RequestError where it refuses."""
    write = {Lane.EDITS: edit, Lane.IDEOGRAM: native, Lane.GEMINI: gemini}.get(asked.lane, predicted)
    return write(asked, flat, png, pictures)


def form(flat):
    return {"prompt": "A deer"} | {key: str(value) for key, value in flat.items()}


def edit(asked, flat, png, pictures):
    model = asked.spec.wire_model
    ask = Ask(model, form(flat), unreachable, lane="edits", files={"image[]": (png,) * pictures})
    return families.EDITS[model].order(ask)


def native(asked, flat, png, pictures):
    files = {"image": (png,)} if pictures else {}
    return families.IDEOGRAM_NATIVE.order(
        Ask("remix" if pictures else "generate", form(flat), unreachable, files=files)
    )


def gemini(asked, flat, png, pictures):
    picture = {"inlineData": {"mimeType": "image/png", "data": base64.b64encode(png).decode()}}
    contents = [{"role": "user", "parts": [{"text": "A deer"}, *[picture] * pictures]}]
    return families.GEMINI.order(Ask(asked.spec.wire_model, {"contents": contents} | nested(flat), unreachable))


def predicted(asked, flat, png, pictures):
    spec, one_step = asked.spec, asked.lane is Lane.IMAGES
    sent = dict.fromkeys(spec.references.keys[:pictures], base64.b64encode(png).decode())
    family = families.GENERATIONS[spec.wire_model] if one_step else families.PREDICTIONS[spec.id]
    values = {"prompt": "A deer"} | nested(flat) | sent
    return family.order(Ask(spec.wire_model, values, unreachable, lane="B" if one_step else "A"))


@pytest.mark.parametrize("spec", catalogue.offered(), ids=lambda spec: spec.id)
def test_text_to_image(spec, png):
    pictures = spec.references.min
    orders = [(ordered(asked, flat, png, pictures), asked) for asked, flat in bodies(spec, pictures)]
    assert len(orders) > len(spec.options)
    assert all(order.images == asked.calls[0] for order, asked in orders)


@pytest.mark.parametrize("spec", [s for s in catalogue.offered() if s.references.max], ids=lambda spec: spec.id)
def test_with_a_reference(spec, png):
    orders = [(ordered(asked, flat, png, 1), asked) for asked, flat in bodies(spec, 1)]
    assert len(orders) > len(spec.options)
    assert all(len(order.references) == 1 for order, _ in orders)


@pytest.mark.parametrize("spec", catalogue.offered(), ids=lambda spec: spec.id)
def test_known_sizes_are_the_delivered_ones(spec, png):
    for asked, flat in bodies(spec, spec.references.min):
        order = ordered(asked, flat, png, spec.references.min)
        assert asked.size in (None, (order.width, order.height))
