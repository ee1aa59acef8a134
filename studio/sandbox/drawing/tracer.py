"""Light on solids: sphere tracing over a seamless floor, soft shadow, softbox reflections, at times blinds."""

from dataclasses import dataclass

import numpy as np

from studio.sandbox.drawing.brush import Colour, Pixels, colour, mix, smooth
from studio.sandbox.drawing.solids import Finish, Solid

STEPS = 46
SHADOW_STEPS = 20
FAR = 14.0
WALL = -2.6  # how far back the backdrop turns up
TOUCH = 0.0015


@dataclass(frozen=True, slots=True)
class Stage:
    """Solids on a backdrop. ``target`` is the height that the camera looks at, ``zoom`` its angle, ``centre`` and

    ``reach`` the ball that holds all solids. ``blinds`` from 0 to 1 throws striped shadow.
    """

    solids: tuple[Solid, ...]
    backdrop: Colour
    floor: Colour
    light: tuple[float, float, float]
    warmth: Colour = (1.0, 0.96, 0.9)
    target: float = 0.8
    distance: float = 6.2
    height: float = 1.9
    zoom: float = 2.6
    reach: float = 2.2
    blinds: float = 0.0


def render(stage: Stage, x: Pixels, y: Pixels, shadows: bool = True) -> tuple[Pixels, Pixels]:
    """Linear colours (n × 3) and which solid is seen (-1 none) at these screen places, y up, the short side ±1."""
    eye, rays = _rays(stage, x, y)
    depth, hit = _march(stage, eye, rays)
    floor = np.where(rays[1] < -1e-4, -eye[1] / np.minimum(rays[1], -1e-4), FAR)
    floor = np.minimum(floor, (WALL - eye[2]) / np.minimum(rays[2], -1e-4))
    seen = np.where(hit >= 0, hit, -1)
    points = eye + rays * np.where(hit >= 0, depth, np.minimum(floor, FAR))[None]
    colours = _ground(stage, points, y, shadows)
    for index, solid in enumerate(stage.solids):
        chosen = seen == index
        if chosen.any():
            colours[chosen] = _surface(stage, solid, points[:, chosen], rays[:, chosen], y[chosen])
    return colours, seen


def _rays(stage: Stage, x: Pixels, y: Pixels) -> tuple[Pixels, Pixels]:
    eye = np.array([[0.0], [stage.height], [stage.distance]], np.float32)
    ahead = np.array([0.0, stage.target - stage.height, -stage.distance])
    ahead /= np.linalg.norm(ahead)
    up = np.array([0.0, -ahead[2], ahead[1]])
    rays = ahead[:, None] * stage.zoom + up[:, None] * y + np.array([[1.0], [0.0], [0.0]]) * x
    return eye, (rays / np.sqrt(dot(rays, rays))).astype(np.float32)


def nearest(stage: Stage, points: Pixels) -> Pixels:
    """The distance to all solids."""
    result = stage.solids[0].field(points)
    for solid in stage.solids[1:]:
        result = np.minimum(result, solid.field(points))
    return result


def _which(stage: Stage, points: Pixels) -> Pixels:
    return np.stack([solid.field(points) for solid in stage.solids]).argmin(axis=0)


def dot(first: Pixels, second: Pixels) -> Pixels:
    """Of each column."""
    return first[0] * second[0] + first[1] * second[1] + first[2] * second[2]


def _march(stage: Stage, eye: Pixels, rays: Pixels) -> tuple[Pixels, Pixels]:
    middle = np.array([[0.0], [stage.target], [0.0]], np.float32)
    along = dot(middle - eye, rays)
    miss = (((middle - eye) ** 2).sum(axis=0)) - along**2
    inside = miss < stage.reach**2
    chord = np.sqrt(np.maximum(stage.reach**2 - miss, 0))
    depth = np.where(inside, along - chord, FAR).astype(np.float32)
    end = along + chord
    hit = np.full(depth.shape, -1, np.int32)
    live = np.flatnonzero(inside)
    for _ in range(STEPS):
        if not live.size:
            break
        distance = nearest(stage, eye + rays[:, live] * depth[live])
        touched = distance < TOUCH
        hit[live[touched]] = 0
        depth[live] += np.where(touched, 0, distance * 0.95)
        live = live[~touched & (depth[live] < end[live])]
    found = np.flatnonzero(hit >= 0)
    if found.size:
        hit[found] = _which(stage, eye + rays[:, found] * depth[found])
    return depth, hit


