"""Nano Banana: provider-api.md section 10, generateContent and its stream twin."""

import re
import zlib
from typing import Any

from studio.sandbox.orders import REFUSE_PICTURE, REFUSE_PROMPT, Ask, Delivered, Order
from studio.sandbox.pictures import Limits, Reference, from_base64, from_bytes
from studio.sandbox.problems import RequestError
from studio.sandbox.rules import require_object

RATIOS = ("1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9")
LONG_RATIOS = ("1:4", "4:1", "1:8", "8:1")
FLASH_25 = {
    "1:1": (1024, 1024), "2:3": (832, 1248), "3:2": (1248, 832), "3:4": (864, 1184), "4:3": (1184, 864),
    "4:5": (896, 1152), "5:4": (1152, 896), "9:16": (768, 1344), "16:9": (1344, 768), "21:9": (1536, 672),
}  # fmt: skip
THREE = {
    "1:1": (1024, 1024), "2:3": (848, 1264), "3:2": (1264, 848), "3:4": (896, 1200), "4:3": (1200, 896),
    "4:5": (928, 1152), "5:4": (1152, 928), "9:16": (768, 1376), "16:9": (1376, 768), "21:9": (1584, 672),
    "1:4": (512, 2048), "4:1": (2048, 512), "1:8": (352, 2816), "8:1": (2816, 352),
}  # fmt: skip
SCALES = {"512": 0.5, "1K": 1, "2K": 2, "4K": 4}
TOP = {"contents", "generationConfig", "tools", "systemInstruction", "safetySettings"}
CONFIG = {"responseModalities", "imageConfig", "temperature", "topP", "topK", "candidateCount", "maxOutputTokens"}
IMAGE_CONFIG = {"aspectRatio", "imageSize"}
MOST_BYTES = 20 * 1024 * 1024
REFERENCE = Limits(most_bytes=MOST_BYTES)
IMAGE_TOKENS = 1_290


class Gemini:
    """Shape 6. One image a call; a thought part with a draft is put before it now and then."""

    voice = "gemini"

    def order(self, ask: Ask) -> Order:
        body = ask.values
        _known(body, TOP, "")
        texts, references = _parts(ask.model, body)
        config = require_object(body.get("generationConfig", {}), "generationConfig")
        _known(config, CONFIG, "generation_config")
        _check_modalities(config.get("responseModalities", ["TEXT", "IMAGE"]))
        _check_tools(ask.model, body.get("tools", []))
        width, height = _size(ask.model, config.get("imageConfig", {}), references)
        form = "png" if "2.5" in ask.model else "jpeg"
        return Order(ask.model, "\n".join(texts), width, height, format=form, references=references)

    def answer(self, order: Order, pictures: list[Delivered]) -> dict[str, Any]:
        picture = pictures[0]
        inline = {"inlineData": {"mimeType": f"image/{order.format}", "data": picture.slot}}
        parts: list[dict[str, Any]] = []
        if zlib.crc32(order.prompt.encode()) % 3 == 0:
            parts += [{"text": "I lay out the scene first.", "thought": True}, {**inline, "thought": True}]
        parts += [{"text": "Here is your picture."}, inline]
        return _candidate(order, parts, "STOP")

    def refusal(self, order: Order, word: str) -> dict[str, Any] | None:
        if word == REFUSE_PROMPT:
            return {
                "promptFeedback": {"blockReason": "PROHIBITED_CONTENT"},
                "usageMetadata": _usage(order, 0),
                "modelVersion": order.model,
            }
        if word == REFUSE_PICTURE:
            parts = [{"text": "I can't make this picture: it goes against the safety rules."}]
            return _candidate(order, parts, "IMAGE_SAFETY")
        return None


def _candidate(order: Order, parts: list[dict[str, Any]], reason: str) -> dict[str, Any]:
    tokens = IMAGE_TOKENS if reason == "STOP" else 0
    content = {"role": "model", "parts": parts}
    return {
        "candidates": [{"content": content, "finishReason": reason, "index": 0}],
        "usageMetadata": _usage(order, tokens),
        "modelVersion": order.model,
    }


