"""qwen-image and qwen-image-edit on Baidu Qianfan: provider-api.md section 4."""

from typing import Any

from studio.sandbox.orders import REFUSE_PICTURE, REFUSE_PROMPT, Ask, Delivered, Order
from studio.sandbox.pictures import Limits, from_value, many
from studio.sandbox.problems import RequestError
from studio.sandbox.rules import Anything, Flag, Number, Rule, Sides, Text, Whole, check, parse_size

SHARED: dict[str, Rule] = {
    "prompt": Text(800),
    "negative_prompt": Text(500),
    "steps": Whole(1, 50),
    "seed": Whole(0, 2_147_483_647),
    "watermark": Flag(),
}
QWEN: dict[str, Rule] = {
    **SHARED,
    "size": Sides(512, 2048),
    "n": Whole(1, 4),
    "guidance": Number(0, 20),
    "prompt_extend": Flag(),
    "refer_image": Anything(),
}
EDIT: dict[str, Rule] = {**SHARED, "guidance": Number(1, 20), "n": Whole(1, 1), "image": Anything()}
REFERENCE = Limits(most_bytes=10 * 1024 * 1024, formats=("png", "jpeg", "webp", "bmp"))
EDIT_IMAGE = Limits(most_bytes=10 * 1024 * 1024, formats=("png", "jpeg", "webp", "bmp"), least_side=384, most_side=3072)
UNSEEN = (1024, 1024)


def url_list(pictures: list[Delivered]) -> dict[str, Any]:
    """Shape 1."""
    return {"output": [{"url": picture.url} for picture in pictures if picture.usable]}


def baidu_refusal(word: str) -> RequestError | None:
    """How Baidu words its content check."""
    if word not in {REFUSE_PROMPT, REFUSE_PICTURE}:
        return None
    what = "prompt" if word == REFUSE_PROMPT else "generated image"
    message = f"The {what} was judged unsafe and may contain sensitive information"
    return RequestError(400, message, code="unsafe_content", kind="Aihubmix_api_error")


class Qwen:
    """Links of 24 hours on a store that refuses an Authorization header."""

    voice = "gateway"

    def order(self, ask: Ask) -> Order:
        values = ask.values
        check(QWEN, values)
        given = values.get("refer_image", "")
        references = (from_value("refer_image", given, REFERENCE, ask.fetch),) if given != "" else ()
        width, height = parse_size("size", values.get("size", "1024x1024"))
        return Order(
            ask.model,
            values["prompt"],
            width,
            height,
            images=values.get("n", 1),
            delivery="url",
            seed=values.get("seed"),
            references=references,
        )

    def answer(self, order: Order, pictures: list[Delivered]) -> dict[str, Any]:
        return url_list(pictures)

    def refusal(self, order: Order, word: str) -> RequestError | None:
        return baidu_refusal(word)


class QwenEdit:
    """The output follows the input's size; naming a size is an error."""

    voice = "gateway"

    def order(self, ask: Ask) -> Order:
        values = ask.values
        if "size" in values:
            message = "image size is invalid"
            raise RequestError(400, message, code="size_not_supported", param="size", kind="Aihubmix_api_error")
        check(EDIT, values, ("prompt", "image"))
        references = many("image", values["image"], 3, EDIT_IMAGE, ask.fetch)
        first = references[0]
        width, height = (first.width, first.height) if first.data else UNSEEN
        return Order(
            ask.model,
            values["prompt"],
            width,
            height,
            delivery="url",
            seed=values.get("seed"),
            references=references,
        )

    def answer(self, order: Order, pictures: list[Delivered]) -> dict[str, Any]:
        return url_list(pictures)

    def refusal(self, order: Order, word: str) -> RequestError | None:
        return baidu_refusal(word)
