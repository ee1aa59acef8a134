"""gpt-image and dall-e-3: provider-api.md section 2, on lanes A and B and in edits."""

import math
import time
from typing import Any

from studio.sandbox import masks
from studio.sandbox.orders import REFUSE_PICTURE, REFUSE_PROMPT, Ask, Delivered, Order
from studio.sandbox.pictures import Limits, Reference, from_bytes, from_value
from studio.sandbox.problems import RequestError, invalid, missing, unknown_parameter
from studio.sandbox.rules import Anything, OneOf, Rule, Text, Whole, check, from_form, parse_size

GPT_SIZES = ("1024x1024", "1536x1024", "1024x1536")
DALL_E_SIZES = ("1024x1024", "1792x1024", "1024x1792")
FILE = Limits(most_bytes=50 * 1024 * 1024)
MASK = Limits(most_bytes=4 * 1024 * 1024, formats=("png",))
MOST_FILES = 16

TEXT_TO_IMAGE: dict[str, Rule] = {
    "prompt": Text(32_000),
    "n": Whole(1, 10),
    "quality": OneOf(("low", "medium", "high", "auto")),
    "background": OneOf(("auto", "transparent", "opaque")),
    "output_format": OneOf(("png", "jpeg", "webp")),
    "output_compression": Whole(0, 100),
    "moderation": OneOf(("auto", "low")),
}
LANE_A: dict[str, Rule] = {
    **TEXT_TO_IMAGE,
    "size": OneOf(GPT_SIZES),
    "image": Anything(),
    "input_fidelity": OneOf(("low", "high")),
}
LANE_B: dict[str, Rule] = {**TEXT_TO_IMAGE, "size": OneOf((*GPT_SIZES, "auto"))}
EDITS: dict[str, Rule] = {**LANE_B, "input_fidelity": OneOf(("low", "high"))}
DALL_E: dict[str, Rule] = {
    "prompt": Text(4_000),
    "n": Whole(1, 1),
    "size": OneOf(DALL_E_SIZES),
    "quality": OneOf(("standard", "hd")),
    "style": OneOf(("vivid", "natural")),
    "response_format": OneOf(("url", "b64_json")),
}
OUTPUT_TOKENS = {"low": 272, "medium": 1_056, "high": 4_160, "auto": 1_056}
SAFETY = "Your request was rejected as a result of our safety system."


class GptImage:
    """Shape 2 on lane A, shape 5 on lane B and in edits; always base64."""

    voice = "gateway"

    def order(self, ask: Ask) -> Order:
        values = self._checked(ask)
        references, mask = _files(ask) if ask.lane == "edits" else (_lane_a_image(ask), None)
        _check_combinations(ask.model, values, bool(references))
        size = values.get("size", "auto")
        width, height = _nearest(references) if size == "auto" else parse_size("size", size)
        return Order(
            ask.model,
            values["prompt"],
            width,
            height,
            images=values.get("n", 1),
            format=values.get("output_format", "png"),
            references=references,
            mask=mask,
            mask_paint="clear" if mask else "",
            transparent=values.get("background") == "transparent",
            details={"lane": ask.lane, "quality": values.get("quality", "auto"), "size": size},
        )

    def _checked(self, ask: Ask) -> dict[str, Any]:
        rules = {"A": LANE_A, "B": LANE_B, "edits": EDITS}[ask.lane]
        values = dict(ask.values)
        if ask.lane == "edits":
            values = from_form(rules, values)
        check(rules, values)
        return values

    def answer(self, order: Order, pictures: list[Delivered]) -> dict[str, Any]:
        good = [picture for picture in pictures if picture.usable]
        usage = _usage(order)
        if order.details["lane"] == "A":
            items = [{"bytesBase64": picture.slot, "mimeType": order.format} for picture in good]
            return {"output": {"b64_json": items, "urls": []}, "usage": usage}
        return {
            "created": int(time.time()),
            "background": "transparent" if order.transparent else "opaque",
            "output_format": order.format,
            "quality": order.details["quality"],
            "size": f"{order.width}x{order.height}",
            "data": [{"b64_json": picture.slot} for picture in good],
            "usage": usage,
        }

    def refusal(self, order: Order, word: str) -> RequestError | None:
        if word not in {REFUSE_PROMPT, REFUSE_PICTURE}:
            return None
        stage = "input" if word == REFUSE_PROMPT else "output"
        message = f"{SAFETY} {stage} safety_violations=[violence]."
        return RequestError(400, message, code="moderation_blocked", kind="image_generation_user_error")


