"""Masks as each vendor wants them, checked pixel by pixel; a mask in another's convention is refused where it shows."""

import io

from PIL import Image

from studio.sandbox.pictures import Reference, same_size
from studio.sandbox.problems import RequestError, invalid


def with_alpha(mask: Reference, image: Reference) -> Reference:
    """OpenAI's: an alpha channel, as large as the first image, clear somewhere (provider-api.md 2.2)."""
    if not mask.alpha:
        raise invalid("mask", "the mask has no alpha channel.", "invalid_mask")
    same_size("mask", mask, image)
    if extremes(mask, "A")[0] > 0:
        raise invalid("mask", "the mask has no transparent pixel.", "invalid_mask")
    return mask


def black_and_white(mask: Reference, image: Reference, paint: int) -> Reference:
    """Baidu's (255 marks the region, 8.2) and Ideogram's (black is changed, 9.2): two values, one of them ``paint``."""
    same_size("mask", mask, image)
    if not mask.data:
        return mask
    if mask.alpha:
        raise _no_mask("no alpha channel")
    values = set(_opened(mask).convert("L").getcolors(256) or ())
    found = {value for _, value in values}
    if not found <= {0, 255}:
        raise _no_mask("black and white alone")
    if paint not in found:
        raise _no_mask(f"some pixels of {paint}")
    return mask


def extremes(mask: Reference, band: str) -> tuple[int, int]:
    low, high = _opened(mask).convert("RGBA").getchannel(band).getextrema()
    return int(low), int(high)  # type: ignore[arg-type]


def _opened(mask: Reference) -> Image.Image:
    return Image.open(io.BytesIO(mask.data))


def _no_mask(wanted: str) -> RequestError:
    return invalid("mask", f"a mask has {wanted}.", "invalid_mask")
