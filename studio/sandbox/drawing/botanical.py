"""Botanical plates: pressed leaves and flowers on warm paper, grown from simple branching rules."""

import math
from collections.abc import Callable

import numpy as np
from PIL import Image

from studio.sandbox.drawing.brush import Colour, Pixels, blurred, bytes_of, mix, noise, paper, rgb
from studio.sandbox.drawing.leaves import Plate
from studio.sandbox.drawing.scene import Scene
from studio.sandbox.drawing.words import subject_of

SUBJECTS = {
    "eucalyptus": "eucalyptus branch twig leaf leaves herbarium sprig plant",
    "poppy": "poppy flower flowers floral rose tulip bouquet blossom 花",
    "fern": "fern palm monstera",
    "tree": "tree berries orchard sakura garden",
}
SHADOW = 0.30
MOST_SIDE = 2600
# sheet, leaf, leaf in shade, accent
TONES: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    "eucalyptus": (
        ("d9cfc1", "8fb0a1", "557d74", "7a6a50"),
        ("e6ddcb", "7f9a86", "47665b", "86674a"),
        ("2a3733", "a9c2ae", "6c9184", "c9b48d"),
    ),
    "poppy": (
        ("dfe0d6", "4f7f5b", "2f5a41", "d8532f"),
        ("efe4d2", "5b7f4f", "375a35", "c8372d"),
        ("e7dccf", "63806a", "3c5a49", "e08a6d"),
        ("27353a", "7fa184", "4c7560", "efa35d"),
    ),
    "fern": (
        ("ece3d0", "3f7a52", "235338", "8a6a43"),
        ("dcd6c6", "587a4a", "35562f", "7a5c3a"),
        ("1f3a36", "7fb08a", "4a7f62", "d9b36a"),
    ),
    "tree": (
        ("1f3f3d", "c4d6b4", "86a98d", "e9703f"),
        ("ead9c6", "6f8f6b", "49694d", "cf4a34"),
        ("d9c3bd", "f0dcd8", "d99fa2", "8a3f4c"),
    ),
}


def draw_botanical(scene: Scene) -> Pixels:
    """On its sheet."""
    return draw_cutout(scene)[0]


def draw_cutout(scene: Scene) -> tuple[Pixels, Pixels]:
    """The picture, and from 0 to 1 where the plant covers it."""
    subject = subject_of(scene.prompt, SUBJECTS, int(scene.chance.integers(len(SUBJECTS))))
    sheet, plate = _plate(subject, scene)
    GROWTHS[subject](plate)
    width, height = scene.width, scene.height
    plant = np.asarray(plate.image.resize((width, height), Image.Resampling.LANCZOS), dtype=np.float32) / 255
    cover = plant[..., 3]
    ground = np.broadcast_to(np.array(sheet, np.float32), (height, width, 3)) * _vignette(scene)
    side = min(width, height)
    shadow = np.roll(blurred(cover, side * 0.010), (round(side * 0.010), round(side * 0.007)), (0, 1))
    soft = np.roll(blurred(cover, side * 0.035), (round(side * 0.03), round(side * 0.02)), (0, 1))
    ground = mix(ground, ground * 0.42, np.clip(shadow * SHADOW + soft * 0.22, 0, 1))
    mottled = 1 + 0.05 * noise(scene.chance, width, height, (14, 14), 3)[..., None]
    picture = mix(ground, plant[..., :3] * mottled, cover)
    return np.clip(picture * paper(scene.chance, width, height), 0, 1), cover


def _vignette(scene: Scene) -> Pixels:
    y, x = np.mgrid[-1 : 1 : scene.height * 1j, -1 : 1 : scene.width * 1j]
    return (1.03 - 0.05 * ((x + 0.5) ** 2 + (y + 0.6) ** 2) / 2).astype(np.float32)[..., None]


def _plate(subject: str, scene: Scene) -> tuple[Colour, Plate]:
    if scene.borrowed:
        dark, second, middle, fair, pale = scene.borrowed
        tones: tuple[Colour, ...] = (pale, middle, second, fair if subject == "tree" else dark)
    else:
        offered = TONES[subject]
        sheet, leaf, shade, accent = offered[int(scene.chance.integers(len(offered)))]
        tones = (rgb(sheet), rgb(leaf), rgb(shade), rgb(accent))
    scale = min(2.0, MOST_SIDE / max(scene.width, scene.height))
    size = (round(scene.width * scale), round(scene.height * scale))
    clear = (*bytes_of(tones[1]), 0)
    return tones[0], Plate(Image.new("RGBA", size, clear), tones[1], tones[2], tones[3], scene.chance)


