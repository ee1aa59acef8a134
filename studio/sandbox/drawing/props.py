"""The still lifes: which solids stand where, in which finish, before which backdrop."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from studio.sandbox.drawing.brush import Chance, Colour, between, rgb, shade
from studio.sandbox.drawing.scene import Scene
from studio.sandbox.drawing.solids import (
    Finish,
    Solid,
    bounded,
    box,
    cut,
    cylinder,
    disc,
    joined,
    lathe,
    moved,
    pebble,
    ring,
    sphere,
)
from studio.sandbox.drawing.tracer import Stage
from studio.sandbox.drawing.words import tokens

SUBJECTS = {
    "bottle": "bottle perfume cosmetics cream serum glass amber fragrance product packshot 香水 瓶",
    "vases": "vase vases ceramic ceramics pottery jug clay",
    "speaker": "speaker speakers headphones radio hi-fi sound camera",
    "stones": "stone stones pebbles zen slate spa",
    "arch": "arch arches stairs architecture podium plinth house",
    "fruit": "orange oranges fruit lemon lemons apple apples ball balls",
    "mugs": "mug mugs cup cups coffee tea",
}
WARM = {"amber", "sand", "gold", "golden", "warm"}  # the first two tones of each subject are its warm ones
Build = Callable[[Scene, "Tones"], Stage]


class Tones:
    """Five colours of one still life, in linear light: backdrop, floor, and three for the things."""

    def __init__(self, backdrop: str, floor: str, first: str, second: str, third: str) -> None:
        self.backdrop, self.floor, self.first, self.second, self.third = (
            linear(rgb(text)) for text in (backdrop, floor, first, second, third)
        )

    @classmethod
    def borrowed(cls, colours: tuple[Colour, ...]) -> "Tones":
        """Out of a reference's colours from dark to light."""
        tones = cls("000000", "000000", "000000", "000000", "000000")
        dark, second, middle, fair, pale = colours
        tones.backdrop, tones.floor = linear(fair), linear(between(fair, pale, 0.4))
        tones.first, tones.second, tones.third = linear(middle), linear(second), linear(between(dark, second, 0.3))
        return tones


def linear(value: Colour) -> Colour:
    """sRGB to linear light."""
    return tuple(part**2.2 for part in value)


TONES = {
    "bottle": (
        Tones("d9b177", "e0bd85", "efc069", "d9d0bd", "c8541f"),
        Tones("e6c79f", "ead0ab", "f0b48a", "e9e2d3", "b8562b"),
        Tones("a9b7a4", "bcc7b4", "d9a441", "e7e1d2", "35564c"),
        Tones("c98f7c", "d6a28e", "f2d1b3", "efe5da", "7d2f2b"),
        Tones("8fa6b5", "a6b8c3", "dfe9ee", "e6e4de", "1f4a66"),
    ),
    "vases": (
        Tones("c3c5b8", "cccdc0", "efece4", "0d5a60", "d2622a"),
        Tones("d8cdbd", "dfd6c8", "b4532f", "efe6d6", "31433c"),
        Tones("b7c2c4", "c3ccce", "f2eee6", "2e4b73", "d9a13b"),
        Tones("e2b9a0", "e8c6b0", "f4ece0", "a33b2a", "324a52"),
    ),
    "speaker": (
        Tones("d8311f", "dd3a26", "f2efe8", "d8a63c", "101010"),
        Tones("e3b23c", "e7ba4c", "f4f0e6", "c9c5bb", "141414"),
        Tones("20507e", "285a8a", "ece7db", "d79a5a", "0e0e10"),
        Tones("b9c4bd", "c3cdc6", "24302d", "c8823e", "0c0d0d"),
    ),
    "stones": (
        Tones("a8b4bb", "b1bcc2", "4a535c", "d9d5cc", "d9622f"),
        Tones("c9c2b4", "d0cabd", "55524d", "e6e0d3", "b14a2a"),
        Tones("8c9a92", "97a49c", "3c4442", "cfd2c8", "e0a63b"),
    ),
    "arch": (
        Tones("de7a45", "d9a763", "c23a80", "e5cf33", "2a2590"),
        Tones("efc9b4", "e9b79b", "e26d4f", "f4ead9", "2f6d73"),
        Tones("9fc3cf", "e4d3ba", "f2ede2", "e58b4a", "2b4a7d"),
        Tones("f0d9a8", "e3b873", "d8553a", "f5efe0", "395c4e"),
    ),
    "fruit": (
        Tones("1f5c8f", "2a6a9e", "e58a1c", "e2b22c", "d9641a"),
        Tones("e8c3b0", "edccba", "e0872a", "d8c23a", "c9472d"),
        Tones("2e5548", "386152", "e8912d", "e9c53f", "d35c2a"),
    ),
    "mugs": (
        Tones("d8cfc0", "ddd5c7", "1f4e96", "f2efe8", "e2b21f"),
        Tones("c9d3cd", "d1dad5", "c4512d", "f1ede3", "2f5d50"),
        Tones("e6c8b5", "eacfbe", "27343c", "f3eee6", "d98a5b"),
    ),
}


