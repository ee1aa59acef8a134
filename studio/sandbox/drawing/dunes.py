"""Dunes: a height field seen from low above it, lit by a low sun, with wind ripples."""

import numpy as np

from studio.sandbox.drawing.brush import Chance, Colour, Pixels, blurred, grid, mix, noise, resized, rgb, smooth
from studio.sandbox.drawing.scene import Scene

SLICES = 420
FINER = 3  # rows traced per row shown, which smooths the crests
FIELD = 512
NEAREST = 0.5
# sky top, sky low, lit sand, shaded sand
LIGHTS = (
    (rgb("1f7f93"), rgb("cfe0c8"), rgb("f6b679"), rgb("7a2f1e")),
    (rgb("5b7fa8"), rgb("f3d6b4"), rgb("f2c592"), rgb("6d4438")),
    (rgb("39416f"), rgb("f0a07c"), rgb("f09a63"), rgb("3d1f3f")),
    (rgb("e9b48f"), rgb("fbe6c9"), rgb("ffe0b4"), rgb("a5573a")),
    (rgb("9fb9bd"), rgb("efe9dc"), rgb("eadfcb"), rgb("7f7265")),
)


def draw_dunes(scene: Scene) -> Pixels:
    """Rendered at up to 704 pixels high, finer down than across."""
    chance = scene.chance
    shrink = max(1.0, max(scene.width, scene.height) / 704)
    width, height = round(scene.width / shrink), round(scene.height / shrink)
    if scene.borrowed:
        dark, second, _, fair, pale = scene.borrowed
        light = (second, pale, fair, dark)
    else:
        light = LIGHTS[int(chance.integers(len(LIGHTS)))]
    field = _field(chance)
    depth, where = _project(field, width, height * FINER)
    sand = _shaded(field, depth, where, light, chance)
    sky = _sky(width, height * FINER, light, chance)
    seen = (depth >= 0).astype(np.float32)
    fine = mix(sky, sand, seen)
    picture = fine.reshape(height, FINER, width, 3).mean(axis=1)
    if shrink > 1:
        picture = np.stack([resized(picture[..., part], scene.width, scene.height) for part in range(3)], axis=-1)
    return np.clip(picture, 0, 1)


def _field(chance: Chance) -> Pixels:
    """Heights on a square: long asymmetric waves, bent by noise, with sharp crests."""
    x, z = grid(FIELD, FIELD)
    bend = noise(chance, FIELD, FIELD, (2.2, 3.2), 3)
    turn = chance.uniform(-0.5, 0.5)
    phase = (z * 5.2 + x * 2.1 * turn + bend * 0.62 + chance.uniform()) % 1.0
    crest = 0.68
    wave = np.where(phase < crest, phase / crest, (1 - phase) / (1 - crest))
    wave = wave**1.25
    swell = 0.62 + 0.5 * noise(chance, FIELD, FIELD, (3, 3), 2)
    near = 0.4 + 0.6 * smooth(0.0, 0.16, np.broadcast_to(z, wave.shape))
    return blurred((wave * np.clip(swell, 0.12, 1.2) * near / 1.3).astype(np.float32), 1.1) * 1.3


def _sample(field: Pixels, x: Pixels, z: Pixels) -> Pixels:
    """Bilinear, mirrored at the edges; x and z from 0 to 1."""
    last = FIELD - 1
    column, row = np.clip(x * last, 0, last - 1.001), np.clip(z * last, 0, last - 1.001)
    left, top = column.astype(np.int32), row.astype(np.int32)
    across, down = column - left, row - top
    flat = field.ravel()
    at = top * FIELD + left
    first = flat[at] * (1 - across) + flat[at + 1] * across
    second = flat[at + FIELD] * (1 - across) + flat[at + FIELD + 1] * across
    return first * (1 - down) + second * down


