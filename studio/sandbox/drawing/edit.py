"""Pictures made from a picture: regraded and relit, or repainted where a mask says so."""

import io

import numpy as np
from PIL import Image, ImageOps

from studio.sandbox.drawing.brush import (
    Chance,
    Pixels,
    blurred,
    colour,
    grid,
    mix,
    noise,
    rgb,
    smooth,
    to_image,
    to_pixels,
)

# shadow and light of a grade
GRADES = (
    ("1b2a4a", "ffd9a8"),
    ("2b1a3c", "ffc2b0"),
    ("0f2f33", "f6e7c2"),
    ("33201a", "ffe6c0"),
    ("10202c", "d8ecef"),
)
NIGHT = ("060b1c", "9fb4d8")


def opened(data: bytes) -> Image.Image:
    """The first frame, upright, in colour."""
    return ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")


def fitted(picture: Image.Image, width: int, height: int) -> Pixels:
    """Cropped to the shape asked for."""
    return to_pixels(ImageOps.fit(picture, (width, height), Image.Resampling.LANCZOS))


def regraded(base: Pixels, prompt: str, chance: Chance) -> Pixels:
    """The same picture in another light: split tones, a glow or the shadow of a window."""
    night = any(word in prompt.lower() for word in ("night", "moon", "dark"))
    shadow, light = NIGHT if night else GRADES[int(chance.integers(len(GRADES)))]
    tone = base @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    if night:
        tone = tone * 0.55
        base = base * 0.6
    graded = mix(rgb(shadow), rgb(light), smooth(0.0, 1.0, tone))
    picture = mix(base, graded, 0.42)
    picture = picture + (base - tone[..., None]) * 0.35
    return np.clip(_lit(picture, light, chance), 0, 1)


def _lit(picture: Pixels, light: str, chance: Chance) -> Pixels:
    height, width = picture.shape[:2]
    x, y = grid(width, height)
    if chance.random() < 0.5:
        stripe = (y * 4.2 + x * chance.uniform(0.5, 1.4)) % 1.0
        lit = smooth(0.0, 0.1, stripe) * (1 - smooth(0.55, 0.66, stripe))
        return picture * (0.68 + 0.42 * lit[..., None])
    away = np.sqrt((x - chance.uniform(0, 1)) ** 2 + (y - chance.uniform(0, 0.4)) ** 2)
    glow = np.exp(-away * 2.4) * 0.5
    veil = 0.06 * noise(chance, width, height, (2, 3), 3)
    return mix(picture, 1 - (1 - picture) * (1 - colour(rgb(light)) * 0.8), np.clip(glow + veil, 0, 1))


def painted_area(mask: bytes, paint: str, width: int, height: int) -> Image.Image:
    """Grey, 255 where the mask asks for new paint: its clear, black or white pixels. Clear ones have degrees."""
    picture = Image.open(io.BytesIO(mask))
    layer = picture.convert("RGBA").getchannel("A") if paint == "clear" else picture.convert("L")
    if paint != "white":
        layer = ImageOps.invert(layer)
    return ImageOps.fit(layer, (width, height), Image.Resampling.NEAREST)


def laid_in(fresh: Image.Image, source: Image.Image, area: Image.Image) -> Image.Image:
    """The new paint within the area; around it every pixel of the source as it was."""
    return Image.composite(fresh, ImageOps.fit(source, area.size, Image.Resampling.LANCZOS), area)


def reframed(source: Image.Image, width: int, height: int) -> Image.Image:
    """The whole source in a frame of another shape, on what surrounds it, blurred."""
    inner = ImageOps.contain(source, (width, height), Image.Resampling.LANCZOS)
    around = fitted(source, width, height)
    radius = max(width, height) / 16
    soft = np.stack([blurred(around[..., part], radius) for part in range(3)], axis=-1)
    frame = to_image(soft)
    frame.paste(inner, ((width - inner.width) // 2, (height - inner.height) // 2))
    return frame


def erased(base: Pixels, area: Pixels) -> Pixels:
    """The area filled with what surrounds it, blurred."""
    keep = 1 - np.clip(area * 2, 0, 1)
    radius = max(base.shape[:2]) / 10
    weight = blurred(keep, radius) + 1e-3
    filled = np.stack([blurred(base[..., part] * keep, radius) / weight for part in range(3)], axis=-1)
    return np.clip(filled, 0, 1)
