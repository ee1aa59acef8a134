"""Colours by the names that people have for them: where a shade lies in OKLCH, and how one is read and written."""

from math import atan2, cbrt, degrees, hypot

Rgb = tuple[int, int, int]

NAMES = (
    *("red", "orange", "yellow", "green", "teal", "blue", "purple", "pink"),
    *("brown", "beige", "white", "grey", "black"),
)
GREY_CHROMA = 0.035  # below it nobody names a hue
BLACK, WHITE = 0.22, 0.93  # lightness
HUES = (  # upper ends, in degrees of OKLCH
    *((10, "pink"), (38, "red"), (72, "orange"), (112, "yellow"), (158, "green"), (218, "teal")),
    *((282, "blue"), (322, "purple"), (361, "pink")),
)


def name_of(rgb: Rgb) -> str:
    """One of NAMES."""
    light, chroma, hue = oklch(rgb)
    if light <= BLACK and chroma < 0.06:
        return "black"
    if chroma < GREY_CHROMA:
        return "white" if light >= WHITE else "black" if light <= BLACK else "grey"
    return shifted(light, chroma, hue) or next(name for end, name in HUES if hue < end)


def shifted(light: float, chroma: float, hue: float) -> str | None:
    """The names that go by lightness as much as by hue: a dark orange is brown, a pale one beige."""
    if 30 <= hue <= 95 and light < 0.62 and chroma < 0.14:
        return "brown"
    if 45 <= hue <= 105 and light > 0.68 and chroma < 0.085:
        return "beige"
    if 100 <= hue <= 112 and light < 0.65:
        return "green"
    if 322 <= hue <= 340 and light < 0.6:
        return "purple"
    return "pink" if (hue <= 38 or hue >= 350) and light > 0.72 else None


def oklch(rgb: Rgb) -> tuple[float, float, float]:
    """Lightness 0 to 1, chroma, hue in degrees. After Björn Ottosson, https://bottosson.github.io/posts/oklab/"""
    red, green, blue = (linear(part / 255) for part in rgb)
    long = cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    light = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    return light, hypot(a, b), degrees(atan2(b, a)) % 360


def linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def as_hex(rgb: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*rgb)
