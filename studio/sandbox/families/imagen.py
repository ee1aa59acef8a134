"""Imagen: provider-api.md section 3."""

from typing import Any

from studio.sandbox.orders import REFUSE_PICTURE, REFUSE_PROMPT, Ask, Delivered, Order
from studio.sandbox.problems import RequestError, invalid
from studio.sandbox.rules import OneOf, Rule, Text, Whole, check

SIZES = {"1:1": (1024, 1024), "3:4": (896, 1280), "4:3": (1280, 896), "9:16": (768, 1408), "16:9": (1408, 768)}
MOST_WORDS = 480
PERSONS = ("DONT_ALLOW", "ALLOW_ADULT", "ALLOW_ALL")
UNASKED_IMAGES = 4

RULES: dict[str, Rule] = {
    "prompt": Text(32_000),
    "numberOfImages": Whole(1, 4),
    "sampleCount": Whole(1, 4),
    "n": Whole(1, 10),  # accepted and without effect, as on the real lane
    "aspectRatio": OneOf(tuple(SIZES)),
    "personGeneration": OneOf((*PERSONS, *(word.lower() for word in PERSONS))),
}
LARGE: dict[str, Rule] = {**RULES, "sampleImageSize": OneOf(("1K", "2K"))}
LARGE_MODELS = {"imagen-4.0-ultra-generate-001", "imagen-4.0-generate-001"}


class Imagen:
    """Shape 2 with base64. What the filter takes is simply missing from the list."""

    voice = "gateway"

    def order(self, ask: Ask) -> Order:
        check(LARGE if ask.model in LARGE_MODELS else RULES, ask.values)
        if len(ask.values["prompt"].split()) > MOST_WORDS:
            raise invalid("prompt", "more than 480 tokens.", "prompt_too_long")
        width, height = SIZES[ask.values.get("aspectRatio", "1:1")]
        scale = 2 if ask.values.get("sampleImageSize") == "2K" else 1
        images = _count(ask)
        return Order(ask.model, ask.values["prompt"], width * scale, height * scale, images=images)

    def answer(self, order: Order, pictures: list[Delivered]) -> dict[str, Any]:
        items = [{"bytesBase64": p.slot, "mimeType": "image/png"} for p in pictures if p.usable]
        return {"output": {"b64_json": items, "urls": []}}

    def refusal(self, order: Order, word: str) -> RequestError | dict[str, Any] | None:
        if word == REFUSE_PROMPT:
            message = "The prompt could not be submitted. It may go against our safety policy."
            return RequestError(400, message, code="content_policy_violation")
        return {"output": {"b64_json": [], "urls": []}} if word == REFUSE_PICTURE else None


def _count(ask: Ask) -> int:
    named = {ask.values[key] for key in ("numberOfImages", "sampleCount") if key in ask.values}
    if len(named) > 1:
        raise invalid("sampleCount", "differs from numberOfImages.")
    count: int = named.pop() if named else UNASKED_IMAGES
    if "ultra" not in ask.model:
        return count
    if count > 1 and ("numberOfImages" in ask.values or "sampleCount" in ask.values):
        raise invalid("numberOfImages", "this model makes one image per call.", "n_not_within_range")
    return 1