def _normals(solid: Solid, points: Pixels) -> Pixels:
    step = 0.004
    corners = np.array([[1, -1, -1], [-1, -1, 1], [-1, 1, -1], [1, 1, 1]], np.float32)
    total = np.zeros_like(points)
    for corner in corners:
        total += corner[:, None] * solid.field(points + corner[:, None] * step)
    return (total / np.maximum(np.sqrt(dot(total, total)), 1e-6)).astype(np.float32)


def _towards(stage: Stage) -> Pixels:
    light = np.array(stage.light, np.float32)
    return (light / np.linalg.norm(light))[:, None]


def _shadow(stage: Stage, points: Pixels, softness: float) -> Pixels:
    """1 in the light, 0 in the shadow, between in the penumbra."""
    light = _towards(stage)
    result = np.ones(points.shape[1], np.float32)
    middle = np.array([[0.0], [stage.target], [0.0]], np.float32)
    along = dot(middle - points, light)
    miss = np.sqrt(np.maximum(dot(middle - points, middle - points) - along**2, 0))
    live = np.flatnonzero((miss < stage.reach + 0.7) & (along > -stage.reach))
    depth = np.full(points.shape[1], 0.03, np.float32)
    for _ in range(SHADOW_STEPS):
        if not live.size:
            break
        distance = nearest(stage, points[:, live] + light * depth[live])
        result[live] = np.minimum(result[live], np.clip(0.5 + 0.5 * distance * softness / depth[live], 0, 1))
        depth[live] += np.clip(distance, 0.035, 0.5)
        live = live[(result[live] > 0.01) & (depth[live] < 7)]
    return result * result * (3 - 2 * result)


def _blinds(stage: Stage, points: Pixels) -> Pixels:
    if not stage.blinds:
        return np.ones(points.shape[1], np.float32)
    light = _towards(stage)
    flat = points - light * (points[2] - 4.0) / light[2]
    stripe = (flat[1] * 1.25 + flat[0] * 0.14) % 1.0
    lit = smooth(0.0, 0.09, stripe) * (1 - smooth(0.56, 0.65, stripe))
    return 1 - stage.blinds * (1 - lit)


def _occlusion(stage: Stage, points: Pixels, normals: Pixels) -> Pixels:
    total = np.zeros(points.shape[1], np.float32)
    for step in (0.05, 0.14, 0.34):
        distance = nearest(stage, points + normals * step)
        floor = points[1] + normals[1] * step
        total += np.maximum(step - np.minimum(distance, floor), 0) / step
    return np.clip(1 - total / 3 * 0.75, 0, 1)


def _ground(stage: Stage, points: Pixels, y: Pixels, shadows: bool) -> Pixels:
    """Floor and wall in one sweep, without a horizon."""
    fade = smooth(-0.5, 0.75, y)
    base = mix(colour(stage.floor), colour(stage.backdrop), fade)
    away = np.sqrt(points[0] ** 2 + (points[2] * 0.8) ** 2 + points[1] ** 2)
    base *= (1.06 - 0.022 * np.minimum(away, 9) ** 1.3)[:, None]
    if not shadows:
        return base
    light = _shadow(stage, points, 7.0) * _blinds(stage, points)
    distance = nearest(stage, points + np.array([[0], [0.05], [0]], np.float32))
    contact = 1 - 0.42 * np.exp(-np.maximum(distance, 0) * 5.5)
    tint = mix(colour(stage.floor) * 0.42, colour((1, 1, 1)), light)
    return base * mix(tint, (1, 1, 1), fade * (0.0 if stage.blinds else 0.5)) * contact[:, None]


@dataclass(frozen=True, slots=True)
class Spot:
    """Points of one solid: normals and viewing rays there, how far each faces us, its own colour, its light."""

    normals: Pixels
    rays: Pixels
    facing: Pixels
    base: Pixels
    lit: Pixels
    backdrop: Pixels


