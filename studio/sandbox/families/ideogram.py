"""Ideogram V3: provider-api.md section 9, lane A and the native multipart lane D."""

from datetime import UTC, datetime
from typing import Any

from studio.sandbox import masks
from studio.sandbox.orders import REFUSE_PICTURE, REFUSE_PROMPT, Ask, Delivered, Order
from studio.sandbox.pictures import Limits, Reference, from_bytes
from studio.sandbox.problems import RequestError, invalid, missing, unknown_parameter
from studio.sandbox.rules import Json, OneOf, Rule, Text, Whole, check, from_form, parse_size

RATIOS = {
    "1x3": (512, 1536), "3x1": (1536, 512), "1x2": (704, 1408), "2x1": (1408, 704), "9x16": (736, 1312),
    "16x9": (1312, 736), "10x16": (800, 1280), "16x10": (1280, 800), "2x3": (832, 1248), "3x2": (1248, 832),
    "3x4": (864, 1152), "4x3": (1152, 864), "4x5": (896, 1120), "5x4": (1120, 896), "1x1": (1024, 1024),
}  # fmt: skip
RESOLUTIONS = (
    "512x1536", "576x1408", "576x1472", "576x1536", "640x1344", "640x1408", "640x1472", "640x1536", "704x1152",
    "704x1216", "704x1280", "704x1344", "704x1408", "704x1472", "736x1312", "768x1088", "768x1216", "768x1280",
    "768x1344", "800x1280", "832x960", "832x1024", "832x1088", "832x1152", "832x1216", "832x1248", "864x1152",
    "896x960", "896x1024", "896x1088", "896x1120", "896x1152", "960x832", "960x896", "960x1024", "960x1088",
    "1024x832", "1024x896", "1024x960", "1024x1024", "1088x768", "1088x832", "1088x896", "1088x960", "1120x896",
    "1152x704", "1152x832", "1152x864", "1152x896", "1216x704", "1216x768", "1216x832", "1248x832", "1280x704",
    "1280x768", "1280x800", "1312x736", "1344x640", "1344x704", "1344x768", "1408x576", "1408x640", "1408x704",
    "1472x576", "1472x640", "1472x704", "1536x512", "1536x576", "1536x640",
)  # fmt: skip
FILE = Limits(most_bytes=25 * 1024 * 1024)
MOST_REQUEST_BYTES = 50 * 1024 * 1024
CHANGE: dict[str, Rule] = {
    "num_images": Whole(1, 8),
    "seed": Whole(0, 2_147_483_647),
    "rendering_speed": OneOf(("FLASH", "TURBO", "DEFAULT", "QUALITY")),
}
STYLE: dict[str, Rule] = {"style_preset": Text(200), "style_codes": Text(200), "color_palette": Json()}
WORDS: dict[str, Rule] = {
    "prompt": Text(32_000),
    "magic_prompt": OneOf(("AUTO", "ON", "OFF")),
    "style_type": OneOf(("AUTO", "GENERAL", "REALISTIC", "DESIGN", "FICTION")),
}
SHAPE: dict[str, Rule] = {
    "aspect_ratio": OneOf(tuple(RATIOS)),
    "resolution": OneOf(RESOLUTIONS),
    "negative_prompt": Text(32_000),
}
LANE_A: dict[str, Rule] = {**CHANGE, **WORDS, **SHAPE}
NATIVE: dict[str, dict[str, Rule]] = {
    "generate": {**CHANGE, **WORDS, **SHAPE, **STYLE},
    "remix": {**CHANGE, **WORDS, **SHAPE, **STYLE, "image_weight": Whole(1, 100)},
    "edit": {**CHANGE, **WORDS, **STYLE},
    "reframe": {**CHANGE, **STYLE, "resolution": OneOf(RESOLUTIONS)},
    "replace-background": {**CHANGE, **STYLE, "prompt": WORDS["prompt"], "magic_prompt": WORDS["magic_prompt"]},
}
STYLE_FILES = {"style_reference_images", "character_reference_images"}
FILES = {
    "generate": STYLE_FILES,
    "remix": {"image"} | STYLE_FILES,
    "edit": {"image", "mask"} | STYLE_FILES,
    "reframe": {"image", "style_reference_images"},
    "replace-background": {"image", "style_reference_images"},
}
UNSAFE = "Prompt or provided image failed the safety checks"


