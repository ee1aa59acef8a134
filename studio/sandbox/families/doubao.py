"""Seedream 4.5 and 4.0: provider-api.md section 5, on lanes A and B."""

import time
from typing import Any

from studio.sandbox.orders import REFUSE_PICTURE, REFUSE_PROMPT, Ask, Delivered, Order
from studio.sandbox.pictures import Limits, Reference, many
from studio.sandbox.problems import RequestError, invalid
from studio.sandbox.rules import Anything, Flag, Json, OneOf, Rule, Text, Whole, check, parse_size

RULES: dict[str, Rule] = {
    "prompt": Text(32_000),
    "size": Text(16),
    "sequential_image_generation": OneOf(("disabled", "auto")),
    "sequential_image_generation_options": Json(),
    "image": Anything(),
    "seed": Whole(-1, 2_147_483_647),
    "watermark": Flag(),
    "stream": Flag(),
    "response_format": OneOf(("url", "base64_json")),
}
WORDS = {"1K": (1024, 1024), "2K": (2048, 2048), "4K": (4096, 4096)}
LEAST_PIXELS = {"doubao-seedream-4-5": 3_686_400, "doubao-seedream-4-0": 921_600}
MOST_PIXELS = 16_777_216
MOST_REFERENCES = 14
MOST_TOGETHER = 15
REFERENCE = Limits(
    most_bytes=10 * 1024 * 1024,
    formats=("png", "jpeg", "webp", "bmp", "tiff", "gif"),
    least_side=15,
    most_side=6000,
    ratio=16,
)
SENSITIVE = "The request failed because the {what} may contain sensitive information."


class Doubao:
    """Shape 1 on lane A (links, or base64), shape 5 on lane B. One item of a set may be an error."""

    voice = "gateway"

    def order(self, ask: Ask) -> Order:
        values = ask.values
        check(RULES, values)
        if values.get("stream"):
            raise invalid("stream", "this lane does not stream.")
        width, height = _size(ask.model, values.get("size", "2K"))
        references = many("image", values["image"], MOST_REFERENCES, REFERENCE, ask.fetch) if "image" in values else ()
        return Order(
            ask.model,
            values["prompt"],
            width,
            height,
            images=_count(values, references),
            format="jpeg",
            delivery="b64" if values.get("response_format") == "base64_json" else "url",
            seed=values.get("seed"),
            references=references,
            details={"lane": ask.lane},
        )

    def answer(self, order: Order, pictures: list[Delivered]) -> dict[str, Any]:
        items = [_item(picture) for picture in pictures]
        if order.details["lane"] == "A":
            return {"output": items}
        usage = {"generated_images": sum(picture.usable for picture in pictures)}
        return {"model": order.model, "created": int(time.time()), "data": items, "usage": usage}

    def refusal(self, order: Order, word: str) -> RequestError | None:
        if word == REFUSE_PROMPT:
            code, what = "InputTextSensitiveContentDetected", "input text"
        elif word == REFUSE_PICTURE:
            code, what = "OutputImageSensitiveContentDetected", "output image"
        else:
            return None
        return RequestError(400, SENSITIVE.format(what=what), code=code, kind="BadRequest")


def _item(picture: Delivered) -> dict[str, Any]:
    if picture.refused:
        code = "OutputImageSensitiveContentDetected"
        return {"error": {"code": code, "message": SENSITIVE.format(what="output image")}}
    if picture.broken:
        return {"error": {"code": "InternalServiceError", "message": "The service met an unexpected internal error."}}
    return {"url": picture.url} if picture.url else {"b64_json": picture.slot}


def _size(model: str, value: str) -> tuple[int, int]:
    if value in WORDS and not (value == "1K" and model == "doubao-seedream-4-5"):
        return WORDS[value]
    width, height = parse_size("size", value)
    least = LEAST_PIXELS[model]
    if not least <= width * height <= MOST_PIXELS:
        why = f"{value}: the pixels must be between {least} and {MOST_PIXELS}."
        raise invalid("size", why, "size_not_supported")
    if max(width, height) > 16 * min(width, height):
        raise invalid("size", f"{value}: width over height from 1/16 to 16.", "size_not_supported")
    return width, height


def _count(values: Any, references: tuple[Reference, ...]) -> int:
    options = values.get("sequential_image_generation_options")
    if values.get("sequential_image_generation", "disabled") != "auto":
        if options is not None:
            raise invalid("sequential_image_generation_options", "only with sequential_image_generation auto.")
        return 1
    room = MOST_TOGETHER - len(references)
    if options is None:
        return min(4, room)
    check({"max_images": Whole(1, MOST_TOGETHER)}, options, ())
    wanted: int = options.get("max_images", room)
    if wanted > room:
        raise invalid("max_images", f"references and images together at most {MOST_TOGETHER}.")
    return wanted
