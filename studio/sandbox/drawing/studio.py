"""From a recipe to an encoded picture."""

import io
import zlib
from collections.abc import Callable

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from studio.sandbox.drawing import botanical, packshot
from studio.sandbox.drawing.brush import Chance, Pixels, grained, resized, to_image
from studio.sandbox.drawing.colourfield import draw_colourfield
from studio.sandbox.drawing.edit import erased, fitted, opened, painted_area, regraded
from studio.sandbox.drawing.flow import draw_flow
from studio.sandbox.drawing.landscape import draw_landscape
from studio.sandbox.drawing.palette import borrowed
from studio.sandbox.drawing.poster import draw_poster
from studio.sandbox.drawing.recipe import Recipe
from studio.sandbox.drawing.scene import Scene
from studio.sandbox.drawing.words import family_of

MOST_DRAWN = 1280  # the longer side; larger pictures are enlarged and grained at their full size
GRAIN = {"packshot": 0.012, "landscape": 0.014, "poster": 0.01, "botanical": 0.01, "colourfield": 0.028, "flow": 0.01}
QUALITY = 92
DRAWERS: dict[str, Callable[[Scene], Pixels]] = {
    "packshot": packshot.draw_packshot,
    "landscape": draw_landscape,
    "poster": draw_poster,
    "botanical": botanical.draw_botanical,
    "colourfield": draw_colourfield,
    "flow": draw_flow,
}


def draw(recipe: Recipe) -> bytes:
    """The picture's file, about a second of CPU. Equal recipes give equal bytes."""
    chance = np.random.default_rng(zlib.crc32(f"{recipe.prompt}|{recipe.seed}".encode()))
    if recipe.transparent:
        return _encoded(_cutout(recipe, chance), recipe)
    scale = min(1.0, MOST_DRAWN / max(recipe.width, recipe.height))
    width, height = max(16, round(recipe.width * scale)), max(16, round(recipe.height * scale))
    family, picture = _drawn(recipe, width, height, chance)
    if scale < 1:
        layers = [resized(picture[..., part], recipe.width, recipe.height) for part in range(3)]
        picture = np.stack(layers, axis=-1)
    return _encoded(to_image(grained(picture, chance, GRAIN[family])), recipe)


def _drawn(recipe: Recipe, width: int, height: int, chance: Chance) -> tuple[str, Pixels]:
    family, said = family_of(recipe.prompt)
    if not recipe.reference:
        return family, DRAWERS[family](Scene(recipe.prompt, width, height, chance))
    source = opened(recipe.reference)
    if recipe.mask:
        return family, _repainted(recipe, source, (width, height), chance)
    if said and recipe.feature not in {"variation", "reframe"}:
        return family, DRAWERS[family](Scene(recipe.prompt, width, height, chance, borrowed(source)))
    return family, regraded(fitted(source, width, height), recipe.prompt, chance)


def _repainted(recipe: Recipe, source: Image.Image, size: tuple[int, int], chance: Chance) -> Pixels:
    base = fitted(source, *size)
    area = painted_area(recipe.mask, recipe.mask_paint, *size)
    if recipe.feature == "erase":
        fresh = erased(base, area)
    else:
        family, _ = family_of(recipe.prompt)
        fresh = DRAWERS[family](Scene(recipe.prompt, *size, chance, borrowed(source)))
    share = area[..., None]
    return base * (1 - share) + fresh * share


def _cutout(recipe: Recipe, chance: Chance) -> Image.Image:
    """A thing on a clear ground: a plant when the prompt asks for one, else a still life."""
    family, _ = family_of(recipe.prompt)
    drawer = botanical.draw_cutout if family == "botanical" else packshot.draw_cutout
    picture, cover = drawer(Scene(recipe.prompt, recipe.width, recipe.height, chance))
    image = to_image(picture).convert("RGBA")
    image.putalpha(Image.fromarray((np.clip(cover, 0, 1) * 255).astype(np.uint8)))
    return image


def _encoded(image: Image.Image, recipe: Recipe) -> bytes:
    out = io.BytesIO()
    if recipe.format == "png":
        note = PngInfo()
        note.add_text("demo", "drawn by the sandbox gateway")
        image.save(out, "PNG", pnginfo=note, compress_level=3)
    elif recipe.format == "webp":
        image.save(out, "WEBP", quality=QUALITY, method=2)
    else:
        image.convert("RGB").save(out, "JPEG", quality=QUALITY, subsampling=0, comment=b"demo")
    return out.getvalue()
