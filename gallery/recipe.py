"""How a picture was made, as its page tells it: what was asked beside what was delivered."""

from dataclasses import dataclass
from typing import Any

from gallery.models import Image
from gallery.ratios import alike, proportion, ratio_of

SIZES = ("size", "aspect", "aspect_ratio", "aspectRatio", "width", "height", "image_size")
FORMATS = ("output_format", "outputFormat", "format", "response_format")
TOLD_APART = ("seed", "n", "raw", *SIZES, *FORMATS)
NAMES = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WebP", "avif": "AVIF", "gif": "GIF"}


@dataclass(frozen=True, slots=True)
class Row:
    """``differs``: the delivered value is another than the asked one."""

    setting: str
    asked: str
    delivered: str
    differs: bool = False


def rows_of(image: Image) -> list[Row]:
    """Size, the model's options, format and seed. Time and price are the template's, which knows how to write them."""
    options = image.asked.get("options") or {}
    kept = [Row(label, words, words) for label, words in told(image.asked, options)]
    found = [size_row(image, options), *kept, format_row(image, options), seed_row(image, options)]
    return [row for row in found if row]


def told(asked: dict[str, Any], options: dict[str, Any]) -> list[tuple[str, str]]:
    """(setting, value) in words: those kept with the picture, otherwise the options by their names on the wire."""
    if "told" in asked:
        return [(label, words) for name, label, words in asked["told"] if name not in TOLD_APART]
    kept = [(name, value) for name, value in options.items() if name not in TOLD_APART and value not in (None, "")]
    return [(in_words(name), value_in_words(value)) for name, value in kept]


def size_row(image: Image, options: dict[str, Any]) -> Row:
    asked = str(options.get("size") or image.asked.get("aspect") or "")
    wanted = proportion(asked)
    other_shape = bool(wanted) and not alike(image.width / image.height, wanted)
    other_size = "x" in asked and proportion(asked) > 0 and asked != f"{image.width}x{image.height}"
    ratio = ratio_of(image.width, image.height)
    delivered = f"{image.width} × {image.height}" + (f", {ratio}" if ratio else "")
    in_full = asked.replace("x", " × ") if wanted else asked.capitalize()
    return Row("Size", in_full, delivered, other_shape or other_size)


def format_row(image: Image, options: dict[str, Any]) -> Row:
    asked = next((str(options[name]) for name in FORMATS if options.get(name) in NAMES), "")
    delivered = f"{NAMES[image.format]}, {size_in_words(image.bytes)}"
    return Row("Format", NAMES.get(asked, ""), delivered, bool(asked) and NAMES[asked] != NAMES[image.format])


def seed_row(image: Image, options: dict[str, Any]) -> Row | None:
    asked = options.get("seed")
    wanted = str(asked) if isinstance(asked, int) and asked >= 0 else ""
    if not wanted and image.seed is None:
        return None
    if image.seed is None:
        return Row("Seed", wanted, "Not taken", differs=True)
    return Row("Seed", wanted or "Any", str(image.seed), bool(wanted) and wanted != str(image.seed))


def size_in_words(size: int) -> str:
    """ "2.1 MB", "480 kB" """
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} kB"


def in_words(name: str) -> str:
    """ "Safety tolerance" of "safety_tolerance" or "safetyTolerance"."""
    spaced = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)
    return spaced.replace("_", " ").strip().capitalize()


def value_in_words(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(value_in_words(item) for item in value)
    text = str(value)
    return text.replace("_", " ").capitalize() if text.islower() and len(text) < 30 else text
