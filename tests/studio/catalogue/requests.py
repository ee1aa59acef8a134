"""Requests that the tests of the catalogue start from."""

from typing import Any

from studio import catalogue
from studio.catalogue import Asked, Invalid, ReferenceFacts

PICTURE = ReferenceFacts(format="png", width=1024, height=1024, bytes=1_000_000)

GPT = "openai/gpt-image-1.5"
MINI = "openai/gpt-image-1-mini"
DALL_E = "openai/dall-e-3"
IMAGEN = "google/imagen-4.0-generate-001"
QWEN = "qianfan/qwen-image"
QWEN_EDIT = "qianfan/qwen-image-edit"
SEEDREAM = "doubao/doubao-seedream-4-5"
SEEDREAM_40 = "doubao/doubao-seedream-4-0"
FLUX = "bfl/flux-2-pro"
FLEX = "bfl/flux-2-flex"
KONTEXT = "bfl/flux-kontext-max"
KONTEXT_PRO = "bfl/FLUX.1-Kontext-pro"
IRAG = "qianfan/irag-1.0"
IRAG_EDIT = "qianfan/ernie-irag-edit"
IDEOGRAM = "ideogram/V3"
BANANA = "gemini/gemini-2.5-flash-image"
BANANA_PRO = "gemini/gemini-3-pro-image-preview"
BANANA_2 = "gemini/gemini-3.1-flash-image-preview"


def ask(model: str, *, references: int | None = None, prompt: str = "A deer", **request: Any) -> Asked:
    """A request with as many plain references as the model needs, unless told otherwise; ``has_mask`` lays one on."""
    spec = catalogue.get(model)
    pictures = [PICTURE] * (spec.references.min if references is None else references)
    mask = PICTURE if request.pop("has_mask", False) else None
    return catalogue.check(spec, prompt=prompt, references=pictures, mask=mask, **request)


def errors(model: str, **request: Any) -> dict[str, list[str]]:
    """The errors of a request, none when it passes."""
    try:
        ask(model, **request)
    except Invalid as invalid:
        return invalid.errors
    return {}


def wire(model: str, *, call: int = 0, **request: Any) -> dict[str, Any]:
    """The flat parameters of one call of a request."""
    asked = ask(model, **request)
    has_mask = bool(request.get("has_mask"))
    return catalogue.parameters(asked.spec, asked.options, asked.aspect, asked.calls[call], has_mask=has_mask)
