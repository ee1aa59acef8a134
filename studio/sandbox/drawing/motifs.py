"""The shapes of posters, each drawn into the area that the type leaves."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageDraw

from studio.sandbox.drawing.brush import Chance, Colour, between, bytes_of

Area = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet under the pen. ``area`` is left, top, right, bottom in its pixels."""

    image: Image.Image
    area: Area
    paper: Colour
    ink: Colour
    shapes: tuple[Colour, Colour, Colour]
    chance: Chance

    @property
    def pen(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.image)

    @property
    def width(self) -> float:
        return self.area[2] - self.area[0]

    @property
    def height(self) -> float:
        return self.area[3] - self.area[1]

    @property
    def middle(self) -> tuple[float, float]:
        return (self.area[0] + self.area[2]) / 2, (self.area[1] + self.area[3]) / 2

    def dot(self, x: float, y: float, radius: float, ink: Colour) -> None:
        """A filled circle."""
        self.pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=bytes_of(ink))

    def wedge(self, x: float, y: float, radius: float, angles: tuple[float, float], ink: Colour) -> None:
        """A slice of a circle; degrees clockwise from the right."""
        self.pen.pieslice((x - radius, y - radius, x + radius, y + radius), *angles, fill=bytes_of(ink))

    def block(self, x: float, y: float, width: float, height: float, ink: Colour) -> None:
        """A filled rectangle from its top left corner."""
        self.pen.rectangle((round(x), round(y), round(x + width) - 1, round(y + height) - 1), fill=bytes_of(ink))

    def patch(self, points: list[tuple[float, float]], ink: Colour) -> None:
        """A filled outline."""
        self.pen.polygon(points, fill=bytes_of(ink))

    def colours(self) -> list[Colour]:
        """The three shape colours and the ink, shuffled."""
        return [[*self.shapes, self.ink][index] for index in self.chance.permutation(4)]


def record(sheet: Sheet) -> None:
    """A vinyl record with its arm."""
    x, y = sheet.middle
    radius = min(sheet.width, sheet.height) * 0.46
    black = sheet.ink if sum(sheet.ink) < 1.2 else (0.07, 0.07, 0.08)
    sheet.dot(x, y, radius, black)
    for step in range(9):
        groove = radius * (0.46 + 0.055 * step)
        line = bytes_of(between(black, (1.0, 1.0, 1.0), 0.09))
        sheet.pen.ellipse(
            (x - groove, y - groove, x + groove, y + groove), outline=line, width=max(1, round(radius / 240))
        )
    for turn in (215, 35):
        shine = Image.new("L", sheet.image.size, 0)
        box = (x - radius * 0.96, y - radius * 0.96, x + radius * 0.96, y + radius * 0.96)
        ImageDraw.Draw(shine).pieslice(box, turn, turn + 22, fill=16)
        sheet.image.paste((255, 255, 255), mask=shine)
    sheet.dot(x, y, radius * 0.33, sheet.shapes[0])
    sheet.dot(x, y, radius * 0.05, sheet.paper)
    pale = max((sheet.paper, *sheet.shapes, (0.97, 0.95, 0.9)), key=sum)
    top, end = (x + radius * 0.98, y - radius * 0.92), (x + radius * 0.46, y + radius * 0.42)
    sheet.pen.line((*top, *end), fill=bytes_of(pale), width=round(radius * 0.055))
    sheet.dot(*top, radius * 0.13, pale)
    angle = math.atan2(end[1] - top[1], end[0] - top[0])
    along, across = (math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))
    corners = ((-0.1, -0.06), (0.16, -0.06), (0.16, 0.06), (-0.1, 0.06))
    head = [
        (end[0] + radius * (a * along[0] + b * across[0]), end[1] + radius * (a * along[1] + b * across[1]))
        for a, b in corners
    ]
    sheet.patch(head, pale)


