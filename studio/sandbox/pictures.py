"""Pictures that a request brings along: decoded for true, then measured against the model's limits."""

import base64
import binascii
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PIL import Image

from studio.sandbox.problems import RequestError, invalid

DATA_URI = re.compile(r"^data:image/[\w.+-]+;base64,", re.IGNORECASE)
MOST_PIXELS = 60_000_000
Fetch = Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, sides in pixels, ``ratio`` the longer side over the shorter."""

    most_bytes: int = 20 * 1024 * 1024
    formats: tuple[str, ...] = ("png", "jpeg", "webp")
    least_side: int = 1
    most_side: int = 20_000
    ratio: float = 1_000.0
    url_bytes: int = 8_192
    links: bool = True


@dataclass(frozen=True, slots=True)
class Reference:
    """A decoded picture; ``data`` is empty for a link elsewhere, which the sandbox does not follow."""

    data: bytes
    format: str = ""
    width: int = 0
    height: int = 0
    alpha: bool = False


def from_value(name: str, value: Any, limits: Limits, fetch: Fetch) -> Reference:
    """A link, a data URI or bare base64. Raises RequestError."""
    if not isinstance(value, str) or not value:
        raise invalid(name, "expected an image as a URL or base64.", "invalid_image")
    if value.startswith(("http://", "https://")):
        return _linked(name, value, limits, fetch)
    return from_bytes(name, from_base64(name, DATA_URI.sub("", value)), limits)


def _linked(name: str, value: str, limits: Limits, fetch: Fetch) -> Reference:
    if not limits.links or len(value.encode()) > limits.url_bytes:
        raise invalid(name, "this URL cannot be used here.", "invalid_image")
    data = fetch(value)
    return from_bytes(name, data, limits) if data else Reference(b"")


def from_base64(name: str, text: str) -> bytes:
    """The bytes. Raises RequestError."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise invalid(name, "this is no base64.", "invalid_image") from error


def from_bytes(name: str, data: bytes, limits: Limits) -> Reference:
    """A picture decoded and within the limits. Raises RequestError."""
    if len(data) > limits.most_bytes:
        raise invalid(name, f"{len(data)} bytes, at most {limits.most_bytes}.", "image_too_large")
    picture = _decode(name, data)
    form = (picture.format or "").lower().replace("mpo", "jpeg")
    if form not in limits.formats:
        raise invalid(name, f"{form} is not one of {', '.join(limits.formats)}.", "invalid_image_format")
    _check_sides(name, picture.width, picture.height, limits)
    alpha = "A" in picture.getbands() or "transparency" in picture.info
    return Reference(data, form, picture.width, picture.height, alpha)


def _decode(name: str, data: bytes) -> Image.Image:
    try:
        picture = Image.open(io.BytesIO(data))
        if picture.width * picture.height > MOST_PIXELS:
            raise invalid(name, "too many pixels.", "invalid_image")
        picture.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise invalid(name, "the image could not be decoded.", "invalid_image") from error
    return picture


def _check_sides(name: str, width: int, height: int, limits: Limits) -> None:
    small, large = sorted((width, height))
    if small < limits.least_side or large > limits.most_side:
        why = f"{width}x{height}, each side from {limits.least_side} to {limits.most_side} pixels."
        raise invalid(name, why, "image_size_invalid")
    if large > small * limits.ratio:
        raise invalid(name, f"{width}x{height} is too narrow.", "image_size_invalid")


def same_size(name: str, mask: Reference, image: Reference) -> None:
    """Raises RequestError unless the mask covers the picture pixel by pixel."""
    if mask.data and image.data and (mask.width, mask.height) != (image.width, image.height):
        raise invalid(name, "the mask must have the size of the image.", "invalid_mask")


def many(name: str, value: Any, most: int, limits: Limits, fetch: Fetch) -> tuple[Reference, ...]:
    """One picture or a list of at most ``most``. Raises RequestError."""
    values = value if isinstance(value, list) else [value]
    if not values or len(values) > most:
        raise RequestError(400, f"'{name}' takes 1 to {most} images.", code="too_many_images", param=name)
    return tuple(from_value(name, item, limits, fetch) for item in values)