class DallE:
    """``output.urls`` on lane A, shape 5 on lane B; links of 60 minutes or base64."""

    voice = "gateway"

    def order(self, ask: Ask) -> Order:
        check(DALL_E, ask.values)
        width, height = parse_size("size", ask.values.get("size", "1024x1024"))
        delivery = "b64" if ask.values.get("response_format") == "b64_json" else "url"
        details = {"lane": ask.lane, "link_seconds": 3_600}
        return Order(ask.model, ask.values["prompt"], width, height, delivery=delivery, details=details)

    def answer(self, order: Order, pictures: list[Delivered]) -> dict[str, Any]:
        good = [picture for picture in pictures if picture.usable]
        if order.details["lane"] == "A" and order.delivery == "url":
            return {"output": {"urls": [picture.url for picture in good]}}
        if order.details["lane"] == "A":
            return {"output": {"b64_json": [{"bytesBase64": p.slot, "mimeType": "png"} for p in good], "urls": []}}
        key = "url" if order.delivery == "url" else "b64_json"
        items = [{key: p.url or p.slot, "revised_prompt": f"{order.prompt} In fine detail."} for p in good]
        return {"created": int(time.time()), "data": items}

    def refusal(self, order: Order, word: str) -> RequestError | None:
        if word not in {REFUSE_PROMPT, REFUSE_PICTURE}:
            return None
        return RequestError(400, SAFETY, code="content_policy_violation")


def _nearest(references: tuple[Reference, ...]) -> tuple[int, int]:
    """An automatic size follows the first picture."""
    if not references or not references[0].data:
        return 1024, 1024
    ratio = references[0].width / references[0].height
    sizes = (parse_size("size", size) for size in GPT_SIZES)
    return min(sizes, key=lambda size: abs(math.log(size[0] / size[1] / ratio)))


def _lane_a_image(ask: Ask) -> tuple[Reference, ...]:
    if "image" not in ask.values:
        return ()
    return (from_value("image", ask.values["image"], FILE, ask.fetch),)


def _files(ask: Ask) -> tuple[tuple[Reference, ...], Reference | None]:
    extra = set(ask.files) - {"image", "image[]", "mask"}
    if extra:
        raise unknown_parameter(extra.pop())
    images = (*ask.files.get("image[]", ()), *ask.files.get("image", ()))
    if not images:
        raise missing("image")
    if len(images) > MOST_FILES:
        raise RequestError(400, f"At most {MOST_FILES} images.", code="too_many_images", param="image")
    references = tuple(from_bytes("image", data, FILE) for data in images)
    masks = ask.files.get("mask", ())
    return references, _mask(masks[0], references[0]) if masks else None


def _mask(data: bytes, image: Reference) -> Reference:
    return masks.with_alpha(from_bytes("mask", data, MASK), image)


def _check_combinations(model: str, values: dict[str, Any], referenced: bool) -> None:
    form = values.get("output_format", "png")
    if values.get("background") == "transparent" and form == "jpeg":
        raise invalid("background", "transparent needs output_format png or webp.")
    if "output_compression" in values and form == "png":
        raise invalid("output_compression", "only with output_format jpeg or webp.")
    if referenced and "moderation" in values:
        raise invalid("moderation", "not supported with an input image.")
    if "input_fidelity" in values and (not referenced or model == "gpt-image-1-mini"):
        raise invalid("input_fidelity", "only gpt-image-1 and gpt-image-1.5 with an input image take it.")


def _usage(order: Order) -> dict[str, Any]:
    pixels = order.width * order.height / (1024 * 1024)
    output = int(OUTPUT_TOKENS[order.details["quality"]] * pixels) * order.images
    text, image = len(order.prompt) // 4 + 6, 323 * len(order.references)
    return {
        "input_tokens": text + image,
        "input_tokens_details": {"text_tokens": text, "image_tokens": image},
        "output_tokens": output,
        "total_tokens": text + image + output,
    }
