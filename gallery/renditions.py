"""Bytes in, bytes out: the smaller pictures that pages show. No ORM, no metadata carried on.

One decode, then 1280 → 640 → 320 pixels wide, each from the one before and never upscaled. WebP by method 0: four
times faster than 4 for about a tenth more bytes (PERFORMANCE.md).
"""

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from gallery.uploads import FORMATS, upright

WIDTHS = (1280, 640, 320)
WEBP = {"format": "WEBP", "quality": 80, "method": 0}
AVIF = {"format": "AVIF", "quality": 60, "speed": 9}
DRAFT_WIDTH = 1280
COLOR_SIDE = 16


class Undecodable(ValueError):  # noqa: N818 (reads as a sentence where it is raised)
    """The original cannot be shown smaller: broken, or a bomb."""


@dataclass(frozen=True, slots=True)
class Rendition:
    """``width`` is the slot it is made for (320, 640, 1280), not always the width it has."""

    width: int
    format: str
    data: bytes


def renditions(path: Path, *, max_pixels: int, format: str = "webp") -> Iterator[Rendition]:
    """The three sizes, largest first.

    Raises:
        Undecodable: the file is no picture that can be decoded.
    """
    options = WEBP if format == "webp" else AVIF
    for width, picture in chain(decoded(path, max_pixels)):
        yield Rendition(width, format, encoded(picture, options))


def color_of(data: bytes) -> str:
    """The dominant colour of a small rendition, "#rrggbb", for the place it will stand in."""
    with Image.open(io.BytesIO(data)) as picture:
        small = picture.convert("RGB").resize((COLOR_SIDE, COLOR_SIDE), Image.Resampling.BOX)
    few = small.quantize(colors=5, method=Image.Quantize.MEDIANCUT)
    counts = sorted(few.getcolors() or [], reverse=True)
    palette = few.getpalette() or [128, 128, 128]
    index = int(counts[0][1]) if counts else 0  # type: ignore[call-overload]
    red, green, blue = palette[index * 3 : index * 3 + 3]
    return f"#{red:02x}{green:02x}{blue:02x}"


def decoded(path: Path, max_pixels: int) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(path, formats=tuple(FORMATS)) as picture:
                if picture.width * picture.height > max_pixels:
                    raise Undecodable(f"{picture.width} × {picture.height} pixels")
                if picture.format == "JPEG":
                    picture.draft("RGB", (DRAFT_WIDTH, DRAFT_WIDTH))
                picture.load()
                return plain(upright(picture))
        except (OSError, SyntaxError, ValueError, EOFError, MemoryError, Image.DecompressionBombError) as error:
            raise Undecodable(str(error)) from error


def plain(picture: Image.Image) -> Image.Image:
    """RGB, or RGBA where something shines through."""
    if picture.mode == "RGB":
        return picture
    has_alpha = "A" in picture.mode or "transparency" in picture.info
    return picture.convert("RGBA" if has_alpha else "RGB")


def chain(picture: Image.Image) -> Iterator[tuple[int, Image.Image]]:
    for width in WIDTHS:
        if picture.width > width:
            height = max(1, round(picture.height * width / picture.width))
            picture = picture.resize((width, height), Image.Resampling.BICUBIC, reducing_gap=2.0)
        yield width, picture


def encoded(picture: Image.Image, options: dict[str, object]) -> bytes:
    """A fresh picture file: no EXIF, no place, no profile of the original goes along."""
    clean = picture.copy()
    clean.info = {}
    buffer = io.BytesIO()
    clean.save(buffer, **options)
    return buffer.getvalue()