def arcs(sheet: Sheet) -> None:
    """Rings around one point, a quarter of them in other colours."""
    x, y = sheet.middle
    radius = min(sheet.width, sheet.height) * 0.5
    count = 6
    first, second, third = sheet.shapes
    turn = 90.0 * int(sheet.chance.integers(4))
    for step in range(count):
        outer = radius * (1 - step / count)
        main = first if step % 2 == 0 else sheet.paper
        other = sheet.ink if step % 2 == 0 else sheet.paper
        sheet.wedge(x, y, outer, (turn + 90, turn + 360), main)
        sheet.wedge(x, y, outer, (turn, turn + 90), other if step % 4 else third)
    sheet.dot(x, y, radius / count * 0.72, second)


def bars(sheet: Sheet) -> None:
    """A sound wave in rounded bars."""
    count = 15
    gap = sheet.width / count
    middle = sheet.middle[1]
    phase, pace = sheet.chance.uniform(0, 6), sheet.chance.uniform(0.5, 0.9)
    for index in range(count):
        swell = math.sin((index + 0.5) / count * math.pi) ** 0.7
        tall = sheet.height * 0.5 * swell * (0.42 + 0.55 * abs(math.sin(index * pace + phase)))
        x = sheet.area[0] + gap * (index + 0.5)
        wide = gap * 0.30
        ink = sheet.shapes[index % 3]
        if sum(abs(a - b) for a, b in zip(ink, sheet.paper, strict=True)) < 0.35:
            ink = sheet.ink
        sheet.pen.rounded_rectangle((x - wide, middle - tall, x + wide, middle + tall), wide, fill=bytes_of(ink))


def tiles(sheet: Sheet) -> None:
    """Quarter circles, halves, triangles and stripes on a grid that fills the area."""
    across = 5 if sheet.width <= sheet.height * 1.2 else 7
    side = sheet.width / across
    down = max(2, int(sheet.height / side))
    top = sheet.area[1] + (sheet.height - down * side) / 2
    for row in range(down):
        for column in range(across):
            _tile(sheet, sheet.area[0] + column * side, top + row * side, side)