def _surface(stage: Stage, solid: Solid, points: Pixels, rays: Pixels, y: Pixels) -> Pixels:
    finish = solid.finish
    normals = _normals(solid, points)
    base = np.broadcast_to(colour(finish.colour), (points.shape[1], 3))
    if finish.speckle:
        base = _chips(base, points, finish.speckle)
    lit = _shadow(stage, points + normals * 0.012, 9.0) * _blinds(stage, points)
    backdrop = mix(colour(stage.floor), colour(stage.backdrop), smooth(-0.5, 0.75, y))
    spot = Spot(normals, rays, np.clip(-dot(normals, rays), 0, 1), base, lit, backdrop)
    direct = colour(stage.warmth) * (np.clip(dot(normals, _towards(stage)), 0, 1) * lit)[:, None] * 0.92
    bounce = mix(colour(stage.floor), colour(stage.backdrop), 0.5 + 0.5 * normals[1]) * 0.5 + 0.16
    open_sky = _occlusion(stage, points, normals)
    result = base * (direct + bounce * open_sky[:, None] * (0.72 + 0.28 * spot.facing)[:, None])
    if finish.clear:
        result = mix(result, _glass(stage, spot), finish.clear)
    return result + _reflections(stage, finish, spot)


def _glass(stage: Stage, spot: Spot) -> Pixels:
    """What lies behind, tinted; dark where the wall is seen edge on, bright where the light gathers."""
    thick = (1 - spot.facing) ** 2.2
    seen = spot.backdrop * 1.05 * mix(spot.base, (1, 1, 1), 0.2)
    tint = mix(seen, spot.base**1.5 * 0.6, 0.08 + 0.85 * thick)
    gathered = smooth(0.1, 0.9, -spot.normals[0] * np.sign(stage.light[0])) * 0.42 * (1 - thick)
    return tint + gathered[:, None] * mix(spot.base, (1, 1, 1), 0.5)


def _reflections(stage: Stage, finish: Finish, spot: Spot) -> Pixels:
    """Two softboxes, a tall one at the light's side and a faint strip opposite, with crisp edges."""
    mirrored = spot.rays - 2 * dot(spot.rays, spot.normals) * spot.normals
    fresnel = 0.25 + 0.75 * (1 - spot.facing) ** 3
    blur = 0.05 + 0.25 * (1 - min(1.0, finish.gloss))
    across = mirrored[0] * np.sign(stage.light[0])
    key = _window(across, 0.42, 0.82, blur) * _window(mirrored[1], -0.32, 0.72, blur)
    strip = _window(-across, 0.62, 0.86, blur)
    top = smooth(0.72 - blur, 0.86 + blur, mirrored[1])
    shine = (key * 0.85 * (0.5 + 0.5 * spot.lit) + strip * 0.28 + top * 0.22) * finish.gloss
    if finish.metal:
        room = smooth(-0.3, 0.5, mirrored[1])
        return spot.base * ((shine * 1.5 + room * 0.35) * (0.7 + 0.6 * fresnel))[:, None]
    return (shine * fresnel * 1.7)[:, None] * colour(stage.warmth)


def _window(value: Pixels, low: float, high: float, blur: float) -> Pixels:
    return smooth(low - blur, low + blur, value) * (1 - smooth(high - blur, high + blur, value))


def _chips(base: Pixels, points: Pixels, amount: float) -> Pixels:
    """Terrazzo: chips of three sizes, each in a cell of a warped lattice, off its middle by chance."""
    warp = 0.35 * np.sin(points[[1, 2, 0]] * 9.0 + np.array([[0.3], [1.7], [4.1]], np.float32))
    result = base
    for scale, share in ((7.5, 1.0), (12.0, 1.1), (21.0, 0.9)):
        place = points * scale + warp * scale / 9
        cells = np.floor(place)
        chance = _scattered(cells, 0.0)
        centre = 0.5 + 0.3 * (np.stack([_scattered(cells, salt) for salt in (1.3, 2.7, 5.1)]) - 0.5) * 2
        local = place - cells - centre
        bent = local * (0.8 + 0.6 * np.stack([_scattered(cells, salt) for salt in (7.7, 8.9, 9.3)]))
        size = np.maximum(np.sqrt(dot(bent, bent)), 0.8 * np.abs(bent).sum(axis=0) / 1.25)
        inside = (size < 0.13 + 0.2 * _scattered(cells, 3.9)) & (chance < amount * share)
        tone = 0.55 + 0.4 * _scattered(cells, 6.1)
        result = np.where(inside[:, None], base * tone[:, None], result)
    return result


def _scattered(cells: Pixels, salt: float) -> Pixels:
    """A number from 0 to 1 for each cell."""
    mixed = np.sin(cells[0] * 12.71 + cells[1] * 31.17 + cells[2] * 7.47 + salt * 19.3) * 4375.85
    return mixed - np.floor(mixed)
