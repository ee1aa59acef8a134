"""A picture cropped, or laid on a larger canvas with the mask of what is new. Pixels alone, no ORM.

The file that it is made from is only read. What comes out is as it is looked at (EXIF orientation applied), keeps its
colour profile and no other metadata. A JPEG stays one at the finest setting, anything else becomes a lossless PNG.
"""

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image, ImageFilter

from gallery.derived.ratios import proportion
from gallery.files.renditions import shallow
from gallery.files.uploads import BROKEN, FORMATS, Unacceptable, upright

SMALLEST = 16  # pixels a side of what is made
LONGEST = 16_000  # pixels a side of what is made: WebP, which smaller copies are made in, ends at 16383
GROUND = 24  # pixels a side of the colours that a new border begins with
FINEST: dict[str, Any] = {"format": "JPEG", "quality": 97, "subsampling": 0}
LOSSLESS: dict[str, Any] = {"format": "PNG", "compress_level": 4}
MARKED = 255


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a picture in pixels from its top left corner."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Sides:
    """Pixels that are added at each side."""

    left: int = 0
    top: int = 0
    right: int = 0
    bottom: int = 0

    def size(self, width: int, height: int) -> tuple[int, int]:
        return width + self.left + self.right, height + self.top + self.bottom


def largest_box(width: int, height: int, ratio: str) -> Box:
    """The largest part of this shape ("3:4"), in the middle."""
    wanted = shape(ratio)
    across, down = min(width, round(height * wanted)), min(height, round(width / wanted))
    return Box((width - across) // 2, (height - down) // 2, max(1, across), max(1, down))


def sides_for(width: int, height: int, ratio: str) -> Sides:
    """What makes a picture this shape with nothing cut off: half of it at each of two opposite sides."""
    wanted = shape(ratio)
    across, down = max(width, round(height * wanted)) - width, max(height, round(width / wanted)) - height
    return Sides(across // 2, down // 2, across - across // 2, down - down // 2)


def shape(ratio: str) -> float:
    found = proportion(ratio)
    if not 1 / 8 <= found <= 8:
        raise Unacceptable(_("A shape is two figures, such as 3:4, up to 8:1."), "wrong_ratio")
    return found


def check_box(box: Box, size: tuple[int, int]) -> None:
    """Raises Unacceptable: empty_box, outside, whole."""
    width, height = size
    if box.width < SMALLEST or box.height < SMALLEST:
        raise Unacceptable(_("A crop is at least %(least)s pixels a side.") % {"least": SMALLEST}, "empty_box")
    if box.left < 0 or box.top < 0 or box.left + box.width > width or box.top + box.height > height:
        sentence = _("This crop reaches outside of the picture, which is %(width)s × %(height)s.")
        raise Unacceptable(sentence % {"width": width, "height": height}, "outside")
    if (box.width, box.height) == size:
        raise Unacceptable(_("This is the whole picture. Choose a part of it."), "whole")


def check_sides(sides: Sides, size: tuple[int, int], *, max_pixels: int) -> None:
    """Raises Unacceptable: negative, nothing_added, too_many_pixels."""
    if min(sides.left, sides.top, sides.right, sides.bottom) < 0:
        raise Unacceptable(_("A side grows by 0 pixels or more. To take away, crop."), "negative")
    width, height = sides.size(*size)
    if (width, height) == size:
        raise Unacceptable(_("Nothing is added yet. Choose a shape or a side."), "nothing_added")
    if width * height > max_pixels or max(width, height) > LONGEST:
        words = {"width": width, "height": height, "most": max_pixels // 1_000_000, "longest": LONGEST}
        sentence = _(
            "This would be %(width)s × %(height)s; up to %(most)s megapixels and %(longest)s pixels a side can be kept."
        )
        raise Unacceptable(sentence % words, "too_many_pixels")


def crop(source: Path, target: Path, box: Box, *, max_pixels: int) -> None:
    """Writes the part to ``target``.

    Raises:
        Unacceptable: the part is none, or the file cannot be decoded.
    """
    picture = decoded(source, max_pixels)
    check_box(box, picture.size)
    part = picture.crop((box.left, box.top, box.left + box.width, box.top + box.height))
    write(part, target, picture)


def extend(source: Path, target: Path, mask_target: Path, sides: Sides, *, max_pixels: int) -> None:
    """Writes the larger canvas to ``target`` and, as a grey PNG, what is new of it (255) to ``mask_target``.

    The new border begins with the picture's own colours, far out of focus; a picture with holes gets an empty one.

    Raises:
        Unacceptable: nothing is added, it grows too large, or the file cannot be decoded.
    """
    picture = decoded(source, max_pixels)
    check_sides(sides, picture.size, max_pixels=max_pixels)
    size, corner = sides.size(*picture.size), (sides.left, sides.top)
    canvas = Image.new("RGBA", size) if picture.mode == "RGBA" else ground(picture, size, corner)
    canvas.paste(picture, corner)
    write(canvas, target, picture)
    mask = Image.new("L", size, MARKED)
    mask.paste(0, (*corner, corner[0] + picture.width, corner[1] + picture.height))
    mask.save(mask_target, "PNG")


def ground(picture: Image.Image, size: tuple[int, int], corner: tuple[int, int]) -> Image.Image:
    """A canvas in the colours of the picture's nearest edge, blurred, so that the seam is not a line of its own."""
    unit = max(size) / GROUND
    small = picture.resize((max(1, round(picture.width / unit)), max(1, round(picture.height / unit))))
    wide = Image.new("RGB", (max(1, round(size[0] / unit)), max(1, round(size[1] / unit))))
    left, top = (min(round(place / unit), limit) for place, limit in zip(corner, wide.size, strict=True))
    for x in range(wide.width):
        for y in range(wide.height):
            inside = min(max(x - left, 0), small.width - 1), min(max(y - top, 0), small.height - 1)
            wide.putpixel((x, y), small.getpixel(inside))  # type: ignore[arg-type]
    return wide.filter(ImageFilter.GaussianBlur(1)).resize(size, Image.Resampling.BICUBIC)


def decoded(path: Path, max_pixels: int) -> Image.Image:
    """RGB or RGBA as it is looked at, with its colour profile and where it came from in its info."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            return opened(path, max_pixels)
        except Unacceptable:
            raise
        except BROKEN as error:
            raise Unacceptable(_("This picture is broken or cut short."), "broken") from error


def opened(path: Path, max_pixels: int) -> Image.Image:
    with Image.open(path, formats=tuple(FORMATS)) as file:
        if file.width * file.height > max_pixels:
            raise Unacceptable(_("This picture has too many pixels."), "too_many_pixels")
        form, profile = file.format, file.info.get("icc_profile")
        file.load()
        picture = upright(file)
        if picture.mode.startswith(("I", "F")):
            picture = shallow(picture)
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    # A profile of other channels than these (a CMYK photograph's) would spoil the colours.
    fits = profile and profile[16:20] == b"RGB "
    picture.info.clear()
    picture.info.update({"form": form} | ({"icc_profile": profile} if fits else {}))
    return picture


def write(made: Image.Image, target: Path, like: Image.Image) -> None:
    fine = FINEST if like.info["form"] == "JPEG" and made.mode == "RGB" else LOSSLESS
    profile = {"icc_profile": like.info["icc_profile"]} if "icc_profile" in like.info else {}
    made.info = {}
    made.save(target, **fine, **profile)