def stage_of(subject: str, scene: Scene) -> Stage:
    """A still life of this subject."""
    offered = TONES[subject]
    warm = bool(WARM & set(tokens(scene.prompt)))
    pick = int(scene.chance.integers(2 if warm else len(offered)))
    tones = Tones.borrowed(scene.borrowed) if scene.borrowed else offered[pick]
    stage = BUILDS[subject](scene, tones)
    return replace(stage, solids=tuple(bounded(solid) for solid in stage.solids))


def _side(chance: Chance) -> float:
    return -1.0 if chance.random() < 0.75 else 1.0


def _bottle(scene: Scene, tones: Tones) -> Stage:
    chance = scene.chance
    block = Finish(tones.second, 0.12, speckle=0.5)
    glass = Finish(tones.first, 0.9, clear=0.85)
    gold = Finish(linear(rgb("d9b26a")), 0.8, metal=True)
    cap = gold if chance.random() < 0.55 else Finish(linear(rgb("17120f")), 0.8)
    round_plinth = chance.random() < 0.45
    top = 0.34
    plinth = cylinder(0.86, top - 0.05, 0.05) if round_plinth else moved(box(1.75, top, 1.05, 0.03), turn=0.12)
    solids = [Solid(plinth, block), *_flask(chance, glass, cap, top)]
    accent = Finish(tones.third, 0.55)
    if round_plinth:
        solids.append(Solid(moved(ring(0.86, 0.085), 0.06, 0.22, -0.55), accent))
    else:
        side = 1.0 if chance.random() < 0.7 else -1.0
        solids.append(Solid(moved(sphere(0.155), 0.58 * side, top, 0.24), accent))
    blinds = 0.62 if {"blind", "blinds", "shadow", "shadows", "window"} & set(tokens(scene.prompt)) else 0.0
    blinds = blinds or (0.55 if chance.random() < 0.3 else 0.0)
    light = (_side(chance) * 1.15, 1.25, 0.95)
    return Stage(tuple(solids), tones.backdrop, tones.floor, light, target=0.88, reach=1.75, zoom=4.2, blinds=blinds)


def _flask(chance: Chance, glass: Finish, cap: Finish, base: float) -> list[Solid]:
    """One of three: a square flacon, a globe, an apothecary's bottle."""
    shape = int(chance.integers(3))
    if shape == 0:
        body, neck, tall = moved(box(0.78, 0.98, 0.42, 0.06), y=base, turn=0.1), 0.98, 0.3
        lid = moved(box(0.36, tall, 0.3, 0.02), y=base + neck + 0.08, turn=0.1)
        label = Solid(
            moved(box(0.34, 0.34, 0.012, 0.004), 0.022, base + 0.3, 0.212, turn=0.1),
            Finish(linear(rgb("f3ede0")), 0.05),
        )
        collar = moved(cylinder(0.1, 0.1, 0.015), y=base + neck)
        return [Solid(body, glass), Solid(collar, cap), Solid(lid, cap), label]
    if shape == 1:
        body = moved(sphere(0.52), y=base - 0.02)
        collar, lid = moved(cylinder(0.13, 0.1, 0.02), y=base + 1.0), moved(sphere(0.17), y=base + 1.08)
        return [Solid(body, glass), Solid(collar, cap), Solid(lid, cap)]
    profile = ((0.36, 0.04), (0.38, 0.1), (0.38, 0.86), (0.3, 1.02), (0.13, 1.1), (0.13, 1.18))
    lid = moved(cylinder(0.145, 0.24, 0.02), y=base + 1.18)
    return [Solid(moved(lathe(profile, 0.03), y=base), glass), Solid(lid, cap)]


