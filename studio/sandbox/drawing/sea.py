"""Sea and sky: a low sun over moving water."""

import numpy as np

from studio.sandbox.drawing.brush import Colour, Pixels, grid, mix, noise, rgb, smooth
from studio.sandbox.drawing.scene import Scene
from studio.sandbox.drawing.words import tokens

# sky top, sky low, sun, deep water, water light
LIGHTS = (
    (rgb("f3b59a"), rgb("fde9c6"), rgb("fff6d8"), rgb("0d5560"), rgb("8fc9bb")),
    (rgb("3e6a8e"), rgb("e8d9c0"), rgb("fff3dc"), rgb("12324a"), rgb("9dbccb")),
    (rgb("46386b"), rgb("f59a7a"), rgb("ffe2b0"), rgb("1b1f45"), rgb("e79a8a")),
    (rgb("a8c6cf"), rgb("f4efe4"), rgb("ffffff"), rgb("2f6d7c"), rgb("cfe5e2")),
    (rgb("101c33"), rgb("6c7f95"), rgb("f2f4ee"), rgb("070f1e"), rgb("8ea6b6")),
)


def draw_sea(scene: Scene) -> Pixels:
    """Water in perspective whose tilt mirrors the sky."""
    chance = scene.chance
    light = _light(scene)
    level = round(scene.height * chance.uniform(0.38, 0.5))
    place = chance.uniform(0.3, 0.7)
    sky = _sky(scene, light, level, place)
    water = _water(scene, light, scene.height - level, place)
    picture = np.concatenate([sky, water], axis=0)
    haze = np.exp(-np.abs(np.arange(scene.height) - level) / (scene.height * 0.01)).astype(np.float32)[:, None]
    return mix(picture, light[1], np.broadcast_to(haze * 0.5, (scene.height, scene.width)))


def _light(scene: Scene) -> tuple[Colour, ...]:
    if scene.borrowed:
        dark, _, middle, fair, pale = scene.borrowed
        return (middle, pale, pale, dark, fair)
    warm = bool({"sunset", "dusk", "evening", "warm"} & set(tokens(scene.prompt)))
    return LIGHTS[(0, 2)[int(scene.chance.integers(2))] if warm else int(scene.chance.integers(len(LIGHTS)))]


def _sky(scene: Scene, light: tuple[Colour, ...], height: int, place: float) -> Pixels:
    x, y = grid(scene.width, height)
    sky = mix(light[0], light[1], np.broadcast_to(y**1.2, (height, scene.width)))
    clouds = noise(scene.chance, scene.width, height, (2.2, 9), 5)
    sky = mix(sky, light[1], smooth(0.05, 0.9, clouds) * 0.45)
    sky = mix(sky, light[0], smooth(0.1, 0.9, -clouds) * 0.25)
    aspect = scene.width / height
    away = np.sqrt(((x - place) * aspect) ** 2 + (y - 0.86) ** 2)
    sky = mix(sky, light[2], np.exp(-away * 3.4) * 0.75)
    return mix(sky, light[2], np.clip((0.1 - away) * height / 2 + 0.5, 0, 1) * 0.9)


def _water(scene: Scene, light: tuple[Colour, ...], height: int, place: float) -> Pixels:
    x, y = grid(scene.width, height)
    swell = _waves(scene, height)
    tilt = np.clip(0.42 + swell * 0.27 + 0.16 * noise(scene.chance, scene.width, height, (2, 7), 2), 0, 1)
    body = mix(light[3], light[4], smooth(0.3, 0.85, tilt) * (1 - 0.3 * y))
    body = mix(body, light[0], smooth(0.66, 1.0, tilt) * 0.55)
    path = np.exp(-(((x - place) / (0.035 + 0.16 * y)) ** 2))
    spark = smooth(0.55, 0.8, tilt) * path
    body = mix(body, light[2], np.clip(spark * (0.95 - 0.45 * y) + path * 0.12, 0, 1))
    return mix(body, light[1], np.broadcast_to((1 - y) ** 6 * 0.6, (height, scene.width)))


def _waves(scene: Scene, height: int) -> Pixels:
    """A dozen wave trains in perspective, bent by noise; each fades where its crests get finer than a pixel."""
    chance, width = scene.chance, scene.width
    x, y = grid(width, height)
    far = 1 / (y + 0.055)
    across = (x - 0.5) * far * width / height * 0.9
    bend = noise(chance, width, height, (5, 14), 4)
    step = far * far / height  # of distance per pixel row
    total = np.zeros((height, width), np.float32)
    for index in range(12):
        pace = 7.0 * 1.33**index
        turn = chance.uniform(-0.55, 0.55)
        phase = pace * (far * np.cos(turn) + across * np.sin(turn)) + bend * (2.4 + index * 0.25) + chance.uniform(0, 6)
        crest = 1 - np.abs(np.sin(phase / 2))
        total += (crest - 0.36) * 0.86**index * smooth(1.6, 0.25, pace * step)
    return total