def _eucalyptus(plate: Plate) -> None:
    """A bent twig with pairs of round leaves, smaller towards the tip."""
    chance, unit = plate.chance, plate.unit
    lean = chance.uniform(-0.18, 0.18)
    sprigs = (
        [(0.0, 1.0, lean)] if plate.tall else [(-0.55, 0.82, lean - 0.1), (0.05, 1.0, lean), (0.6, 0.86, lean + 0.12)]
    )
    for shift, size, tilt in sprigs:
        stem = plate.stem((shift, 0.92), tilt, 1.78 * size, chance.uniform(-0.5, 0.5))
        plate.line(stem, unit * 0.014, unit * 0.005, plate.accent)
        count = 15
        for index in range(count):
            part = 0.12 + 0.86 * index / (count - 1)
            long = unit * size * 0.32 * (1 - 0.62 * part) * chance.uniform(0.9, 1.12)
            for side in (-1, 1):
                angle = side * (1.15 - 0.35 * part) + chance.uniform(-0.14, 0.14)
                plate.leaf(*plate.along(stem, part), angle, long, 0.78 - 0.16 * part)


def _fern(plate: Plate) -> None:
    """Fronds of narrow leaflets."""
    chance, unit = plate.chance, plate.unit
    fronds = [(-0.34, 0.72, -0.42), (0.34, 0.74, 0.42), (0.0, 1.0, 0.0)]
    if not plate.tall:
        fronds = [(-0.9, 0.7, -0.5), (0.9, 0.7, 0.5), *fronds]
    for shift, size, tilt in fronds:
        stem = plate.stem((shift, 0.96), tilt + chance.uniform(-0.05, 0.05), 1.8 * size, tilt * 0.9)
        plate.line(stem, unit * 0.016, unit * 0.003, plate.shade)
        count = 44
        for index in range(count):
            part = 0.13 + 0.87 * index / (count - 1)
            swell = math.sin(min(1.0, part * 1.25) * math.pi * 0.62) * (1 - part**2.6)
            long = unit * size * (0.42 * swell + 0.015)
            for side in (-1, 1):
                plate.leaf(*plate.along(stem, part), side * (1.12 - 0.5 * part), long, 0.17)


def _poppy(plate: Plate) -> None:
    """Three blossoms of crinkled petals over toothed leaves."""
    chance, unit = plate.chance, plate.unit
    spread = 1.0 if plate.tall else 1.55
    heads = [(0.06, 0.30, 0.92), (-0.50 * spread, -0.10, 0.46), (0.52 * spread, -0.02, 0.54)]
    if not plate.tall:
        heads += [(-1.02, 0.2, 0.4), (1.12, 0.28, 0.42)]
    for x, y, size in heads:
        stem = plate.curve((0.0 + 0.12 * x, 0.96), (x * 0.25, 0.2), (x, -y))
        plate.line(stem, unit * 0.013, unit * 0.010, plate.shade)
        for part, side in ((0.22, -1), (0.34, 1), (0.48, -1), (0.58, 1)):
            if abs(x) < 0.2 or part < 0.4:
                plate.leaf(*plate.along(stem, part), side * chance.uniform(0.7, 1.0), unit * size * 0.42, 0.30)
    for x, y, size in heads:
        plate.blossom(plate.place(x, -y), unit * 0.40 * size)


def _tree(plate: Plate) -> None:
    """A small tree: branches that fork four times, leaves at their ends, berries between."""
    _fork(plate, plate.place(0.0, 0.94), -math.pi / 2, plate.unit * 0.60, 5)


def _fork(plate: Plate, at: tuple[float, float], angle: float, long: float, left: int) -> None:
    chance = plate.chance
    end = (at[0] + long * math.cos(angle), at[1] + long * math.sin(angle))
    plate.line([at, end], plate.unit * 0.0052 * left, plate.unit * 0.0052 * (left - 0.8), plate.accent_dark)
    if left <= 3:
        for _ in range(5):
            part = chance.uniform(0.15, 1.0)
            spot = (at[0] + (end[0] - at[0]) * part, at[1] + (end[1] - at[1]) * part)
            plate.leaf(spot, angle, chance.uniform(-1.3, 1.3), plate.unit * chance.uniform(0.09, 0.14), 0.52)
        if chance.random() < 0.42:
            spot = (
                end[0] + plate.unit * chance.uniform(-0.06, 0.06),
                end[1] + plate.unit * chance.uniform(-0.03, 0.08),
            )
            plate.berry(spot, plate.unit * 0.021)
    if left == 1:
        return
    for turn in (-0.52, -0.02, 0.5) if left > 3 else (-0.46, 0.46):
        _fork(plate, end, angle + turn + chance.uniform(-0.16, 0.16), long * chance.uniform(0.62, 0.76), left - 1)


GROWTHS: dict[str, Callable[[Plate], None]] = {
    "eucalyptus": _eucalyptus,
    "poppy": _poppy,
    "fern": _fern,
    "tree": _tree,
}
