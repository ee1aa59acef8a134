"""Posters: flat geometric shapes on paper, with the quoted words set large."""

from dataclasses import dataclass

from PIL import Image

from studio.sandbox.drawing.brush import Colour, Pixels, bytes_of, luminance, paper, rgb, to_pixels
from studio.sandbox.drawing.motifs import MOTIFS, Sheet
from studio.sandbox.drawing.scene import Scene
from studio.sandbox.drawing.type import HEAVY, drawable, lines_of, set_line, size_for
from studio.sandbox.drawing.words import subject_of, title_of

SUBJECTS = {
    "record": "vinyl record album jazz music nightclub dj",
    "arcs": "concentric circle circles target sun swiss",
    "bars": "sound equalizer rhythm concert festival audio techno",
    "tiles": "bauhaus pattern tiles geometric blocks modernist geometrisch",
    "cutouts": "cutout matisse collage memphis organic coral",
    "rays": "sunburst rays summer travel retro",
    "steps": "architecture city exhibition museum minimal stairs",
}
OVERSAMPLE = 2
MOST_SIDE = 3000

# paper, ink, and three colours
INKS = (
    ("f6c52c", "14130f", "e4432a", "f7f1e1", "2a6f73"),
    ("f2e9d8", "1d2733", "d8432c", "e3a23a", "2f6f78"),
    ("123f52", "f4ead6", "ef6f45", "f0b23e", "7fb3a8"),
    ("f4eee0", "1b1b1b", "1f3d99", "1c7f62", "f0b429"),
    ("e9d9c3", "2b1d16", "b5392b", "2f6f73", "e0953a"),
    ("d84a32", "fbeedb", "1c2b48", "f2b441", "e9a3a0"),
    ("efe7dd", "24302a", "2f6b52", "e48a9b", "f0b93a"),
    ("1d1f2b", "f3ead9", "e8562f", "3f7fb5", "f2c14a"),
)


@dataclass(frozen=True, slots=True)
class Inks:
    """Paper, ink for the type, and three colours for the shapes."""

    paper: Colour
    ink: Colour
    shapes: tuple[Colour, Colour, Colour]


def draw_poster(scene: Scene) -> Pixels:
    """Drawn larger and reduced, on a sheet with fibres."""
    scale = min(OVERSAMPLE, MOST_SIDE / max(scene.width, scene.height))
    width, height = round(scene.width * scale), round(scene.height * scale)
    inks = _inks(scene)
    image = Image.new("RGB", (width, height), bytes_of(inks.paper))
    title = title_of(scene.prompt)
    shown = title if drawable(title) else ""
    motif = subject_of(scene.prompt, SUBJECTS, int(scene.chance.integers(len(SUBJECTS))))
    area = _lay_out(image, shown)
    MOTIFS[motif](Sheet(image, area, inks.paper, inks.ink, inks.shapes, scene.chance))
    if shown:
        _set_title(image, shown, inks)
    flat = to_pixels(image.resize((scene.width, scene.height), Image.Resampling.LANCZOS))
    return flat * paper(scene.chance, scene.width, scene.height)


def _inks(scene: Scene) -> Inks:
    if scene.borrowed:
        dark, second, middle, fair, pale = scene.borrowed
        return Inks(pale, dark, (middle, second, fair))
    ground, ink, *shapes = map(rgb, INKS[int(scene.chance.integers(len(INKS)))])
    return Inks(ground, ink, (shapes[0], shapes[1], shapes[2]))


Area = tuple[float, float, float, float]


def _lay_out(image: Image.Image, title: str) -> Area:
    """The part of the sheet that the shapes may take: left, top, right, bottom."""
    width, height = image.size
    margin = min(width, height) * 0.07
    if not title:
        return margin, margin, width - margin, height - margin
    if width > height * 1.25:
        return width * 0.46, margin, width - margin, height - margin
    return margin, margin, width - margin, height * 0.70


def _set_title(image: Image.Image, title: str, inks: Inks) -> None:
    width, height = image.size
    margin = min(width, height) * 0.07
    lines = lines_of(title)
    wide = width > height * 1.25
    room = (width * 0.40 - margin, height * 0.6) if wide else (width - 2 * margin, height * 0.23)
    size = size_for(lines, *room, HEAVY)
    step = size * 0.96
    bottom = height - margin * 1.02
    second = inks.shapes[0] if abs(luminance(inks.shapes[0]) - luminance(inks.paper)) > 0.12 else inks.ink
    for index, line in enumerate(lines):
        ink = second if index == len(lines) - 1 and len(lines) > 1 else inks.ink
        set_line(image, (margin, bottom - step * (len(lines) - 1 - index)), line, size=size, ink=ink, weight=HEAVY)
