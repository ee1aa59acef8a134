"""Flow lines: thousands of fine strands that follow one field of directions."""

import numpy as np
from PIL import Image, ImageDraw

from studio.sandbox.drawing.brush import Colour, Pixels, between, bytes_of, luminance, noise, rgb, to_pixels
from studio.sandbox.drawing.scene import Scene

FIELD = 192
STEPS = 110
STRANDS = 2600
MOST_SIDE = 2200
# ground, then the strands
TONES = (
    ("0e1116", "f2e6d0", "e0793a", "3f7fa6", "c9423a"),
    ("f1eadc", "1f2f3f", "c8502f", "3b7a78", "d9a23c"),
    ("12213a", "7fc4c9", "f2d9a6", "ef7f5a", "3f6fb0"),
    ("1d1420", "f3a0a0", "f6d7a8", "8f5fb0", "4fa3a8"),
    ("e7ece6", "234a43", "5f9a7f", "d7a25f", "2f2f35"),
    ("0f1f1a", "cfe3c0", "6fae83", "e9c46a", "2f6f5f"),
)


def draw_flow(scene: Scene) -> Pixels:
    """Drawn at up to 2,200 pixels and reduced."""
    chance = scene.chance
    tones = _tones(scene)
    scale = min(1.7, MOST_SIDE / max(scene.width, scene.height))
    width, height = round(scene.width * scale), round(scene.height * scale)
    image = Image.new("RGB", (width, height), bytes_of(tones[0]))
    paths = _paths(scene, width, height)
    order = np.argsort(chance.uniform(0, 1, len(paths)) + paths[:, 0, 1] / height * 0.3)
    _strands(image, scene, paths[order], tones)
    flat = to_pixels(image.resize((scene.width, scene.height), Image.Resampling.LANCZOS))
    light = noise(chance, scene.width, scene.height, (1.5, 1.5), 2)[..., None]
    return np.clip(flat * (1 + 0.10 * light), 0, 1)


def _tones(scene: Scene) -> tuple[Colour, ...]:
    if scene.borrowed:
        dark, second, middle, fair, pale = scene.borrowed
        return (dark, pale, fair, middle, second)
    return tuple(rgb(text) for text in TONES[int(scene.chance.integers(len(TONES)))])


def _angles(scene: Scene) -> Pixels:
    """A field of directions: a main drift, bent by slow noise and by one or two whirls."""
    chance = scene.chance
    angles = chance.uniform(-0.6, 0.6) + 2.1 * noise(chance, FIELD, FIELD, (1.7, 1.7), 2)
    y, x = np.mgrid[0 : 1 : FIELD * 1j, 0 : 1 : FIELD * 1j]
    for _ in range(2):
        at_x, at_y, reach = chance.uniform(0.15, 0.85), chance.uniform(0.15, 0.85), chance.uniform(0.12, 0.24)
        pull = np.exp(-((x - at_x) ** 2 + (y - at_y) ** 2) / reach**2)
        whirl = np.arctan2(y - at_y, x - at_x) + np.pi / 2 * (1 if chance.random() < 0.5 else -1)
        angles = np.arctan2(
            np.sin(angles) * (1 - pull) + np.sin(whirl) * pull, np.cos(angles) * (1 - pull) + np.cos(whirl) * pull
        )
    return angles.astype(np.float32)


def _paths(scene: Scene, width: int, height: int) -> Pixels:
    """Strands as points, all followed at once: strand × step × (x, y) in pixels."""
    angles = _angles(scene)
    cos, sin = np.cos(angles), np.sin(angles)
    place = scene.chance.uniform(-0.06, 1.06, (STRANDS, 2)) * (width, height)
    step = max(width, height) * 0.0042
    points = np.empty((STRANDS, STEPS, 2), np.float32)
    for index in range(STEPS):
        points[:, index] = place
        column = np.clip(place[:, 0] / width * (FIELD - 1), 0, FIELD - 1).astype(int)
        row = np.clip(place[:, 1] / height * (FIELD - 1), 0, FIELD - 1).astype(int)
        place = place + step * np.stack([cos[row, column], sin[row, column]], axis=1)
    return points


def _strands(image: Image.Image, scene: Scene, paths: Pixels, tones: tuple[Colour, ...]) -> None:
    chance = scene.chance
    pen = ImageDraw.Draw(image)
    unit = min(image.size) / 1000
    band = noise(chance, 64, 64, (2.2, 2.2), 2)
    width, height = image.size
    dark = luminance(tones[0]) < 0.4
    for path in paths:
        column = int(np.clip(path[0, 0] / width * 63, 0, 63))
        row = int(np.clip(path[0, 1] / height * 63, 0, 63))
        share = (band[row, column] + 1) / 2 * 3.2 + chance.normal(0, 0.28)
        low = int(np.clip(np.floor(share), 0, 3))
        tone = between(tones[1 + low], tones[1 + min(3, low + 1)], float(np.clip(share - low, 0, 1)))
        tone = between(tone, tones[0], chance.uniform(0.0, 0.55 if dark else 0.35))
        long = int(chance.uniform(0.35, 1.0) * STEPS)
        thick = max(1, round(unit * (1.0 + 3.4 * chance.random() ** 3)))
        pen.line([tuple(point) for point in path[:long].tolist()], fill=bytes_of(tone), width=thick, joint="curve")