def _usage(order: Order, output: int) -> dict[str, int]:
    asked = len(order.prompt) // 4 + 1 + 258 * len(order.references)
    return {"promptTokenCount": asked, "candidatesTokenCount": output, "totalTokenCount": asked + output}


def _refused(message: str) -> RequestError:
    return RequestError(400, message)


def _known(values: Any, names: set[str], where: str) -> None:
    for name in values:
        if name not in names:
            place = f" at '{where}'" if where else ""
            raise _refused(f'Invalid JSON payload received. Unknown name "{name}"{place}: Cannot find field.')


def _parts(model: str, body: Any) -> tuple[list[str], tuple[Reference, ...]]:
    contents = body.get("contents")
    if not isinstance(contents, list) or not contents:
        raise _refused("* GenerateContentRequest.contents: contents is not specified")
    texts: list[str] = []
    references: list[Reference] = []
    for content in contents:
        for part in require_object(content, "contents").get("parts", []):
            _take(require_object(part, "parts"), texts, references)
    if not any(text.strip() for text in texts):
        raise _refused("Unable to submit request because it must have a text parameter.")
    most = 3 if "2.5" in model else 14
    if len(references) > most:
        raise _refused(f"Please use at most {most} images with {model}.")
    return texts, tuple(references)


def _take(part: dict[str, Any], texts: list[str], references: list[Reference]) -> None:
    _known(part, {"text", "inlineData", "inline_data"}, "contents.parts")
    if isinstance(part.get("text"), str):
        texts.append(part["text"])
        return
    inline = require_object(part.get("inlineData", part.get("inline_data")), "inlineData")
    kind = inline.get("mimeType", inline.get("mime_type"))
    if kind not in {"image/png", "image/jpeg", "image/webp"}:
        raise _refused(f"Unsupported MIME type: {kind}")
    data = from_base64("inlineData.data", str(inline.get("data", "")))
    if sum(len(reference.data) for reference in references) + len(data) > MOST_BYTES:
        raise _refused("Request payload size exceeds the limit: 20971520 bytes.")
    references.append(from_bytes("inlineData", data, REFERENCE))


def _check_modalities(value: Any) -> None:
    if not isinstance(value, list) or not set(map(str, value)) <= {"TEXT", "IMAGE", "Text", "Image"}:
        raise _refused("Invalid value at 'generation_config.response_modalities'")
    if not any(str(word).upper() == "IMAGE" for word in value):
        raise _refused("The requested combination of response modalities is not supported by the model.")


def _check_tools(model: str, tools: Any) -> None:
    if tools and ("2.5" in model or tools not in ([{"googleSearch": {}}], [{"google_search": {}}])):
        raise _refused("Tool is not supported by this model.")


def _size(model: str, config: Any, references: tuple[Reference, ...]) -> tuple[int, int]:
    _known(require_object(config, "imageConfig"), IMAGE_CONFIG, "generation_config.image_config")
    scale = _scale(model, config.get("imageSize"))
    ratios = (*RATIOS, *LONG_RATIOS) if "3.1" in model else RATIOS
    ratio = config.get("aspectRatio", _nearest(references, ratios))
    if ratio not in ratios:
        raise _refused(f"Invalid value at 'generation_config.image_config.aspect_ratio': {ratio}")
    width, height = (FLASH_25 if "2.5" in model else THREE)[ratio]
    return int(width * scale), int(height * scale)


def _scale(model: str, size: Any) -> float:
    if size is None:
        return 1
    offered = {"2.5": (), "3-pro": ("1K", "2K", "4K"), "lite": ("1K",), "": ("512", "1K", "2K", "4K")}
    mark = next(mark for mark in offered if mark in model)
    word = re.sub(r"k$", "K", str(size))
    if word not in offered[mark]:
        raise _refused(f"Invalid value at 'generation_config.image_config.image_size': {size}")
    return SCALES[word]


def _nearest(references: tuple[Reference, ...], ratios: tuple[str, ...]) -> str:
    if not references:
        return "1:1"
    wanted = references[0].width / references[0].height
    return min(ratios, key=lambda text: abs(int(text.split(":")[0]) / int(text.split(":")[1]) - wanted))
