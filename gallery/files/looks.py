"""What a picture looks like, in figures: a difference hash, a palette, the colours that it mostly has. No ORM.

The hash: 9 × 8 grey cells, one bit for each pair of neighbours that says which is lighter. Copies at another size, in
another format or a little retouched differ in few of its 64 bits.
"""

import io
from collections import defaultdict
from dataclasses import dataclass

from PIL import Image

from gallery.files.colors import Rgb, as_hex, name_of

BITS = 64
BAND = 16  # bits of one of four columns
SIDE = 64  # pixels that colours are counted on
SHADES = 24
IN_PALETTE = 5
MOSTLY = 0.25  # share of a picture from which it is said to be of a colour


@dataclass(frozen=True, slots=True)
class Looks:
    """``palette``: ("#rrggbb", share), largest first; ``colors``: names of the colours that it mostly has."""

    dhash: int
    palette: tuple[tuple[str, float], ...]
    colors: tuple[str, ...]


def looks_of(data: bytes) -> Looks:
    """Of a small rendition."""
    with Image.open(io.BytesIO(data)) as opened:
        picture = on_white(opened)
    small = picture.resize((SIDE, SIDE), Image.Resampling.BOX)
    return Looks(dhash(picture), palette(small), colors(small))


def on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    ground = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(ground, picture.convert("RGBA")).convert("RGB")


def dhash(picture: Image.Image) -> int:
    """64 bits, row by row; 0 for a plain surface."""
    cells = picture.convert("L").resize((9, 8), Image.Resampling.BOX).tobytes()
    found = 0
    for row in range(8):
        for left in range(row * 9, row * 9 + 8):
            found = found << 1 | (cells[left] < cells[left + 1])
    return found


def shares(picture: Image.Image, shades: int) -> list[tuple[float, Rgb]]:
    """Its shades and how much of it each takes, largest first."""
    few = picture.quantize(colors=shades, method=Image.Quantize.MEDIANCUT)
    table = few.getpalette() or []
    total = picture.width * picture.height
    counted: list[tuple[int, int]] = few.getcolors() or []  # type: ignore[assignment]
    found = [(number / total, (table[3 * at], table[3 * at + 1], table[3 * at + 2])) for number, at in counted]
    return sorted(found, reverse=True)


def palette(picture: Image.Image) -> tuple[tuple[str, float], ...]:
    return tuple((as_hex(shade), round(share, 3)) for share, shade in shares(picture, IN_PALETTE))


def colors(picture: Image.Image) -> tuple[str, ...]:
    """Names with MOSTLY of the picture or more, or the one that has most."""
    sums: defaultdict[str, float] = defaultdict(float)
    for share, shade in shares(picture, SHADES):
        sums[name_of(shade)] += share
    ranked = sorted(sums, key=lambda name: (-sums[name], name))
    return tuple(name for name in ranked if sums[name] >= MOSTLY) or tuple(ranked[:1])


def distance(one: int, other: int) -> int:
    """Bits that differ, 0 to 64."""
    return (one ^ other).bit_count()


def bands(value: int) -> tuple[int, int, int, int]:
    """The hash in four columns of 16 bits, the highest first."""
    first, second, third, fourth = (value >> shift & 0xFFFF for shift in (48, 32, 16, 0))
    return first, second, third, fourth


def close_bands(band: int, flips: int) -> list[int]:
    """All columns that differ from this one in at most ``flips`` bits (0, 1 or 2): 1, 17 or 137 of them."""
    found = [band]
    if flips:
        found += [band ^ 1 << at for at in range(BAND)]
    if flips > 1:
        found += [band ^ (1 << at | 1 << other) for at in range(BAND) for other in range(at)]
    return found


def signed(value: int) -> int:
    """As a BIGINT holds 64 bits."""
    return value - (1 << BITS) if value >> (BITS - 1) else value


def unsigned(value: int) -> int:
    return value % (1 << BITS)
