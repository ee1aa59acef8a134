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
from studio.sandbox.drawing.edit import erased, fitted, laid_in, opened, painted_area, reframed, regraded
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
    if recipe.transparent and not recipe.mask:
        return _encoded(_cutout(recipe, chance), recipe)
    source = opened(recipe.reference) if recipe.reference else None
    if source and recipe.feature == "reframe":
        return _encoded(reframed(source, recipe.width, recipe.height), recipe)
    picture = _whole(recipe, source, chance)
    if source and recipe.mask:
        area = painted_area(recipe.mask, recipe.mask_paint, recipe.width, recipe.height)
        picture = laid_in(picture, source, area)
    return _encoded(picture, recipe)


def _whole(recipe: Recipe, source: Image.Image | None, chance: Chance) -> Image.Image:
    """All of it in new paint, at the size asked for."""
    scale = min(1.0, MOST_DRAWN / max(recipe.width, recipe.height))
    width, height = max(16, round(recipe.width * scale)), max(16, round(recipe.height * scale))
    family, picture = _drawn(recipe, source, (width, height), chance)
    if scale < 1:
        layers = [resized(picture[..., part], recipe.width, recipe.height) for part in range(3)]
        picture = np.stack(layers, axis=-1)
    return to_image(grained(picture, chance, GRAIN[family]))


def _drawn(recipe: Recipe, source: Image.Image | None, size: tuple[int, int], chance: Chance) -> tuple[str, Pixels]:
    family, said = family_of(recipe.prompt)
    if source is None:
        return family, DRAWERS[family](Scene(recipe.prompt, *size, chance))
    if recipe.feature == "erase":
        area = painted_area(recipe.mask, recipe.mask_paint, *size)
        return family, erased(fitted(source, *size), np.asarray(area, np.float32) / 255)
    if recipe.mask or recipe.feature == "generate" or (said and recipe.feature != "variation"):
        return family, DRAWERS[family](Scene(recipe.prompt, *size, chance, borrowed(source)))
    return family, regraded(fitted(source, *size), recipe.prompt, chance)


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
