"""Colour fields: soft blooms, stacked veils or overlapping discs, all with grain."""

from collections.abc import Callable

import numpy as np

from studio.sandbox.drawing.brush import Colour, Pixels, between, colour, grid, mix, noise, resized, rgb, smooth
from studio.sandbox.drawing.scene import Scene
from studio.sandbox.drawing.words import subject_of

SUBJECTS = {
    "bloom": "gradient aura glow haze blur blurred wallpaper background pastel colour color",
    "veils": "rothko painting canvas abstract calm texture",
    "discs": "minimal bokeh moon sun circle circles light",
}
# from the ground to the brightest
TONES = (
    ("f3e6d6", "f2b48c", "e4603f", "8b2f4f", "2b1f44"),
    ("0f1a2e", "1f4e79", "4f9ab5", "f0c7a0", "f7ead4"),
    ("ece8df", "b9cbb9", "5c8f82", "2b5561", "e9a46a"),
    ("1b1420", "5d1f45", "c23b4e", "f28a4f", "fbd9a5"),
    ("f6efe8", "f4c6c4", "c9a3d6", "7f8fd6", "fbe3b5"),
    ("101615", "1e3d38", "3f7f63", "c9cf7f", "f4efcf"),
    ("efe3d0", "e0b04c", "d4683a", "3f6f7a", "1f2f3f"),
)
SMALL = 256  # soft things are mixed small and enlarged


def draw_colourfield(scene: Scene) -> Pixels:
    """The subject that the prompt names, else one by lot."""
    subject = subject_of(scene.prompt, SUBJECTS, int(scene.chance.integers(len(SUBJECTS))))
    tones = scene.borrowed or tuple(rgb(text) for text in TONES[int(scene.chance.integers(len(TONES)))])
    return FIELDS[subject](scene, tones)


def _small(scene: Scene) -> tuple[int, int]:
    scale = SMALL / max(scene.width, scene.height)
    return max(8, round(scene.width * scale)), max(8, round(scene.height * scale))


def _enlarged(scene: Scene, small: Pixels) -> Pixels:
    layers = [resized(small[..., part], scene.width, scene.height) for part in range(3)]
    return np.clip(np.stack(layers, axis=-1), 0, 1)


def _bloom(scene: Scene, tones: tuple[Colour, ...]) -> Pixels:
    """Warped ribbons of colour that melt into each other."""
    chance = scene.chance
    width, height = _small(scene)
    x, y = grid(width, height)
    warp = noise(chance, width, height, (1.6, 1.6), 3)
    bend = noise(chance, width, height, (2.4, 2.4), 3)
    turn = chance.uniform(0, np.pi)
    along = x * np.cos(turn) + y * np.sin(turn) + 0.42 * warp
    along = (along - along.min()) / (along.max() - along.min())
    order = [tones[index] for index in (0, 1, 2, 3, 4)]
    places = np.linspace(0, 1, len(order))
    picture = np.stack([np.interp(along, places, [tone[part] for tone in order]) for part in range(3)], axis=-1)
    picture = mix(picture.astype(np.float32), tones[1], smooth(0.1, 1.0, bend) * 0.6)
    fold = 0.5 + 0.5 * np.sin(along * 11 + bend * 2.2)
    picture = mix(picture, np.clip(picture * 1.22 + 0.05, 0, 1), fold**3 * 0.7)
    return _enlarged(scene, picture * (0.93 + 0.07 * fold[..., None]))


def _veils(scene: Scene, tones: tuple[Colour, ...]) -> Pixels:
    """Two or three soft-edged fields, one above the other, with the breath of brushwork."""
    chance, width, height = scene.chance, scene.width, scene.height
    x, y = grid(width, height)
    order = chance.permutation(5)
    ground = tones[order[0]]
    picture = np.broadcast_to(colour(ground), (height, width, 3)).copy()
    picture *= 1 + 0.05 * noise(chance, width, height, (3, 4), 4)[..., None]
    splits = [0.055, *sorted(chance.uniform(0.3, 0.75, 1 + int(chance.integers(2)))), 0.945]
    aspect = width / height
    for index in range(len(splits) - 1):
        top, bottom = splits[index] + 0.014, splits[index + 1] - 0.014
        ragged = 0.008 * noise(chance, width, height, (5, 5), 5)
        soft = 0.034
        edge = smooth(0, soft, x - 0.07 / max(aspect, 0.6) + ragged) * smooth(0, soft, 0.93 - x + ragged)
        edge = edge * smooth(0, soft, y - top + ragged) * smooth(0, soft, bottom - y + ragged)
        wash = 0.86 + 0.12 * noise(chance, width, height, (4, 9), 5)
        tone = tones[order[1 + index % 4]]
        inner = mix(
            tone, between(tone, ground, 0.5), np.clip(0.3 + 0.5 * noise(chance, width, height, (2, 3), 4), 0, 0.6)
        )
        picture = mix(picture, inner, edge * np.clip(wash, 0, 1))
    weave = noise(chance, width, height, (width / 3, height / 3), 1)[..., None] * 0.014
    return np.clip(picture + weave, 0, 1)


def _discs(scene: Scene, tones: tuple[Colour, ...]) -> Pixels:
    """Large discs of light that shade into one another, each lit from one side."""
    chance, width, height = scene.chance, scene.width, scene.height
    x, y = grid(width, height)
    aspect = width / height
    ground = mix(tones[0], between(tones[0], tones[1], 0.7), np.broadcast_to(y, (height, width)))
    picture = ground
    turn = chance.uniform(0, np.pi * 2)
    for index in range(3):
        away = 0.17 * (index - 1)
        centre_x, centre_y = 0.5 + away * np.cos(turn) / max(aspect, 1), 0.5 + away * np.sin(turn) * min(aspect, 1)
        radius = (0.30 - 0.035 * index) * min(1.0, aspect)
        from_x, from_y = (x - centre_x) * aspect, y - centre_y
        distance = np.sqrt(from_x**2 + from_y**2)
        cover = np.clip((radius - distance) * height / 1.5 + 0.5, 0, 1)
        lit = smooth(-1.0, 1.0, (from_x * np.cos(turn + 2) + from_y * np.sin(turn + 2)) / radius)
        tone = mix(tones[1 + index], between(tones[4 - index], tones[1 + index], 0.25), lit)
        halo = np.exp(-np.maximum(distance - radius, 0) * 7.5) * 0.34
        picture = mix(picture, tones[1 + index], halo)
        picture = mix(picture, tone, cover * (0.94 - 0.14 * index))
    return np.clip(picture, 0, 1)


FIELDS: dict[str, Callable[[Scene, tuple[Colour, ...]], Pixels]] = {"bloom": _bloom, "veils": _veils, "discs": _discs}
