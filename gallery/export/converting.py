"""A picture in another format and size, marked. Pixels alone, no ORM; the original is only read."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, PngImagePlugin

from gallery.derived.reshaping import decoded
from gallery.files.uploads import BROKEN, Unacceptable

FORMATS = ("png", "jpeg", "webp", "avif")
ENDINGS = {"jpeg": "jpg"}
LONGEST = {"webp": 16_383, "jpeg": 65_000}  # pixels a side
ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}


@dataclass(frozen=True, slots=True)
class Conversion:
    """``quality`` 1 to 100, of all but PNG. ``side``: the longest one in pixels, 0 as it is, never enlarged.

    ``size``: exactly this, by a crop that keeps the picture's ``anchor`` (start is left and top), enlarged if need be.
    """

    format: str
    quality: int = 90
    side: int = 0
    size: tuple[int, int] | None = None
    anchor: str = "middle"

    @property
    def ending(self) -> str:
        return ENDINGS.get(self.format, self.format)


def convert(source: Path, target: Path, wanted: Conversion, *, xmp: bytes, max_pixels: int) -> None:
    """Writes ``source`` to ``target`` as ``wanted``, with its colour profile and no metadata but ``xmp``.

    Raises:
        Unacceptable: it cannot be decoded, or not be held by the format.
    """
    whole = decoded(source, max_pixels)
    profile = whole.info.get("icc_profile")
    picture = sized(whole, wanted)
    longest = LONGEST.get(wanted.format, 0)
    if longest and max(picture.size) > longest:
        sentence = _("%(format)s holds up to %(most)s pixels a side. Choose a longest side.")
        raise Unacceptable(sentence % {"format": wanted.format.upper(), "most": longest}, "too_large_for_format")
    picture.info = {}
    try:
        picture = flat(picture) if wanted.format == "jpeg" else picture
        picture.save(target, **options(wanted, xmp, profile))
    except BROKEN as error:
        raise Unacceptable(_("This picture could not be written in that format."), "unwritable") from error


def sized(picture: Image.Image, wanted: Conversion) -> Image.Image:
    if wanted.size:
        place = ANCHORS[wanted.anchor]
        return ImageOps.fit(picture, wanted.size, Image.Resampling.LANCZOS, centering=(place, place))
    if wanted.side and max(picture.size) > wanted.side:
        scale = wanted.side / max(picture.size)
        size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
        return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    return picture


def flat(picture: Image.Image) -> Image.Image:
    """On white, where something shines through: JPEG has no holes."""
    if picture.mode != "RGBA":
        return picture
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground


def options(wanted: Conversion, xmp: bytes, profile: bytes | None) -> dict[str, Any]:
    shared: dict[str, Any] = {"icc_profile": profile} if profile else {}
    if wanted.format == "png":
        info = PngImagePlugin.PngInfo()
        info.add_itxt("XML:com.adobe.xmp", xmp.decode())
        return {"format": "PNG", "pnginfo": info, **shared}
    shared |= {"quality": wanted.quality, "xmp": xmp}
    if wanted.format == "jpeg":
        fine = {"subsampling": 0} if wanted.quality >= 90 else {}
        return {"format": "JPEG", "optimize": True, **fine, **shared}
    if wanted.format == "webp":
        return {"format": "WEBP", "method": 4, **shared}
    return {"format": "AVIF", "speed": 8, **shared}


def small_jpeg(source: Path, side: int, *, xmp: bytes, max_pixels: int) -> bytes:
    """For a contact sheet: embedded as it is, so its mark goes along."""
    buffer = io.BytesIO()
    picture = flat(sized(decoded(source, max_pixels), Conversion("jpeg", side=side)))
    picture.info = {}
    picture.save(buffer, "JPEG", quality=85, xmp=xmp)
    return buffer.getvalue()
