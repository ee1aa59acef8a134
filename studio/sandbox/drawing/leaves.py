"""The parts of plants, drawn with Pillow on a clear plate."""

import math
from dataclasses import dataclass

from PIL import Image, ImageDraw

from studio.sandbox.drawing.brush import Chance, Colour, between, bytes_of, shade

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Plate:
    """A clear sheet under the pen. Places are given from -1 to 1 along the shorter side, y down, 0 in the middle."""

    image: Image.Image
    leaf_colour: Colour
    shade: Colour
    accent: Colour
    chance: Chance

    @property
    def unit(self) -> float:
        return min(self.image.size) / 2

    @property
    def tall(self) -> bool:
        return self.image.size[1] >= self.image.size[0] * 0.95

    @property
    def accent_dark(self) -> Colour:
        return shade(self.shade, -0.45)

    @property
    def pen(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.image)

    def place(self, x: float, y: float) -> Point:
        """In pixels; y counts in halves of the height, so that a plant stands on the sheet's foot."""
        width, height = self.image.size
        return width / 2 + x * self.unit, height / 2 + y * height / 2

    def stem(self, foot: Point, tilt: float, long: float, bend: float) -> list[Point]:
        """A curve upwards from the foot; long in halves of the height, tilt and bend in radians."""
        x, y = self.place(*foot)
        step = long * self.image.size[1] / 2 / 40
        points = [(x, y)]
        for index in range(40):
            angle = -math.pi / 2 + tilt + bend * (index / 40) ** 1.5
            x, y = x + step * math.cos(angle), y + step * math.sin(angle)
            points.append((x, y))
        return points

    def curve(self, first: Point, handle: Point, last: Point) -> list[Point]:
        """A bent line between two places."""
        (x0, y0), (x1, y1), (x2, y2) = (self.place(*point) for point in (first, handle, last))
        parts = [index / 40 for index in range(41)]
        return [
            (
                (1 - t) ** 2 * x0 + 2 * t * (1 - t) * x1 + t * t * x2,
                (1 - t) ** 2 * y0 + 2 * t * (1 - t) * y1 + t * t * y2,
            )
            for t in parts
        ]

    def along(self, line: list[Point], part: float) -> tuple[Point, float]:
        """The place at this part of a line, and its direction in radians."""
        index = min(len(line) - 2, int(part * (len(line) - 1)))
        (x0, y0), (x1, y1) = line[index], line[index + 1]
        rest = part * (len(line) - 1) - index
        return (x0 + (x1 - x0) * rest, y0 + (y1 - y0) * rest), math.atan2(y1 - y0, x1 - x0)

    def line(self, points: list[Point], first: float, last: float, ink: Colour) -> None:
        """A tapering line with round joints; widths in pixels."""
        count = max(1, len(points) - 1)
        for index in range(len(points) - 1):
            wide = first + (last - first) * index / count
            self.pen.line((*points[index], *points[index + 1]), fill=(*bytes_of(ink), 255), width=max(1, round(wide)))
            x, y = points[index + 1]
            r = wide / 2
            self.pen.ellipse((x - r, y - r, x + r, y + r), fill=(*bytes_of(ink), 255))

    def leaf(self, at: Point, heading: float, turn: float, long: float, broad: float) -> None:
        """Two halves in two tones with a midrib; ``turn`` away from the heading, ``broad`` as a share of its length."""
        angle = heading + turn
        tone = between(self.leaf_colour, self.shade, self.chance.uniform(0, 0.75))
        light, dark = shade(tone, 0.10), shade(tone, -0.10)
        bend = self.chance.uniform(-0.16, 0.16)
        ribs = [self._spine(at, angle, long, bend, step / 16) for step in range(17)]
        for side, ink in ((-1, light), (1, dark)):
            edge = [self._edge(ribs[step], angle, bend, (step / 16, side * long * broad / 2)) for step in range(17)]
            self.pen.polygon([*ribs, *reversed(edge)], fill=(*bytes_of(ink), 255))
        if broad > 0.25:
            self.pen.line(ribs, fill=(*bytes_of(shade(tone, 0.24)), 255), width=max(1, round(long * 0.012)))

    @staticmethod
    def _spine(at: Point, angle: float, long: float, bend: float, part: float) -> Point:
        away, aside = long * part, long * bend * part * part
        cos, sin = math.cos(angle), math.sin(angle)
        return at[0] + away * cos - aside * sin, at[1] + away * sin + aside * cos

    @staticmethod
    def _edge(rib: Point, angle: float, bend: float, where: tuple[float, float]) -> Point:
        part, half = where
        swell = half * math.sin(math.pi * part**0.82) ** 0.85 if 0 < part < 1 else 0.0
        tilt = angle + 2 * bend * part + math.pi / 2
        return rib[0] + swell * math.cos(tilt), rib[1] + swell * math.sin(tilt)

    def blossom(self, at: Point, radius: float) -> None:
        """Petals in two rings around a dark heart."""
        start = self.chance.uniform(0, math.tau)
        for count, far, big in ((5, 0.50, 0.66), (4, 0.34, 0.52)):
            for index in range(count):
                angle = start + math.tau * index / count + self.chance.uniform(-0.12, 0.12)
                centre = (at[0] + radius * far * math.cos(angle), at[1] + radius * far * 0.86 * math.sin(angle))
                self._petal(centre, angle, radius * big)
            start += 0.6
        heart = shade(between(self.shade, self.accent, 0.25), -0.78)
        self._dot(at, radius * 0.165, heart)
        for index in range(26):
            angle, away = index * 2.4, radius * (0.19 + 0.09 * self.chance.random())
            spot = (at[0] + away * math.cos(angle), at[1] + away * math.sin(angle))
            self._dot(spot, radius * 0.018, heart)
        self._dot(at, radius * 0.075, shade(self.leaf_colour, 0.05))

    def _petal(self, centre: Point, angle: float, radius: float) -> None:
        tone = shade(self.accent, self.chance.uniform(-0.16, 0.12))
        phase = self.chance.uniform(0, 6)
        for layer, ink in enumerate((shade(tone, -0.07), tone, shade(tone, 0.07))):
            size = radius * (1 - 0.16 * layer)
            outline = []
            for step in range(48):
                turn = math.tau * step / 48
                ripple = 1 + 0.035 * math.sin(turn * 5 + phase) + 0.02 * math.sin(turn * 11 + phase * 2)
                x, y = size * 0.80 * ripple * math.cos(turn), size * 0.98 * ripple * math.sin(turn)
                cos, sin = math.cos(angle), math.sin(angle)
                shift = layer * radius * 0.05
                outline.append(
                    (centre[0] + x * cos - y * sin + shift * cos, centre[1] + x * sin + y * cos + shift * sin)
                )
            self.pen.polygon(outline, fill=(*bytes_of(ink), 255))

    def berry(self, at: Point, radius: float) -> None:
        """A round fruit with a light spot."""
        self._dot(at, radius, self.accent)
        self._dot((at[0] - radius * 0.3, at[1] - radius * 0.3), radius * 0.3, shade(self.accent, 0.45))

    def _dot(self, at: Point, radius: float, ink: Colour) -> None:
        box = (at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius)
        self.pen.ellipse(box, fill=(*bytes_of(ink), 255))
