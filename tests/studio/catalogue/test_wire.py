"""The flat parameters of a call: what is always sent, what only when changed, what never."""

import pytest

from studio.catalogue.spec import Option
from studio.catalogue.wire import is_sent
from tests.studio.catalogue import requests as r
from tests.studio.catalogue.requests import wire

IMAGE_SIZE = "generationConfig.imageConfig.imageSize"


@pytest.mark.parametrize(
    ("model", "request_", "sent"),
    [
        (r.GPT, {}, {"size": "1024x1024", "output_format": "png", "n": 1}),
        (r.GPT, {"options": {"quality": "auto", "background": "opaque"}, "aspect": "auto"},
         {"background": "opaque", "output_format": "png", "n": 1}),
        (r.GPT, {"options": {"input_fidelity": "high"}, "references": 1},
         {"size": "1024x1024", "input_fidelity": "high", "output_format": "png", "n": 1}),
        (r.DALL_E, {"options": {"style": "natural"}}, {"size": "1024x1024", "style": "natural", "n": 1}),
        (r.QWEN, {}, {"size": "1024x1024", "watermark": False, "n": 1}),
        (r.QWEN, {"options": {"watermark": True, "guidance": "4"}}, {"size": "1024x1024", "watermark": True, "n": 1}),
        (r.QWEN_EDIT, {"options": {"seed": 0}}, {"seed": 0, "watermark": False}),
        (r.SEEDREAM, {},
         {"stream": False, "size": "2048x2048", "sequential_image_generation": "disabled", "watermark": True}),
        (r.FLUX, {"options": {"raw": False}}, {"aspect_ratio": "16:9"}),
        (r.FLUX, {"options": {"raw": True, "seed": 9}}, {"aspect_ratio": "16:9", "raw": True, "seed": 9}),
        (r.KONTEXT_PRO, {"options": {"safety_tolerance": 6}}, {"safety_tolerance": 6}),
        (r.IRAG, {"count": 3}, {"size": "1024x1024", "watermark": False, "n": 3}),
        (r.IRAG_EDIT, {}, {"feature": "variation", "watermark": False, "n": 1}),
        (r.BANANA_PRO, {"options": {"imageSize": "4k", "googleSearch": "true"}},
         {IMAGE_SIZE: "4K", "tools": [{"googleSearch": {}}]}),
    ],
)  # fmt: skip
def test_parameters(model, request_, sent):
    assert wire(model, **request_) == sent


@pytest.mark.parametrize("model", [r.SEEDREAM, r.SEEDREAM_40])
def test_response_format_is_left_out_unless_changed(model):
    assert "response_format" not in wire(model, options={"response_format": "url"})
    assert wire(model, options={"response_format": "base64_json"})["response_format"] == "base64_json"


@pytest.mark.parametrize(("send", "value", "expected"), [
    ("always", "auto", False),
    ("always", None, False),
    ("always", "low", True),
    ("changed", "low", False),
    ("changed", "high", True),
    ("never", "high", False),
])  # fmt: skip
def test_when_an_option_is_sent(send, value, expected):
    option = Option(
        "quality", "Quality", "choice", default="low", choices=("auto", "low", "high"), omit=("auto",), send=send
    )
    assert is_sent(option, value) is expected
