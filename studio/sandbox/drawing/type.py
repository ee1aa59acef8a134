"""Letters in Pillow's own typeface, made heavier by an outline of their own colour."""

from functools import cache
from itertools import combinations, pairwise

from PIL import Image, ImageDraw, ImageFont

from studio.sandbox.drawing.brush import Colour, bytes_of

HEAVY, PLAIN = 0.034, 0.0
LINE_COST = 2.5  # in letters: what one line more must save in width
TRACKING = 0.7  # of the outline: heavy letters need air


@cache
def _face(size: int) -> ImageFont.FreeTypeFont:
    face = ImageFont.load_default(size)
    if not isinstance(face, ImageFont.FreeTypeFont):
        raise TypeError("Pillow was built without FreeType")
    return face


def drawable(text: str) -> bool:
    """Whether the typeface has all these letters: those of Western Europe."""
    return bool(text) and all(ord(letter) < 0x250 or letter in "–—‘’“”…€" for letter in text)


def width_of(text: str, size: int, weight: float = PLAIN) -> float:
    """Pixels across."""
    return _face(size).getlength(text) + (2 + TRACKING * (len(text) - 1)) * round(weight * size)


def size_for(lines: list[str], width: float, height: float, weight: float) -> int:
    """The largest size at which these lines fit into the box."""
    widest = max(width_of(line, 200, weight) for line in lines) / 200
    return max(8, int(min(width / max(widest, 0.1), height / (len(lines) * 0.98))))


def set_line(
    image: Image.Image, place: tuple[float, float], text: str, *, size: int, ink: Colour, weight: float
) -> None:
    """One line, its top left corner at the place."""
    stroke = round(size * weight)
    pen = ImageDraw.Draw(image)
    face, colour = _face(size), bytes_of(ink)
    for index, letter in enumerate(text):
        at = (place[0] + stroke + face.getlength(text[:index]) + index * stroke * TRACKING, place[1])
        pen.text(at, letter, font=face, fill=colour, stroke_width=stroke, stroke_fill=colour, anchor="ls")


def lines_of(title: str, most: int = 3) -> list[str]:
    """The title over as few lines as give it weight: by words, or a long single word at its middle."""
    words = title.split()
    if len(words) == 1:
        word = words[0]
        if len(word) < 9:
            return [word]
        middle = len(word) // 2
        return [word[:middle], word[middle:]]
    cuts = [_broken(words, places) for count in range(most) for places in combinations(range(1, len(words)), count)]
    return min(cuts, key=lambda lines: max(map(len, lines)) + LINE_COST * len(lines))


def _broken(words: list[str], places: tuple[int, ...]) -> list[str]:
    ends = (0, *places, len(words))
    return [" ".join(words[first:last]) for first, last in pairwise(ends)]
