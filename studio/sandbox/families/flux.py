"""FLUX: provider-api.md sections 6 (asynchronous, lane A) and 7 (FLUX.1-Kontext-pro, lane B)."""

import time
from typing import Any

from studio.sandbox.orders import REFUSE_PICTURE, REFUSE_PROMPT, Ask, Delivered, Order
from studio.sandbox.pictures import Limits, Reference, from_value
from studio.sandbox.problems import RequestError, invalid
from studio.sandbox.rules import Anything, Flag, Number, OneOf, Ratio, Rule, Text, Whole, check

SEED = Whole(0, 4_294_967_295)
PIXELS = 1024 * 1024
MOST_PIXELS = 4 * 1024 * 1024
REFERENCE = Limits()


def _inputs(most: int) -> dict[str, Rule]:
    return {"input_image" if number == 1 else f"input_image_{number}": Anything() for number in range(1, most + 1)}


SHARED: dict[str, Rule] = {
    "prompt": Text(32_000),
    "aspect_ratio": Ratio(),
    "seed": SEED,
    "output_format": OneOf(("jpeg", "png", "webp")),
    "raw": Flag(),
}
FLUX_2: dict[str, Rule] = {
    **SHARED,
    **_inputs(8),
    "width": Whole(0, 4096),
    "height": Whole(0, 4096),
    "safety_tolerance": Whole(0, 5),
}
KONTEXT: dict[str, Rule] = {**SHARED, **_inputs(4), "safety_tolerance": Whole(0, 6), "prompt_upsampling": Flag()}
RULES: dict[str, dict[str, Rule]] = {
    "flux-2-pro": {**FLUX_2, "disable_pup": Flag()},
    "flux-2-flex": {**FLUX_2, "prompt_upsampling": Flag(), "guidance": Number(1.5, 10), "steps": Whole(1, 50)},
    "flux-kontext-max": KONTEXT,
    "flux-kontext-pro": KONTEXT,
}
ONE_STEP: dict[str, Rule] = {
    "prompt": Text(32_000),
    "safety_tolerance": Whole(0, 6),
    "aspect_ratio": Ratio(),
    "seed": SEED,
}


class Flux:
    """Shape 3 at once, shape 4 when polled. Refusals stand in the task's status."""

    voice = "gateway"

    def order(self, ask: Ask) -> Order:
        values = ask.values
        check(RULES[ask.model], values)
        references = _references(ask)
        kontext = "kontext" in ask.model
        if kontext and references and values.get("safety_tolerance", 2) > 2:
            raise invalid("safety_tolerance", "at most 2 with an input image.", "value_not_within_range")
        width, height = _size(values, references)
        return Order(
            ask.model,
            values["prompt"],
            width,
            height,
            format=values.get("output_format", "png" if kontext else "jpeg"),
            delivery="task",
            seed=values.get("seed"),
            references=references,
        )

    def answer(self, order: Order, pictures: list[Delivered]) -> dict[str, Any]:
        picture = pictures[0]
        return {"sample": picture.url, "prompt": order.prompt, "seed": picture.seed}

    def refusal(self, order: Order, word: str) -> dict[str, Any] | None:
        if word == REFUSE_PROMPT:
            return {"status": "Request Moderated", "details": {"Moderation Reasons": ["Derivative Works Filter"]}}
        if word == REFUSE_PICTURE:
            return {"status": "Content Moderated", "details": {"Moderation Reasons": ["Safety Filter"]}}
        return None


class Kontext:
    """FLUX.1-Kontext-pro on lane B: shape 5, base64."""

    voice = "gateway"

    def order(self, ask: Ask) -> Order:
        check(ONE_STEP, ask.values)
        width, height = _size(ask.values, ())
        return Order(ask.model, ask.values["prompt"], width, height, seed=ask.values.get("seed"))

    def answer(self, order: Order, pictures: list[Delivered]) -> dict[str, Any]:
        return {"created": int(time.time()), "data": [{"b64_json": p.slot} for p in pictures if p.usable]}

    def refusal(self, order: Order, word: str) -> RequestError | None:
        if word == REFUSE_PROMPT:
            return RequestError(400, "Request Moderated", code="content_policy_violation")
        if word == REFUSE_PICTURE:
            return RequestError(400, "Content Moderated", code="content_policy_violation")
        return None


def _references(ask: Ask) -> tuple[Reference, ...]:
    names = [name for name in RULES[ask.model] if name.startswith("input_image") and name in ask.values]
    return tuple(from_value(name, ask.values[name], REFERENCE, ask.fetch) for name in names)


def _size(values: Any, references: tuple[Reference, ...]) -> tuple[int, int]:
    width, height = values.get("width", 0), values.get("height", 0)
    if width and height:
        return _exact(width, height)
    if "aspect_ratio" not in values and references and references[0].data:
        return _of_ratio(references[0].width / references[0].height)
    across, down = values.get("aspect_ratio", "16:9").split(":")
    return _of_ratio(int(across) / int(down))


def _exact(width: int, height: int) -> tuple[int, int]:
    for name, side in (("width", width), ("height", height)):
        if side < 64 or side % 16:
            raise invalid(name, f"{side}: at least 64 and a multiple of 16.", "size_not_supported")
    if width * height > MOST_PIXELS:
        raise invalid("width", f"{width}x{height} is more than 4 megapixels.", "size_not_supported")
    return width, height


def _of_ratio(ratio: float) -> tuple[int, int]:
    width = (PIXELS * ratio) ** 0.5
    return max(64, round(width / 16) * 16), max(64, round(width / ratio / 16) * 16)
