"""irag-1.0 and ernie-irag-edit on Baidu: provider-api.md section 8."""

from typing import Any

from studio.sandbox import masks
from studio.sandbox.families.qwen import baidu_refusal, url_list
from studio.sandbox.orders import Ask, Delivered, Order
from studio.sandbox.pictures import Limits, Reference, from_value
from studio.sandbox.problems import RequestError, missing
from studio.sandbox.rules import Anything, Flag, Number, OneOf, Rule, Sides, Text, Whole, check, parse_size

SHARED: dict[str, Rule] = {
    "prompt": Text(220),
    "n": Whole(1, 4),
    "size": Sides(512, 2048),
    "guidance": Number(0, 20),
    "watermark": Flag(),
}
IRAG: dict[str, Rule] = {**SHARED, "refer_image": Anything()}
EDIT: dict[str, Rule] = {
    **SHARED,
    "guidance": Number(1, 20),
    "image": Anything(),
    "mask": Anything(),
    "feature": OneOf(("erase", "repaint", "variation")),
}
REFERENCE = Limits(
    most_bytes=10 * 1024 * 1024,
    formats=("png", "jpeg", "webp", "bmp", "ico"),
    least_side=128,
    ratio=4,
    url_bytes=1024,
)
UNSEEN = (1024, 1024)


class Irag:
    """Shape 1. An empty ``refer_image`` is tolerated, as the gateway's own example sends it."""

    voice = "gateway"

    def order(self, ask: Ask) -> Order:
        values = ask.values
        check(IRAG, values)
        given = values.get("refer_image", "")
        references = (from_value("refer_image", given, REFERENCE, ask.fetch),) if given != "" else ()
        width, height = parse_size("size", values.get("size", "1024x1024"))
        images = values.get("n", 1)
        return Order(ask.model, values["prompt"], width, height, images, delivery="url", references=references)

    def answer(self, order: Order, pictures: list[Delivered]) -> dict[str, Any]:
        return url_list(pictures)

    def refusal(self, order: Order, word: str) -> RequestError | None:
        return baidu_refusal(word)


class IragEdit:
    """Shape 1. White pixels of the mask are repainted."""

    voice = "gateway"

    def order(self, ask: Ask) -> Order:
        values = ask.values
        check(EDIT, values, ("image",))
        feature = values.get("feature", "repaint")
        if feature != "erase" and not values.get("prompt"):
            raise missing("prompt")
        if feature != "variation" and not values.get("mask"):
            raise missing("mask")
        image = from_value("image", values["image"], REFERENCE, ask.fetch)
        width, height = _size(values, image)
        return Order(
            ask.model,
            values.get("prompt", ""),
            width,
            height,
            images=values.get("n", 1),
            delivery="url",
            references=(image,),
            mask=_mask(ask, image),
            mask_paint="white",
            details={"feature": feature},
        )

    def answer(self, order: Order, pictures: list[Delivered]) -> dict[str, Any]:
        return url_list(pictures)

    def refusal(self, order: Order, word: str) -> RequestError | None:
        return baidu_refusal(word)


def _mask(ask: Ask, image: Reference) -> Reference | None:
    if not ask.values.get("mask"):
        return None
    mask = masks.black_and_white(from_value("mask", ask.values["mask"], REFERENCE, ask.fetch), image, 255)
    return mask if mask.data else None


def _size(values: Any, image: Reference) -> tuple[int, int]:
    if "size" in values:
        return parse_size("size", values["size"])
    return (image.width, image.height) if image.data else UNSEEN
