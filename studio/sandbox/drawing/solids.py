"""Signed-distance solids. Points are (3, n) arrays, y up; lengths in units of about a hand."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from studio.sandbox.drawing.brush import Colour, Pixels

Field = Callable[[Pixels], Pixels]
NEAR = 0.6  # penumbras are told by distances below this


@dataclass(frozen=True, slots=True)
class Finish:
    """How a surface takes light. ``gloss`` is the strength of softbox reflections, ``clear`` from 0 to 1 lets the

    backdrop through as glass does, ``speckle`` strews terrazzo chips, ``facets`` none.
    """

    colour: Colour
    gloss: float = 0.25
    clear: float = 0.0
    speckle: float = 0.0
    metal: bool = False


@dataclass(frozen=True, slots=True)
class Solid:
    """A shape and its finish."""

    field: Field
    finish: Finish


def _length(x: Pixels, y: Pixels, z: Pixels) -> Pixels:
    return np.sqrt(x * x + y * y + z * z)


def moved(field: Field, x: float = 0.0, y: float = 0.0, z: float = 0.0, turn: float = 0.0) -> Field:
    """The solid at another place, turned about the upright axis by radians."""
    cos, sin = np.float32(np.cos(turn)), np.float32(np.sin(turn))
    place = np.array([[x], [y], [z]], np.float32)

    def at(points: Pixels) -> Pixels:
        local = points - place
        if turn:
            local = np.stack([cos * local[0] - sin * local[2], local[1], sin * local[0] + cos * local[2]])
        return field(local)

    return at


def box(width: float, height: float, depth: float, edge: float = 0.03) -> Field:
    """Centred on its base, with rounded edges."""
    half_x, half_y, half_z = width / 2 - edge, height / 2 - edge, depth / 2 - edge

    def at(points: Pixels) -> Pixels:
        x = np.abs(points[0]) - half_x
        y = np.abs(points[1] - height / 2) - half_y
        z = np.abs(points[2]) - half_z
        inside = np.minimum(np.maximum(np.maximum(x, y), z), 0)
        return _length(np.maximum(x, 0), np.maximum(y, 0), np.maximum(z, 0)) + inside - edge

    return at


def sphere(radius: float) -> Field:
    """Resting on y 0."""

    def at(points: Pixels) -> Pixels:
        return _length(points[0], points[1] - radius, points[2]) - radius

    return at


def pebble(width: float, height: float, depth: float) -> Field:
    """A flattened ball resting on y 0."""
    a, b, c = width / 2, height / 2, depth / 2

    def at(points: Pixels) -> Pixels:
        x, y, z = points[0] / a, (points[1] - b) / b, points[2] / c
        first = _length(x, y, z)
        return first * (first - 1) / np.maximum(_length(x / a, y / b, z / c), 1e-4) * 0.9

    return at


def cylinder(radius: float, height: float, edge: float = 0.03) -> Field:
    """Upright, centred on its base."""

    def at(points: Pixels) -> Pixels:
        out = np.sqrt(points[0] ** 2 + points[2] ** 2) - radius + edge
        up = np.abs(points[1] - height / 2) - height / 2 + edge
        outside = np.sqrt(np.maximum(out, 0) ** 2 + np.maximum(up, 0) ** 2)
        return outside + np.minimum(np.maximum(out, up), 0) - edge

    return at


def ring(radius: float, tube: float) -> Field:
    """A torus standing on y 0 and facing the viewer."""

    def at(points: Pixels) -> Pixels:
        y = points[1] - radius - tube
        around = np.sqrt(points[0] ** 2 + y * y) - radius
        return np.sqrt(around * around + points[2] ** 2) - tube

    return at


def disc(radius: float, depth: float, edge: float = 0.015) -> Field:
    """A short cylinder that faces the viewer, centred on the origin."""

    def at(points: Pixels) -> Pixels:
        away_r = np.sqrt(points[0] ** 2 + points[1] ** 2) - radius + edge
        away_z = np.abs(points[2]) - depth / 2 + edge
        outside = np.sqrt(np.maximum(away_r, 0) ** 2 + np.maximum(away_z, 0) ** 2)
        return outside + np.minimum(np.maximum(away_r, away_z), 0) - edge

    return at


def lathe(profile: tuple[tuple[float, float], ...], edge: float = 0.02) -> Field:
    """Turned from a profile of (radius, height) corners, bottom to top, closed by flat ends."""
    corners = [(0.0, profile[0][1]), *profile, (0.0, profile[-1][1])]

    def at(points: Pixels) -> Pixels:
        return _polygon(np.sqrt(points[0] ** 2 + points[2] ** 2), points[1], corners) - edge

    return at


def _polygon(r: Pixels, y: Pixels, corners: list[tuple[float, float]]) -> Pixels:
    """Signed distance in the plane to a closed outline."""
    best = np.full_like(r, np.inf)
    inside = np.zeros(r.shape, bool)
    for (r0, y0), (r1, y1) in zip(corners, corners[1:] + corners[:1], strict=True):
        edge_r, edge_y = r1 - r0, y1 - y0
        if r0 > 0 or r1 > 0:
            part = np.clip(((r - r0) * edge_r + (y - y0) * edge_y) / (edge_r**2 + edge_y**2 + 1e-9), 0, 1)
            best = np.minimum(best, (r - r0 - part * edge_r) ** 2 + (y - y0 - part * edge_y) ** 2)
        crosses = (y0 <= y) != (y1 <= y)
        if edge_y:
            inside ^= crosses & (r < r0 + (y - y0) / edge_y * edge_r)
    return np.where(inside, -1, 1) * np.sqrt(best)


def cut(field: Field, tool: Field) -> Field:
    """The first without the second."""
    return lambda points: np.maximum(field(points), -tool(points))


def joined(*fields: Field) -> Field:
    """All of them."""

    def at(points: Pixels) -> Pixels:
        result = fields[0](points)
        for field in fields[1:]:
            result = np.minimum(result, field(points))
        return result

    return at


def bounded(solid: Solid) -> Solid:
    """The same, told only roughly from afar, which is cheap there, and never farther than it is."""
    steps = np.linspace(-2.6, 2.6, 30, dtype=np.float32)
    lattice = np.stack([axis.ravel() for axis in np.meshgrid(steps, steps + 1.2, steps)])
    inside = lattice[:, solid.field(lattice) < 0.16]
    if not inside.size:
        return solid
    low, high = inside.min(axis=1), inside.max(axis=1)
    middle = ((low + high) / 2)[:, None]
    radius = float(np.sqrt(((inside - middle) ** 2).sum(axis=0)).max())
    return Solid(_roughly(solid.field, middle, radius), solid.finish)


def _roughly(field: Field, middle: Pixels, radius: float) -> Field:
    def at(points: Pixels) -> Pixels:
        away = _length(points[0] - middle[0], points[1] - middle[1], points[2] - middle[2]) - radius
        near = np.flatnonzero(away < NEAR)
        if near.size:
            away[near] = field(points[:, near])
        return away

    return at
