"""From the mask that is kept (grey, 255 is repainted) to what each lane documents. Pure pixels.

- "alpha": PNG with an alpha channel, "transparent pixels are what gets repainted", as large as the first image, below
  4 MB (provider-api.md 2.2, of OpenAI's API). An alpha channel has degrees, so that soft edges travel as they are.
- "white": "same pixel size as image; value 255 marks the region" (provider-api.md 8.2, of Baidu's page on
  ernie-irag-edit): 255 alone marks, so that soft edges are cut at one half.
- "black": "black = change, same size" (provider-api.md 9.2, of Ideogram's API): black and white alone, cut likewise.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from PIL import Image, ImageOps

from studio.catalogue.spec import MaskRule
from studio.gateway.types import ReferenceFile

MARKED = 128  # a pixel from here on is repainted where a lane knows no soft edge
ORIENTATION = 0x0112


def hard(mask: Image.Image) -> Image.Image:
    return mask.point(lambda value: 255 if value >= MARKED else 0)


def as_alpha(mask: Image.Image) -> Image.Image:
    picture = Image.new("RGBA", mask.size, (0, 0, 0, 255))
    picture.putalpha(ImageOps.invert(mask))
    return picture


def as_white(mask: Image.Image) -> Image.Image:
    return hard(mask)


def as_black(mask: Image.Image) -> Image.Image:
    return ImageOps.invert(hard(mask))


CONVENTIONS: Mapping[str, Callable[[Image.Image], Image.Image]] = {
    "alpha": as_alpha,
    "white": as_white,
    "black": as_black,
}


def write(mask: Path, rule: MaskRule, to: Path) -> ReferenceFile:
    """The kept mask as the rule's lane wants it, written to ``to``. One too large for the vendor loses its soft edges.

    Raises:
        OSError: the kept mask is gone or unreadable.
    """
    with Image.open(mask) as picture:
        kept = picture.convert("L")
    make = CONVENTIONS[rule.convention]
    make(kept).save(to, "PNG", optimize=True)
    if rule.max_bytes is not None and to.stat().st_size > rule.max_bytes:
        make(hard(kept)).save(to, "PNG", optimize=True)
    return ReferenceFile(to, "png", *kept.size)


def lies_askew(picture: Path) -> bool:
    """Whether a photograph says by EXIF that it is to be turned: a vendor may lay the mask over it unturned."""
    with Image.open(picture) as opened:
        return opened.getexif().get(ORIENTATION, 1) != 1


def turned(picture: Path, to: Path) -> ReferenceFile:
    """The photograph as it is looked at, in its own format, without EXIF."""
    with Image.open(picture) as opened:
        form = (opened.format or "PNG").replace("MPO", "JPEG")
        upright = ImageOps.exif_transpose(opened)
        upright.info.pop("exif", None)
        upright.save(to, form, **({"quality": 95, "subsampling": 0} if form == "JPEG" else {}))
    return ReferenceFile(to, form.lower(), *upright.size)
