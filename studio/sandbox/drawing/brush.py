"""What every family paints with. Pictures are float32 arrays, height × width × 3, sRGB from 0 to 1."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[Any]
Chance = np.random.Generator
Colour = tuple[float, float, float]
GRAIN_TILE = 512


def rgb(text: str) -> Colour:
    """``e2b04a`` as three numbers from 0 to 1."""
    return tuple(int(text[at : at + 2], 16) / 255 for at in (0, 2, 4))  # type: ignore[return-value]


def colour(value: Colour) -> Pixels:
    """A colour that multiplies with arrays."""
    return np.array(value, dtype=np.float32)


def mix(first: Pixels | Colour, second: Pixels | Colour, share: Pixels | float) -> Pixels:
    """From the first at 0 to the second at 1; an array of shares gives as many colours."""
    part = np.asarray(share, dtype=np.float32)
    if part.ndim:
        part = part[..., None]
    return np.asarray(first, np.float32) * (1 - part) + np.asarray(second, np.float32) * part


def smooth(low: float, high: float, value: Pixels) -> Pixels:
    """0 below low, 1 above high, an S between."""
    part = np.clip((value - low) / (high - low), 0, 1)
    return part * part * (3 - 2 * part)


def luminance(value: Colour) -> float:
    """Perceived brightness from 0 to 1."""
    return 0.2126 * value[0] + 0.7152 * value[1] + 0.0722 * value[2]


def grid(width: int, height: int) -> tuple[Pixels, Pixels]:
    """x (1 × width) and y (height × 1) from 0 to 1 at pixel centres."""
    across = (np.arange(width, dtype=np.float32) + 0.5) / width
    down = (np.arange(height, dtype=np.float32) + 0.5) / height
    return across[None, :], down[:, None]


def resized(layer: Pixels, width: int, height: int) -> Pixels:
    """A single layer, bicubic."""
    picture = Image.fromarray(np.ascontiguousarray(layer, dtype=np.float32))
    return np.array(picture.resize((width, height), Image.Resampling.BICUBIC), dtype=np.float32)


def noise(chance: Chance, width: int, height: int, cells: tuple[float, float], octaves: int = 4) -> Pixels:
    """Cloudy noise around 0, about -1 to 1; ``cells`` waves across and down at its coarsest."""
    total = np.zeros((height, width), np.float32)
    weight, scale = 1.0, 1.0
    for _ in range(octaves):
        size = (max(2, min(height, round(cells[1] * scale) + 2)), max(2, min(width, round(cells[0] * scale) + 2)))
        total += weight * resized(chance.uniform(-1, 1, size).astype(np.float32), width, height)
        weight, scale = weight * 0.5, scale * 2
    return total / 1.3


def wave(chance: Chance, width: int, cells: float, octaves: int = 5, roughness: float = 0.5) -> Pixels:
    """The same along one line."""
    total = np.zeros(width, np.float32)
    weight, scale = 1.0, 1.0
    for _ in range(octaves):
        count = max(4, round(cells * scale) + 3)
        strip = np.repeat(chance.uniform(-1, 1, (1, count)).astype(np.float32), 2, axis=0)
        total += weight * resized(strip, width, 2)[0]
        weight, scale = weight * roughness, scale * 2
    return total


def blurred(layer: Pixels, radius: float) -> Pixels:
    """A single layer, Gaussian; wide radii are blurred small and enlarged."""
    height, width = layer.shape
    shrink = max(1, int(radius // 4))
    small = resized(layer, max(2, width // shrink), max(2, height // shrink)) if shrink > 1 else layer
    soft = _gaussian(_gaussian(small, radius / shrink, 0), radius / shrink, 1)
    return resized(soft, width, height) if shrink > 1 else soft


def _gaussian(layer: Pixels, radius: float, axis: int) -> Pixels:
    reach = max(1, int(radius * 3))
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / max(radius, 0.3)) ** 2)
    kernel = (kernel / kernel.sum()).astype(np.float32)
    edges = [(0, 0), (0, 0)]
    edges[axis] = (reach, reach)
    padded = np.pad(layer, edges, mode="edge")
    size = layer.shape[axis]
    total = np.zeros_like(layer)
    for step, weight in enumerate(kernel):
        total += weight * (padded[step : step + size] if axis == 0 else padded[:, step : step + size])
    return total


def grained(picture: Pixels, chance: Chance, strength: float = 0.02) -> Pixels:
    """Film grain: the same in all channels, strongest in the middle tones."""
    height, width = picture.shape[:2]
    tile = chance.normal(0, strength, (GRAIN_TILE, GRAIN_TILE)).astype(np.float32)
    whole = np.tile(tile, (height // GRAIN_TILE + 1, width // GRAIN_TILE + 1))[:height, :width, None]
    return np.clip(picture + whole, 0, 1)


def paper(chance: Chance, width: int, height: int) -> Pixels:
    """The light and dark of a laid sheet, around 1."""
    fibres = noise(chance, width, height, (width / 5, height / 9), 2) * 0.012
    clouds = noise(chance, width, height, (3, 3), 3) * 0.018
    return (1 + fibres + clouds).astype(np.float32)[..., None]


def to_image(picture: Pixels) -> Image.Image:
    """Eight bits a channel."""
    return Image.fromarray((np.clip(picture, 0, 1) * 255 + 0.5).astype(np.uint8))


def to_pixels(picture: Image.Image) -> Pixels:
    """Back from eight bits."""
    return np.asarray(picture.convert("RGB"), dtype=np.float32) / 255


def bytes_of(value: Colour) -> tuple[int, int, int]:
    """For Pillow's drawing."""
    return tuple(round(min(1.0, max(0.0, part)) * 255) for part in value)  # type: ignore[return-value]


def shade(value: Colour, by: float) -> Colour:
    """Lighter above 0, darker below."""
    target = 1.0 if by > 0 else 0.0
    return tuple(part + (target - part) * abs(by) for part in value)  # type: ignore[return-value]


def between(first: Colour, second: Colour, share: float) -> Colour:
    """A colour on the way from the first to the second."""
    return tuple(a + (b - a) * share for a, b in zip(first, second, strict=True))  # type: ignore[return-value]