def _vases(scene: Scene, tones: Tones) -> Stage:
    chance = scene.chance
    speckled = Finish(tones.first, 0.18, speckle=0.35)
    glazed, warm = Finish(tones.second, 0.75), Finish(tones.third, 0.6)
    tall = ((0.32, 0.03), (0.42, 0.28), (0.4, 0.62), (0.17, 0.98), (0.15, 1.12), (0.25, 1.26))
    urn = ((0.26, 0.03), (0.24, 0.5), (0.62, 0.86), (0.64, 1.1), (0.3, 1.46), (0.2, 1.5), (0.2, 1.66))
    bowl = ((0.34, 0.03), (0.55, 0.2), (0.52, 0.3), (0.3, 0.46))
    finishes = [speckled, glazed, warm]
    chance.shuffle(finishes)
    solids = (
        Solid(moved(lathe(tall, 0.03), -0.92, 0, 0.1), finishes[0]),
        Solid(moved(lathe(urn, 0.03), 0.08, 0, -0.25), finishes[1]),
        Solid(moved(lathe(bowl, 0.04), 0.98, 0, 0.38), finishes[2]),
    )
    light = (_side(chance) * 1.2, 1.35, 0.9)
    return Stage(solids, tones.backdrop, tones.floor, light, target=0.72, reach=1.95, zoom=3.3)


def _speaker(scene: Scene, tones: Tones) -> Stage:
    turn = 0.32 * (1 if scene.chance.random() < 0.5 else -1)
    case = Finish(tones.first, 0.35)
    rim, cone = Finish(tones.second, 0.9, metal=True), Finish(tones.third, 0.8)

    def front(field: Callable, y: float, z: float) -> Callable:
        return moved(field, np.sin(-turn) * -z, y, np.cos(turn) * z, turn)

    solids = (
        Solid(moved(box(1.06, 1.66, 0.86, 0.06), turn=turn), case),
        Solid(joined(front(disc(0.4, 0.06), 0.56, 0.44), front(disc(0.225, 0.06), 1.22, 0.44)), rim),
        Solid(joined(front(disc(0.335, 0.06), 0.56, 0.452), front(disc(0.175, 0.06), 1.22, 0.452)), cone),
        Solid(
            joined(
                front(moved(sphere(0.15), y=-0.15), 0.56, 0.42),
                front(moved(sphere(0.085), y=-0.085), 1.22, 0.45),
            ),
            Finish(tones.third, 1.0),
        ),
    )
    light = (-0.9 * np.sign(turn) * -1, 1.3, 1.35)
    return Stage(solids, tones.backdrop, tones.floor, light, target=0.78, reach=1.3, zoom=4.0)


def _stones(scene: Scene, tones: Tones) -> Stage:
    chance = scene.chance
    dark, pale = Finish(tones.first, 0.3), Finish(tones.second, 0.12, speckle=0.4)
    mid = Finish(between(tones.first, tones.second, 0.45), 0.2)
    solids: list[Solid] = []
    height, width = 0.0, 1.5
    for index, finish in enumerate((dark, mid, pale, dark, pale)):
        tall = (0.4 - 0.03 * index) * chance.uniform(0.9, 1.1)
        stone = pebble(width, tall, width * 0.82)
        at = chance.uniform(-0.05, 0.05) * (index > 0)
        solids.append(Solid(moved(stone, at, height, 0, chance.uniform(-0.6, 0.6)), finish))
        height += tall * 0.965
        width *= chance.uniform(0.72, 0.8)
    solids.append(Solid(moved(sphere(0.12), 0, height - 0.01), Finish(tones.third, 0.4)))
    light = (_side(chance) * 1.15, 1.5, 0.9)
    return Stage(tuple(solids), tones.backdrop, tones.floor, light, target=height * 0.5, reach=1.45, zoom=3.9)


