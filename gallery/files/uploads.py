"""What counts as an acceptable picture, checked in order with one sentence each. No ORM."""

import hashlib
import struct
import warnings
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

FORMATS = {"PNG": "png", "JPEG": "jpeg", "WEBP": "webp", "AVIF": "avif", "GIF": "gif"}
ORIENTATION = 0x0112
SIDEWAYS = (5, 6, 7, 8)
BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, MemoryError, struct.error)


class Unacceptable(ValueError):  # noqa: N818 (reads as a sentence where it is raised)
    """``code`` is stable: empty, too_large, not_a_picture, too_many_pixels, animated, broken."""

    def __init__(self, sentence: str, code: str):
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True, slots=True)
class Facts:
    """``width`` and ``height`` in pixels as it is looked at: EXIF orientation applied."""

    format: str
    width: int
    height: int
    bytes: int
    sha256: str


def inspect(path: Path, *, max_bytes: int, max_pixels: int) -> Facts:
    """The facts of a picture that can be kept.

    Raises:
        Unacceptable: with the sentence to show at the field.
    """
    size = path.stat().st_size
    if not size:
        raise Unacceptable(_("The file is empty."), "empty")
    if size > max_bytes:
        raise Unacceptable(
            _("This file is %(size)s; up to %(most)s can be kept.")
            % {"size": megabytes(size), "most": megabytes(max_bytes)},
            "too_large",
        )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        format, width, height = look(path, max_pixels)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Facts(format, width, height, size, digest)


def look(path: Path, max_pixels: int) -> tuple[str, int, int]:
    """Header first, so that a bomb is refused before anything is decoded; then every pixel once."""
    try:
        with Image.open(path, formats=tuple(FORMATS)) as picture:
            refuse_by_header(picture, max_pixels)
            sideways = picture.getexif().get(ORIENTATION) in SIDEWAYS
            picture.load()
            width, height = picture.size
            format = FORMATS[picture.format or ""]
    except Unacceptable:
        raise
    except Image.UnidentifiedImageError:
        raise Unacceptable(
            _("This is no picture: PNG, JPEG, WebP, AVIF and GIF can be kept."), "not_a_picture"
        ) from None
    except Image.DecompressionBombError:
        most = _("up to %(max_pixels)s megapixels can be kept") % {"max_pixels": max_pixels // 1000000}
        raise Unacceptable(
            _("This picture has too many pixels; %(most)s.") % {"most": most}, "too_many_pixels"
        ) from None
    except BROKEN:
        raise Unacceptable(_("This picture is broken or cut short."), "broken") from None
    return (format, height, width) if sideways else (format, width, height)


def refuse_by_header(picture: Image.Image, max_pixels: int) -> None:
    width, height = picture.size
    if width * height > max_pixels:
        raise Unacceptable(
            _("This picture is %(width)s × %(height)s; up to %(max_pixels)s megapixels can be kept.")
            % {"width": width, "height": height, "max_pixels": max_pixels // 1000000},
            "too_many_pixels",
        )
    if getattr(picture, "n_frames", 1) > 1:
        raise Unacceptable(_("This picture moves; only still ones can be kept."), "animated")


def megabytes(size: int) -> str:
    return f"{size / 1_000_000:.0f} MB" if size >= 1_000_000 else f"{size / 1000:.0f} kB"


def upright(picture: Image.Image) -> Image.Image:
    """As it is looked at, turned in place: a copy of a large picture costs as much as a rendition."""
    ImageOps.exif_transpose(picture, in_place=True)
    return picture
