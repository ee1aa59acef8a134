"""Packshots: a still life on a seamless backdrop, traced coarsely, then again along its edges."""

import numpy as np

from studio.sandbox.drawing.brush import Pixels, resized
from studio.sandbox.drawing.props import SUBJECTS, stage_of
from studio.sandbox.drawing.scene import Scene
from studio.sandbox.drawing.tracer import Stage, render
from studio.sandbox.drawing.words import subject_of

COARSE = 224  # the longer side of the first pass
FINE = 768  # and of the second; larger pictures are enlarged from it
EDGE = 0.05
TONE = 0.1  # a change of tone below this is soft enough to be enlarged as it is
SAMPLES = ((-0.25, -0.125), (0.25, 0.125))


def draw_packshot(scene: Scene) -> Pixels:
    """On its backdrop."""
    picture, _ = draw_cutout(scene)
    return picture


def draw_cutout(scene: Scene) -> tuple[Pixels, Pixels]:
    """The picture, and from 0 to 1 where the solids cover it."""
    subject = subject_of(scene.prompt, SUBJECTS, int(scene.chance.integers(len(SUBJECTS))))
    stage = stage_of(subject, scene)
    shrink = max(1.0, max(scene.width, scene.height) / FINE)
    width, height = round(scene.width / shrink), round(scene.height / shrink)
    picture, cover = _traced(stage, width, height)
    picture = _developed(picture)
    if shrink > 1:
        layers = [resized(picture[..., part], scene.width, scene.height) for part in range(3)]
        picture, cover = np.stack(layers, axis=-1), resized(cover, scene.width, scene.height)
    return picture, np.clip(cover, 0, 1)


def _developed(linear: Pixels) -> Pixels:
    """Linear light to sRGB, with a soft shoulder."""
    exposed = np.maximum(linear, 0) * 1.06
    rolled = np.where(exposed > 0.7, 0.7 + 0.3 * (1 - np.exp(-(exposed - 0.7) / 0.3)), exposed)
    return (rolled ** (1 / 2.2)).astype(np.float32)


def _traced(stage: Stage, width: int, height: int) -> tuple[Pixels, Pixels]:
    scale = COARSE / max(width, height)
    small = (max(2, round(width * scale)), max(2, round(height * scale)))
    x, y = _places(*small, width / height)
    colours, seen = render(stage, x.ravel(), y.ravel())
    coarse = colours.reshape(small[1], small[0], 3)
    ids = seen.reshape(small[1], small[0])
    picture = np.stack([resized(coarse[..., part], width, height) for part in range(3)], axis=-1)
    cover = resized((ids >= 0).astype(np.float32), width, height)
    edges = resized(_edges(coarse, ids), width, height) > EDGE
    rows, columns = np.nonzero(edges)
    _refine(stage, picture, cover, (rows, columns))
    return picture, cover


def _places(width: int, height: int, aspect: float) -> tuple[Pixels, Pixels]:
    """Screen places, the short side from -1 to 1, y up."""
    x = ((np.arange(width, dtype=np.float32) + 0.5) / width * 2 - 1) * max(1.0, aspect)
    y = (1 - (np.arange(height, dtype=np.float32) + 0.5) / height * 2) * max(1.0, 1 / aspect)
    full_x, full_y = np.meshgrid(x, y)
    return full_x, full_y


def _edges(coarse: Pixels, ids: Pixels) -> Pixels:
    """Where the coarse picture jumps: another solid or a strong change of tone beside it."""
    tone = np.sqrt(np.maximum(coarse.mean(axis=-1), 0))
    jump = np.zeros_like(tone)
    for axis in (0, 1):
        change = (np.abs(np.diff(tone, axis=axis)) > TONE) | (np.diff(ids, axis=axis) != 0)
        first = [(0, 0), (0, 0)]
        first[axis] = (0, 1)
        second = [(0, 0), (0, 0)]
        second[axis] = (1, 0)
        jump = np.maximum(jump, np.maximum(np.pad(change, first), np.pad(change, second)))
    return jump.astype(np.float32)


def _refine(stage: Stage, picture: Pixels, cover: Pixels, where: tuple[Pixels, Pixels]) -> None:
    height, width = cover.shape
    aspect = width / height
    rows, columns = where
    if not rows.size:
        return
    total = np.zeros((rows.size, 3), np.float32)
    covered = np.zeros(rows.size, np.float32)
    for across, down in SAMPLES:
        x = ((columns + 0.5 + across) / width * 2 - 1) * max(1.0, aspect)
        y = (1 - (rows + 0.5 + down) / height * 2) * max(1.0, 1 / aspect)
        colours, seen = render(stage, x.astype(np.float32), y.astype(np.float32))
        total += np.minimum(colours, 1.4)
        covered += seen >= 0
    picture[rows, columns] = total / len(SAMPLES)
    cover[rows, columns] = covered / len(SAMPLES)