def _arch(scene: Scene, tones: Tones) -> Stage:
    matte = 0.04
    wall = moved(box(1.7, 1.72, 0.42, 0.012), -0.35, 0, -0.25)
    if scene.chance.random() < 0.5:
        hole = moved(box(0.5, 0.86, 2.0, 0.0), -0.2, -0.02, -0.25)
    else:
        hole = joined(
            moved(box(0.62, 0.7, 2.0, 0.0), -0.3, -0.02, -0.25), moved(disc(0.31, 2.0, 0.0), -0.3, 0.68, -0.25)
        )
    steps = joined(*(moved(box(0.7, 0.2 * (4 - n), 0.26, 0.008), 0.95, 0, -0.32 + 0.26 * n) for n in range(4)))
    solids = (
        Solid(cut(wall, hole), Finish(tones.first, matte)),
        Solid(steps, Finish(tones.second, matte)),
        Solid(moved(box(0.7, 1.15, 0.7, 0.012), -1.5, 0, -0.1), Finish(tones.third, matte)),
        Solid(moved(sphere(0.2), 0.28, 0, 0.72), Finish(linear(rgb("f2efe9")), 0.2)),
    )
    light = (1.15, 1.05, 0.85)
    return Stage(solids, tones.backdrop, tones.floor, light, target=0.7, reach=2.1, zoom=3.2, height=1.5)


def _fruit(scene: Scene, tones: Tones) -> Stage:
    chance = scene.chance
    colours = (tones.first, tones.second, tones.third, tones.first, tones.second, tones.first)
    places = ((-0.44, 0, 0.1), (0.44, 0, 0.14), (0.0, 0, -0.5), (-1.28, 0, 0.3), (1.25, 0, -0.2), (0.0, 0.62, -0.1))
    solids = []
    for at, value in zip(places, colours, strict=True):
        radius = 0.42 * chance.uniform(0.94, 1.04)
        solids.append(Solid(moved(sphere(radius), *at), Finish(shade(value, chance.uniform(-0.12, 0.1)), 0.5)))
    light = (_side(chance) * 1.1, 1.4, 1.0)
    return Stage(tuple(solids), tones.backdrop, tones.floor, light, target=0.5, reach=2.0, zoom=3.4)


def _mugs(scene: Scene, tones: Tones) -> Stage:
    chance = scene.chance
    solids = []
    inside = moved(cylinder(0.315, 1.2, 0.04), y=0.08)
    for at, value in zip((-1.05, 0.0, 1.05), (tones.first, tones.second, tones.third), strict=True):
        side = -1.0 if at < 0 else 1.0
        handle = moved(ring(0.185, 0.052), 0.36 * side, 0.12, 0)
        cup = joined(cylinder(0.365, 0.7, 0.045), handle)
        solids.append(Solid(moved(cut(cup, inside), at, 0, chance.uniform(-0.15, 0.2)), Finish(value, 0.7)))
    board = Solid(moved(box(3.6, 0.09, 1.5, 0.02), 0, -0.09, 0), Finish(linear(rgb("6f3a22")), 0.15))
    light = (_side(chance) * 1.3, 1.2, 1.0)
    stage_blinds = 0.5 if chance.random() < 0.6 else 0.0
    return Stage(
        (*solids, board), tones.backdrop, tones.floor, light, target=0.36, reach=1.95, zoom=3.3, blinds=stage_blinds
    )


BUILDS: dict[str, Build] = {
    "bottle": _bottle,
    "vases": _vases,
    "speaker": _speaker,
    "stones": _stones,
    "arch": _arch,
    "fruit": _fruit,
    "mugs": _mugs,
}