class Ideogram:
    """Lane A: ``output.urls``, signed links."""

    voice = "gateway"

    def order(self, ask: Ask) -> Order:
        check(LANE_A, ask.values)
        return _order(ask, ask.values, (), None)

    def answer(self, order: Order, pictures: list[Delivered]) -> dict[str, Any]:
        return {"output": {"urls": [picture.url for picture in pictures if picture.usable]}}

    def refusal(self, order: Order, word: str) -> RequestError | None:
        return _refusal() if word in {REFUSE_PROMPT, REFUSE_PICTURE} else None


class IdeogramNative:
    """Lane D: shape 9. An unsafe picture has no url. In an edit's mask black is repainted."""

    voice = "ideogram"

    def order(self, ask: Ask) -> Order:
        action = ask.model
        rules = NATIVE[action]
        values = from_form(rules, dict(ask.values))
        check(rules, values, ("resolution",) if action == "reframe" else ("prompt",))
        if sum(len(data) for files in ask.files.values() for data in files) > MOST_REQUEST_BYTES:
            raise RequestError(413, "The request's files are larger than 50 MB", code="request_too_large")
        references, mask = _files(ask, action)
        if "style_codes" in values and ("style_type" in values or "style_reference_images" in ask.files):
            raise invalid("style_codes", "not together with style_type or style references.")
        return _order(ask, values, references, mask)

    def answer(self, order: Order, pictures: list[Delivered]) -> dict[str, Any]:
        return {"created": datetime.now(UTC).isoformat(), "data": [_item(order, picture) for picture in pictures]}

    def refusal(self, order: Order, word: str) -> RequestError | None:
        return _refusal() if word == REFUSE_PROMPT else None


def _refusal() -> RequestError:
    return RequestError(422, UNSAFE, code="moderation_blocked")


def _item(order: Order, picture: Delivered) -> dict[str, Any]:
    return {
        "url": picture.url if picture.usable else None,
        "prompt": f"{order.prompt}, in fine detail." if order.details["magic"] else order.prompt,
        "resolution": f"{order.width}x{order.height}",
        "is_image_safe": picture.usable,
        "seed": picture.seed,
        "style_type": order.details["style_type"],
    }


def _order(ask: Ask, values: Any, references: tuple[Reference, ...], mask: Reference | None) -> Order:
    if "aspect_ratio" in values and "resolution" in values:
        raise invalid("resolution", "either aspect_ratio or resolution.")
    width, height = _size(ask, values, references)
    return Order(
        "V3",
        values.get("prompt", ""),
        width,
        height,
        images=values.get("num_images", 1),
        delivery="url",
        seed=values.get("seed"),
        references=references,
        mask=mask,
        mask_paint="black" if mask else "",
        details={
            "style_type": values.get("style_type", "GENERAL"),
            "action": ask.model,
            "magic": values.get("magic_prompt") == "ON",
        },
    )


def _size(ask: Ask, values: Any, references: tuple[Reference, ...]) -> tuple[int, int]:
    if "resolution" in values:
        return parse_size("resolution", values["resolution"])
    if "aspect_ratio" in values:
        return RATIOS[values["aspect_ratio"]]
    if ask.model in {"edit", "replace-background"}:
        return references[0].width, references[0].height
    return RATIOS["1x1"]


def _files(ask: Ask, action: str) -> tuple[tuple[Reference, ...], Reference | None]:
    for name in ask.files:
        if name not in FILES[action]:
            raise unknown_parameter(name)
    needed = FILES[action] & {"image", "mask"}
    for name in sorted(needed):
        if len(ask.files.get(name, ())) != 1:
            raise missing(name)
    if len(ask.files.get("character_reference_images", ())) > 1:
        raise invalid("character_reference_images", "at most one.", "too_many_images")
    names = ("image", "style_reference_images", "character_reference_images")
    references = tuple(from_bytes(name, data, FILE) for name in names for data in ask.files.get(name, ()))
    if "mask" not in needed:
        return references, None
    return references, masks.black_and_white(from_bytes("mask", ask.files["mask"][0], FILE), references[0], 0)