def _project(field: Pixels, width: int, height: int) -> tuple[Pixels, tuple[Pixels, Pixels]]:
    """For each pixel the slice that is seen there (-1 for sky) and its place on the field."""
    slices = np.arange(SLICES, dtype=np.float32)
    far = (slices / (SLICES - 1)) ** 1.7
    distance = NEAREST + far * 7.0
    columns = (np.arange(width, dtype=np.float32) + 0.5) / width - 0.5
    x = 0.5 + columns[None, :] * (0.18 + 0.115 * distance[:, None])
    z = np.broadcast_to(far[:, None] * 0.98, x.shape)
    horizon, eye, tall = 0.34 * height, 1.12, 0.84
    rows = horizon + (eye - tall * _sample(field, x, z)) / distance[:, None] * height * 0.62
    top = np.minimum.accumulate(rows, axis=0)
    seen = np.full((height + 1, width), -1, np.int32)
    rises = np.ones_like(top, dtype=bool)
    rises[1:] = top[1:] < top[:-1]
    index = np.clip(np.ceil(top).astype(np.int32), 0, height)
    order = np.where(rises)
    seen[index[order], order[1]] = np.maximum(seen[index[order], order[1]], order[0])
    # Lower rows show nearer slices: carry each mark down until the next one.
    marks = np.where(seen[:height] >= 0, np.arange(height)[:, None], -1)
    marks = np.maximum.accumulate(marks, axis=0)
    depth = np.where(marks >= 0, np.take_along_axis(seen, np.maximum(marks, 0), axis=0), -1)
    fraction = _between_slices(depth, top, height)
    near = np.maximum(depth, 0).astype(np.int32)
    exact = np.clip((near - fraction) / (SLICES - 1), 0, 1).astype(np.float32) ** 1.7
    place = 0.5 + columns[None, :] * (0.18 + 0.115 * (NEAREST + exact * 7.0))
    return depth.astype(np.float32), (place.astype(np.float32), exact * 0.98)


def _between_slices(depth: Pixels, top: Pixels, height: int) -> Pixels:
    """How far towards the nearer slice a pixel lies, so that no slice shows as a step."""
    near = np.maximum(depth, 0).astype(np.int32)
    here = np.take_along_axis(top, near, axis=0)
    nearer = np.take_along_axis(top, np.maximum(near - 1, 0), axis=0)
    rows = np.arange(height, dtype=np.float32)[:, None]
    return np.clip((rows - here) / np.maximum(nearer - here, 0.5), 0, 1)


def _shaded(
    field: Pixels, depth: Pixels, where: tuple[Pixels, Pixels], light: tuple[Colour, ...], chance: Chance
) -> Pixels:
    x, z = where
    slope_z, slope_x = np.gradient(field)
    side = 1.0 if chance.random() < 0.5 else -1.0
    lit = side * slope_x * 95 * 0.55 - slope_z * 95 * 0.42
    lit = _sample(blurred(lit.astype(np.float32), 1.8), x, z)
    ripple = np.sin((z * 900 + x * 260 + 14 * _sample(noise(chance, FIELD, FIELD, (5, 5), 3), x, z)) * 1.0)
    near = np.clip(1 - z * 2.6, 0, 1)
    tone = smooth(-0.95, 0.5, lit + ripple * 0.10 * near)
    _, low, bright, dark = light
    sand = mix(dark, bright, tone)
    sand = mix(sand, mix(bright, (1, 1, 1), 0.35), smooth(0.55, 1.3, lit) * 0.45)
    air = np.clip(z**0.8 * 0.72, 0, 0.75)
    return mix(sand, mix(low, bright, 0.4), air)


def _sky(width: int, height: int, light: tuple[Colour, ...], chance: Chance) -> Pixels:
    _, y = grid(width, height)
    sky = mix(light[0], light[1], np.broadcast_to(np.clip(y / 0.36, 0, 1), (height, width)))
    veil = np.clip(noise(chance, width, height, (2, 16), 4), 0, 1) * 0.18
    return mix(sky, light[1], veil)
