"""Landscapes: layered ridges in mist here, dunes and sea beside it."""

from dataclasses import dataclass

import numpy as np

from studio.sandbox.drawing.brush import Chance, Colour, Pixels, between, blurred, colour, grid, mix, noise, rgb, wave
from studio.sandbox.drawing.dunes import draw_dunes
from studio.sandbox.drawing.scene import Scene
from studio.sandbox.drawing.sea import draw_sea
from studio.sandbox.drawing.words import subject_of, tokens

SUBJECTS = {
    "ridges": "mountain mountains ridge ridges fjord fog mist misty valley hills hill forest pines lake deer 山 湖",
    "dunes": "dune dunes desert sand sahara",
    "sea": "sea ocean beach sunset coast coastline wave tide island horizon",
}


@dataclass(frozen=True, slots=True)
class Light:
    """An hour of the day: sky from top to horizon, haze, the nearest ridge, the sun."""

    top: Colour
    low: Colour
    haze: Colour
    near: Colour
    sun: Colour


LIGHTS = (
    Light(rgb("5d83a6"), rgb("cfdfe6"), rgb("b9ced8"), rgb("12242e"), rgb("fff7e6")),
    Light(rgb("c9d6d2"), rgb("f1ece0"), rgb("dfe3da"), rgb("22382f"), rgb("fffaf0")),
    Light(rgb("4d568c"), rgb("f2b99b"), rgb("b7a3b8"), rgb("1c1f3a"), rgb("fff0d0")),
    Light(rgb("2d3f63"), rgb("e9a27c"), rgb("8d86a5"), rgb("141a2c"), rgb("ffe3b8")),
    Light(rgb("f0c9a8"), rgb("fbe8cf"), rgb("efc7a6"), rgb("4a2b33"), rgb("ffffff")),
    Light(rgb("0f2238"), rgb("5f8398"), rgb("43647a"), rgb("060d16"), rgb("e9f1f2")),
    Light(rgb("7aa3a0"), rgb("f4dfb8"), rgb("c3cfb9"), rgb("17312f"), rgb("fff3cf")),
)


def draw_landscape(scene: Scene) -> Pixels:
    """The subject that the prompt names, else one by lot."""
    subject = subject_of(scene.prompt, SUBJECTS, int(scene.chance.integers(3)))
    if subject == "dunes":
        return draw_dunes(scene)
    return draw_sea(scene) if subject == "sea" else draw_ridges(scene)


def light_of(scene: Scene) -> Light:
    """From the reference's colours, else one of ours."""
    if scene.borrowed:
        dark, second, middle, fair, pale = scene.borrowed
        return Light(
            between(middle, second, 0.4), pale, between(fair, middle, 0.4), dark, between(pale, rgb("ffffff"), 0.6)
        )
    words = set(tokens(scene.prompt))
    if words & {"night", "moon", "dark", "midnight"}:
        return LIGHTS[5]
    if words & {"dawn", "sunrise", "sunset", "evening", "dusk"}:
        return LIGHTS[int(scene.chance.integers(2, 5))]
    return LIGHTS[int(scene.chance.integers(len(LIGHTS)))]


def draw_ridges(scene: Scene) -> Pixels:
    """Seven ridges from haze to dark, mist between them, pines on the nearest, at times a lake."""
    height, chance = scene.height, scene.chance
    light = light_of(scene)
    lake = (
        bool({"lake", "fjord", "water"} & set(tokens(scene.prompt))) and chance.random() < 0.6
    ) or chance.random() < 0.3
    horizon = 0.8 if lake else 1.0
    land = max(2, round(height * horizon))
    picture = _sky(scene, light, land)
    count = 7
    for index in range(count):
        _ridge(picture, scene, light, index / (count - 1))
    return _with_lake(picture, scene, light) if lake else picture


def _sky(scene: Scene, light: Light, height: int) -> Pixels:
    x, y = grid(scene.width, height)
    sky = mix(light.top, light.low, np.broadcast_to(np.clip(y / 0.55, 0, 1) ** 0.8, (height, scene.width)))
    place, level = scene.chance.uniform(0.2, 0.8), scene.chance.uniform(0.2, 0.36)
    aspect = scene.width / height
    away = np.sqrt(((x - place) * aspect) ** 2 + (y - level) ** 2)
    sky = mix(sky, light.sun, np.exp(-away * 5.5) * 0.55)
    clouds = noise(scene.chance, scene.width, height, (2.5, 11), 5)
    sky = mix(sky, light.low, np.clip(clouds - 0.1, 0, 1) * 0.4 * (y < 0.6))
    edge = 1.2 / height
    disc = np.clip((0.045 - away) / edge + 0.5, 0, 1)
    return mix(sky, light.sun, disc * 0.95)


