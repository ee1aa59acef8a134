"""The one picture of plain mode: as heavy as a real one, so that load tests move real weights."""

import io

import numpy as np
from PIL import Image

GRAIN = 9.0  # makes a PNG of 1024 x 1024 weigh about 1.6 MB, as the real ones do


def draw_plain(width: int, height: int, form: str) -> bytes:
    """An encoded gradient with grain."""
    across = np.linspace(0.0, 1.0, width, dtype=np.float32)
    down = np.linspace(0.0, 1.0, height, dtype=np.float32)[:, None]
    layers = [60 + 120 * down + 20 * across, 90 + 60 * across * down + 50 * down, 150 - 70 * down + 30 * across]
    grain = np.random.default_rng(7).normal(0.0, GRAIN, (height, width, 1)).astype(np.float32)
    pixels = np.clip(np.stack(layers, axis=-1) + grain, 0, 255).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, form, **({"compress_level": 1} if form == "png" else {"quality": 92}))
    return out.getvalue()
