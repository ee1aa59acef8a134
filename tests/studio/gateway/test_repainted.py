"""From a kept mask over the true wire to the sandbox's brush: what was marked is repainted, and nothing else.

A conversion turned round, a mask under another key or a field on another lane shows here as changed pixels.
"""

import base64
import dataclasses
import json

import numpy as np
import pytest
from PIL import Image

from studio import catalogue
from studio.catalogue import ReferenceFacts
from studio.gateway import Call, ReferenceFile, masks
from studio.gateway.protocols import request_for
from studio.sandbox import families, multipart
from studio.sandbox.delivery import recipe_of
from studio.sandbox.drawing.studio import draw
from studio.sandbox.orders import Ask
from tests.studio.sandbox.client import picture

SIDE = 1024
PICTURE = ReferenceFacts("png", SIDE, SIDE, 1000)
LANES = [
    ("openai/gpt-image-1.5", {}),
    ("ideogram/V3", {}),
    ("qianfan/ernie-irag-edit", {"feature": "repaint"}),
    ("qianfan/ernie-irag-edit", {"feature": "erase"}),
]


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "source.png"
    values = np.random.default_rng(3).integers(0, 256, (SIDE, SIDE, 3), np.uint8)
    Image.fromarray(values).save(path)
    return ReferenceFile(path, "png", SIDE, SIDE)


@pytest.fixture
def kept(tmp_path):
    """The upper left quarter, so that a mask that is turned, mirrored or inverted differs from it."""
    values = np.zeros((SIDE, SIDE), np.uint8)
    values[: SIDE // 2, : SIDE // 2] = 255
    path = tmp_path / "kept.png"
    Image.fromarray(values).save(path)
    return path


def called(model, options, source, kept):
    spec = catalogue.get(model)
    asked = catalogue.check(
        spec, prompt="flowing lines", options=options, aspect="1:1", references=[PICTURE], mask=PICTURE
    )
    mask = masks.write(kept, spec.mask, kept.with_name("sent.png"))
    return Call(spec, asked.lane, asked.prompt, asked.options, asked.aspect, references=(source,), mask=mask)


def received(request):
    """The order that the sandbox reads off the wire."""
    body = b"".join(request.body)
    if request.content_type == "application/json":
        values = json.loads(body)["input"]
        model = request.path.removeprefix("/v1/models/").removesuffix("/predictions")
        return families.PREDICTIONS[model].order(Ask(model, values, lambda url: None))
    parts = multipart.parse(request.content_type, body)
    values = {part.name: part.text for part in parts if part.filename is None}
    files = {}
    for part in (part for part in parts if part.filename is not None):
        files[part.name] = (*files.get(part.name, ()), part.data)
    if request.path.startswith("/ideogram/"):
        return families.IDEOGRAM_NATIVE.order(Ask(request.path.rpartition("/")[2], values, None, files=files))
    assert request.path == "/v1/images/edits"
    model = values.pop("model")
    return families.EDITS[model].order(Ask(model, values, None, lane="edits", files=files))


@pytest.mark.parametrize(("model", "options"), LANES)
def test_what_is_marked_is_repainted_and_nothing_else(model, options, source, kept):
    order = received(request_for(called(model, options, source, kept)))
    made = np.asarray(picture(draw(recipe_of(order, 5))).convert("RGB"))
    changed = (made != np.asarray(Image.open(source.path))).any(axis=2)
    marked = np.asarray(Image.open(kept)) > 0
    assert changed[marked].mean() > 0.95
    assert not changed[~marked].any()


def test_erase_sends_no_words_and_says_so(source, kept):
    spec = catalogue.get("qianfan/ernie-irag-edit")
    asked = catalogue.check(spec, prompt="", options={"feature": "erase"}, references=[PICTURE], mask=PICTURE)
    mask = masks.write(kept, spec.mask, kept.with_name("sent.png"))
    call = Call(spec, asked.lane, asked.prompt, asked.options, asked.aspect, references=(source,), mask=mask)
    sent = json.loads(b"".join(request_for(call).body))["input"]
    assert (sent["feature"], "prompt" in sent) == ("erase", False)
    assert base64.b64decode(sent["mask"].removeprefix("data:image/png;base64,")) == mask.path.read_bytes()


@pytest.mark.parametrize(
    ("roles", "options", "details"),
    [
        (["style", "style", "character"], {}, ("generate", 3, (1024, 1024))),
        (["", "style"], {"image_weight": 80}, ("remix", 2, (1024, 1024))),
        (["", "style"], {"action": "reframe", "num_images": 2}, ("reframe", 2, (1024, 1024))),
    ],
)
def test_ideograms_other_roads_pass_the_strict_sandbox(roles, options, details, source):
    facts = [dataclasses.replace(PICTURE, role=role) for role in roles]
    spec = catalogue.get("ideogram/V3")
    asked = catalogue.check(spec, prompt="a vase", options=options, aspect="1:1", references=facts)
    files = tuple(dataclasses.replace(source, role=role) for role in roles)
    order = received(request_for(Call(spec, asked.lane, asked.prompt, asked.options, asked.aspect, references=files)))
    assert (order.details["action"], len(order.references), (order.width, order.height)) == details