def _tile(sheet: Sheet, x: float, y: float, side: float) -> None:
    ink, other, *_ = sheet.colours()
    inner = side * 0.94
    shape = int(sheet.chance.integers(8))
    corner = int(sheet.chance.integers(4))
    centre = (x + side / 2, y + side / 2)
    if shape == 0:
        sheet.dot(*centre, inner / 2, ink)
    elif shape == 1:
        at = (x + side * (corner % 2), y + side * (corner // 2))
        sheet.wedge(*at, inner, ((0, 90), (90, 180), (270, 360), (180, 270))[corner], ink)
    elif shape == 2:
        points = [(x, y), (x + inner, y), (x + inner, y + inner), (x, y + inner)]
        sheet.patch([point for index, point in enumerate(points) if index != corner], ink)
    elif shape == 3:
        for line in range(3):
            sheet.block(x, y + line * inner * 0.36, inner, inner * 0.25, ink)
    elif shape == 4:
        sheet.wedge(x + side / 2, y + side * (corner % 2), inner / 2, (180, 360) if corner % 2 else (0, 180), ink)
    elif shape == 5:
        sheet.block(x, y, inner, inner, other)
        sheet.dot(*centre, inner * 0.36, sheet.paper)
        sheet.dot(*centre, inner * 0.18, ink)
    elif shape == 6:
        sheet.patch([(centre[0], y), (x + inner, centre[1]), (centre[0], y + inner), (x, centre[1])], ink)
    else:
        for step, tone in enumerate((ink, sheet.paper, ink, sheet.paper)):
            sheet.wedge(x, y + inner, inner * (1 - step * 0.25), (270, 360), tone)


def cutouts(sheet: Sheet) -> None:
    """Paper cut with scissors: a branching star in every field."""
    across, down = (2, 3) if sheet.height > sheet.width * 1.1 else (3, 2)
    width, height = sheet.width / across, sheet.height / down
    for row in range(down):
        for column in range(across):
            ground, star, *_ = sheet.colours()
            if row + column == 1:
                star = sheet.paper
            x, y = sheet.area[0] + column * width, sheet.area[1] + row * height
            sheet.block(x, y, width, height, ground)
            _star(sheet, x + width / 2, y + height / 2, min(width, height) * 0.42, star)


def _star(sheet: Sheet, x: float, y: float, radius: float, ink: Colour) -> None:
    arms = int(sheet.chance.integers(7, 12))
    start = sheet.chance.uniform(0, math.tau)
    outline = []
    for arm in range(arms):
        angle = start + math.tau * arm / arms + sheet.chance.uniform(-0.08, 0.08)
        reach = radius * sheet.chance.uniform(0.72, 1.0)
        for turn, far in ((-0.5, 0.34), (-0.16, 0.62), (-0.1, 0.94), (0.1, 0.94), (0.16, 0.62)):
            away = reach * far
            outline.append((x + away * math.cos(angle + turn * 5 / arms), y + away * math.sin(angle + turn * 5 / arms)))
        sheet.dot(x + reach * 0.95 * math.cos(angle), y + reach * 0.95 * math.sin(angle), radius * 0.085, ink)
    sheet.patch(outline, ink)
    sheet.dot(x, y, radius * 0.34, ink)


def rays(sheet: Sheet) -> None:
    """A sun over stripes of land."""
    left, top, right, bottom = sheet.area
    x, y = sheet.middle[0], top + sheet.height * 0.62
    reach = math.hypot(sheet.width, sheet.height)
    sky = Image.new("L", sheet.image.size, 0)
    ImageDraw.Draw(sky).rectangle((left, top, right, bottom), fill=255)
    picture = Image.new("RGB", sheet.image.size, bytes_of(sheet.shapes[1]))
    inner = Sheet(picture, sheet.area, sheet.paper, sheet.ink, sheet.shapes, sheet.chance)
    for index in range(24):
        inner.wedge(x, y, reach, (index * 15 + 3.75, index * 15 + 11.25), between(sheet.shapes[1], sheet.paper, 0.38))
    radius = min(sheet.width, sheet.height) * 0.27
    inner.dot(x, y, radius * 1.16, sheet.paper)
    inner.dot(x, y, radius, sheet.shapes[0])
    land = [sheet.ink, between(sheet.ink, sheet.shapes[0], 0.45), sheet.shapes[0], sheet.shapes[2]]
    for index, ink in enumerate(reversed(land)):
        level = y + radius * (0.12 + 0.42 * index)
        points = [
            (left + sheet.width * step / 60, level + radius * 0.14 * math.sin(step * 0.16 + index * 1.7))
            for step in range(61)
        ]
        inner.patch([*points, (right, bottom), (left, bottom)], ink)
    sheet.image.paste(picture, mask=sky)


def steps(sheet: Sheet) -> None:
    """Arches in arches and a stair, in large flat fields."""
    left, top, right, bottom = sheet.area
    first, second, third = sheet.shapes
    wide = sheet.width * 0.62
    x = left if sheet.chance.random() < 0.5 else right - wide
    inks = (first, sheet.paper, second, sheet.paper, third)
    for index, ink in enumerate(inks):
        shrink = wide * 0.1 * index
        arch_left, arch_right = x + shrink, x + wide - shrink
        radius = (arch_right - arch_left) / 2
        crown = top + sheet.height * 0.06 + shrink + radius
        sheet.wedge(x + wide / 2, crown, radius, (180, 360), ink)
        sheet.block(arch_left, crown - 1, arch_right - arch_left, bottom - crown + 1, ink)
    count, rise, tread = 6, sheet.height * 0.075, sheet.width * 0.1
    for index in range(count):
        place = right - tread * (index + 1) if x == left else left + tread * index
        tall = rise * (index + 1)
        sheet.block(place, bottom - tall, tread + 1, tall, sheet.ink)
    dot_x = right - sheet.width * 0.16 if x == left else left + sheet.width * 0.16
    sheet.dot(dot_x, top + sheet.height * 0.2, sheet.width * 0.11, second)


MOTIFS: dict[str, Callable[[Sheet], None]] = {
    "record": record,
    "arcs": arcs,
    "bars": bars,
    "tiles": tiles,
    "cutouts": cutouts,
    "rays": rays,
    "steps": steps,
}
