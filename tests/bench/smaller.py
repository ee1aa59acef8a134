"""The three WebP renditions of one 2048 PNG over decoding it, in CPU time of one process."""

import statistics
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from gallery.files.renditions import renditions
from tests.bench.floor import picture
from tests.bench.shape import Sandbox
from tests.bench.table import Row, told

SIDE = 2048
TRIES = 9
MAX_PIXELS = 50_000_000


def rows(sandbox: Sandbox, folder: Path) -> list[Row]:
    path = folder / "big.png"
    with Image.open(BytesIO(picture(sandbox.url))) as drawn:
        drawn.convert("RGB").resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(path)
    pairs = [
        (cpu(lambda: decode(path)), cpu(lambda: list(renditions(path, max_pixels=MAX_PIXELS)))) for _ in range(TRIES)
    ]
    ratio = statistics.median(made / decoded for decoded, made in pairs)
    floor = f"{1000 * statistics.median(decoded for decoded, _ in pairs):.0f} ms decode"
    return [told("three WebP renditions of a 2048 PNG / decoding it", ratio, "", floor=floor, most=2.4, aim=1.7)]


def decode(path: Path) -> None:
    with Image.open(path) as opened:
        opened.load()


def cpu(work: Callable[[], Any]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
