"""Colours out of a reference picture."""

import numpy as np
from PIL import Image

from studio.sandbox.drawing.brush import Colour, Pixels, luminance, shade

SIDE = 96
LIVELIER = 1.5
DARKEST, PALEST = 0.12, 0.9  # a palette out of a dull picture is spread this far


def borrowed(picture: Image.Image) -> tuple[Colour, ...]:
    """Five colours from dark to light that say what the picture looks like."""
    small = picture.convert("RGB").resize((SIDE, SIDE))
    pixels = np.asarray(small, dtype=np.float32).reshape(-1, 3) / 255
    order = np.argsort(pixels @ np.array([0.2126, 0.7152, 0.0722], np.float32))
    fifths = np.array_split(pixels[order], 5)
    found = sorted((_lively(part) for part in fifths), key=luminance)
    dark, pale = luminance(found[0]), luminance(found[-1])
    return (shade(found[0], -max(0.0, 1 - DARKEST / max(dark, DARKEST))), *found[1:-1], _paler(found[-1], pale))


def _paler(value: Colour, bright: float) -> Colour:
    return shade(value, (PALEST - bright) / (1 - bright)) if bright < PALEST else value


def _lively(part: Pixels) -> Colour:
    """The mean of the more colourful half of these pixels, so that a palette does not turn grey."""
    spread = part.max(axis=1) - part.min(axis=1)
    chosen = part[spread >= np.median(spread)]
    red, green, blue = chosen.mean(axis=0)
    middle = (red + green + blue) / 3
    return tuple(float(min(1.0, max(0.0, middle + (part - middle) * LIVELIER))) for part in (red, green, blue))  # type: ignore[return-value]