def _ridge(picture: Pixels, scene: Scene, light: Light, depth: float) -> None:
    height, width = picture.shape[:2]
    chance = scene.chance
    base = 0.36 + 0.5 * depth**1.15
    swing = 0.115 - 0.05 * depth
    line = _crags(chance, width, (1.3 + 1.6 * depth) * width / height)
    line = (base - swing * line) * height
    foot = blurred(np.stack([line, line]) / height, width / 60)[0] * height
    if depth > 0.6:
        line = _pines(line, chance, height, depth)
    top = max(0, int(line.min()) - 1)
    rows = np.arange(top, height, dtype=np.float32)[:, None]
    cover = np.clip(rows - line[None, :] + 0.5, 0, 1)
    body = between(between(light.haze, light.top, 0.35), light.near, depth**1.25)
    below = np.clip((rows - foot[None, :]) / (height * (0.30 - 0.12 * depth)), 0, 1)
    drift = noise(chance, width, height - top, (2.5, 4), 4) * 0.22
    mist = np.clip(below**1.15 * (0.82 - 0.5 * depth) + drift * below, 0, 0.92)
    filled = mix(body, mix(light.haze, light.low, 0.45), mist)
    picture[top:] = mix(picture[top:], filled, cover)


def _crags(chance: Chance, width: int, cells: float) -> Pixels:
    """A skyline about 0: peaks with straight flanks over slow hills."""
    peaks = 1 - 2.2 * np.abs(wave(chance, width, cells, 7, 0.46))
    return 0.55 * peaks + 0.75 * wave(chance, width, cells * 0.7, 6, 0.45)


def _pines(line: Pixels, chance: Chance, height: int, depth: float) -> Pixels:
    """Treetops along the ridge, larger on the nearer ones."""
    width = line.size
    size = height * (0.012 + 0.045 * (depth - 0.6) ** 1.2 * 2.2)
    tops = line.copy()
    for _ in range(int(width / size * 2.6)):
        centre = chance.uniform(0, width)
        tall = size * chance.uniform(0.45, 1.35)
        half = tall * 0.2
        first, last = max(0, int(centre - half)), min(width, int(centre + half) + 2)
        if last <= first:
            continue
        x = np.arange(first, last)
        fall = np.abs(x + 0.5 - centre) / half
        tier = np.abs(((fall * 4.5) % 1.0) - 0.5) * 0.22
        tip = line[min(width - 1, int(centre))] - tall * (1 - np.clip(fall + tier, 0, 1.2))
        tops[first:last] = np.minimum(tops[first:last], tip + tall * 0.08)
    return tops


def _with_lake(land: Pixels, scene: Scene, light: Light) -> Pixels:
    shore = land.shape[0]
    depth = scene.height - shore
    mirrored = land[::-1][: min(shore, int(depth * 2.2))]
    pick = np.linspace(0, len(mirrored) - 1, depth).astype(int)
    water = mirrored[pick]
    ripple = noise(scene.chance, scene.width, depth, (6, depth / 7), 3)
    shift = (ripple * scene.width * 0.006).astype(int)
    columns = np.clip(np.arange(scene.width)[None, :] + shift, 0, scene.width - 1)
    water = np.take_along_axis(water, np.repeat(columns[..., None], 3, axis=2), axis=1)
    water = np.stack([blurred(water[..., channel], 2.0) for channel in range(3)], axis=-1)
    _, y = grid(scene.width, depth)
    water = mix(water, between(light.haze, light.near, 0.55), np.broadcast_to(0.25 + 0.25 * y, (depth, scene.width)))
    glint = np.clip(ripple - 0.55, 0, 1) * 0.35
    water = mix(water, light.low, glint)
    fog = np.exp(-np.abs(np.arange(scene.height) - shore) / (scene.height * 0.012)).astype(np.float32)[:, None]
    whole = np.concatenate([land, water], axis=0)
    return mix(whole, colour(light.haze), np.broadcast_to(fog * 0.55, (scene.height, scene.width)))
