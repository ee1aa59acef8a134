"""From a recipe to an encoded picture."""

import io
import zlib

import numpy as np
from PIL import Image

from studio.sandbox.drawing.recipe import Recipe


def draw(recipe: Recipe) -> bytes:
    """The picture's file."""
    seed = zlib.crc32(f"{recipe.prompt}|{recipe.seed}".encode())
    chance = np.random.default_rng(seed)
    first, last = chance.uniform(40, 230, 3), chance.uniform(40, 230, 3)
    down = np.linspace(0, 1, recipe.height)[:, None, None]
    pixels = np.broadcast_to(first * (1 - down) + last * down, (recipe.height, recipe.width, 3))
    out = io.BytesIO()
    Image.fromarray(pixels.astype(np.uint8)).save(out, recipe.format)
    return out.getvalue()
