"""Masks: what of a picture is to be repainted, read from whatever an editor saves. Pure pixels, no ORM.

The one form that is kept: an 8-bit grey PNG exactly as large as its picture; 255 is repainted, 0 is kept, soft edges
lie between. What each vendor wants instead is made of it just before a call.
"""

import warnings
from pathlib import Path

from django.utils.translation import gettext as _
from PIL import Image

from gallery.files import uploads
from gallery.files.uploads import Unacceptable

FORMATS = ("png", "jpeg", "webp")
MARKED = 128  # from here on a pixel counts as marked where a vendor knows no soft edge


def read(path: Path, *, size: tuple[int, int], max_bytes: int, max_pixels: int) -> Image.Image:
    """A mask of the picture that is ``size`` (width, height) large, as grey: 255 is repainted.

    Grey and colour count by their luminance. Where an alpha channel is not fully opaque it alone counts: clear pixels
    are repainted, as image editors and OpenAI have it.

    Raises:
        Unacceptable: with the sentence to show; beside those of ``uploads``: wrong_format, other_size, nothing_marked.
    """
    facts = uploads.inspect(path, max_bytes=max_bytes, max_pixels=max_pixels)
    if facts.format not in FORMATS:
        raise Unacceptable(_("A mask is a PNG, JPEG or WebP."), "wrong_format")
    if (facts.width, facts.height) != size:
        raise Unacceptable(other_size((facts.width, facts.height), size), "other_size")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        with Image.open(path) as picture:
            mask = grey(uploads.upright(picture))
    if not any(mask.histogram()[MARKED:]):
        raise Unacceptable(_("Nothing is marked. Paint over what is to change."), "nothing_marked")
    return mask


def other_size(mask: tuple[int, int], picture: tuple[int, int]) -> str:
    sides = {"mask": "{} × {}".format(*mask), "picture": "{} × {}".format(*picture)}
    return _("The mask is %(mask)s, its picture %(picture)s. A mask is exactly as large as its picture.") % sides


def grey(picture: Image.Image) -> Image.Image:
    if "A" in picture.getbands() or "transparency" in picture.info:
        alpha = picture.convert("RGBA").getchannel("A")
        if any(alpha.histogram()[:255]):
            return alpha.point(lambda value: 255 - value)
    if picture.mode.startswith(("I", "F")):  # 16 bits a pixel: Pillow cuts them off instead of scaling
        picture = picture.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    return picture.convert("L")


def save(mask: Image.Image, to: Path) -> None:
    """Equal masks give equal bytes."""
    mask.save(to, "PNG", optimize=False, compress_level=6)


def share_of(path: Path) -> float:
    """``share`` of a mask in its one form."""
    with Image.open(path) as mask:
        return share(mask)


def share(mask: Image.Image) -> float:
    """How much is marked, in percent of the picture; soft pixels count by their share."""
    weighted = sum(value * count for value, count in enumerate(mask.histogram()))
    return round(weighted * 100 / (255 * mask.width * mask.height), 1)
