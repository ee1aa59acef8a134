"""How a picture was made, as its page tells it: what was asked beside what was delivered."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from gallery.derived.ratios import alike, proportion, ratio_of
from gallery.figures import as_figure
from gallery.models import Image

SIZES = ("size", "aspect", "aspect_ratio", "aspectRatio", "width", "height", "image_size")
FORMATS = ("output_format", "outputFormat", "format", "response_format")
TOLD_APART = ("seed", "n", "raw", *SIZES, *FORMATS)
LEFT_OPEN = ("auto", "none", "")  # asked for nothing in particular
NAMES = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WebP", "avif": "AVIF", "gif": "GIF"}


@dataclass(frozen=True, slots=True)
class Row:
    """``differs``: the delivered value is another than the asked one. ``delivered`` None: nobody said what came."""

    setting: str
    asked: str
    delivered: str | None
    differs: bool = False


def rows_of(image: Image) -> list[Row]:
    """Size, the model's options, format and seed. Time and price are the template's, which knows how to write them."""
    options = image.asked.get("options") or {}
    found = [size_row(image, options), mask_row(image), *option_rows(image.asked, options), format_row(image, options)]
    return [row for row in (*found, seed_row(image, options)) if row]


def option_rows(asked: dict[str, Any], options: dict[str, Any]) -> list[Row]:
    """What was asked in words, beside what the vendor reported of it in its answer."""
    reported = asked.get("reported") or {}
    rows = (option_row(name, label, words, options.get(name), reported.get(name)) for name, label, words in told(asked))
    return [
        Row(known(row.setting), known(row.asked), row.delivered and known(row.delivered), row.differs) for row in rows
    ]


def known(words: str) -> str:
    """What a catalogue named, in the language of this page; as it is where nobody translated it."""
    return _(words) if words else ""


def option_row(name: str, label: str, words: str, value: Any, reported: Any) -> Row:
    if reported is None:
        return Row(label, words, None)
    if str(reported).lower() == str(value).lower():
        return Row(label, words, words)
    left_open = str(value).lower() in LEFT_OPEN
    return Row(label, words, value_in_words(reported), differs=not left_open)


def told(asked: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(name, label, value in words): as kept with the picture, otherwise the options by their names on the wire."""
    if "told" in asked:
        return [(name, label, words) for name, label, words in asked["told"] if name not in TOLD_APART]
    options = asked.get("options") or {}
    kept = [(name, value) for name, value in options.items() if name not in TOLD_APART and value not in (None, "")]
    return [(name, in_words(name), value_in_words(value)) for name, value in kept]


def size_label() -> str:
    return _("Size")


def size_row(image: Image, options: dict[str, Any]) -> Row:
    asked = str(options.get("size") or image.asked.get("aspect") or "")
    wanted = proportion(asked)
    other_shape = bool(wanted) and not alike(image.width / image.height, wanted)
    other_size = "x" in asked and proportion(asked) > 0 and asked != f"{image.width}x{image.height}"
    ratio = ratio_of(image.width, image.height)
    delivered = f"{image.width} × {image.height}" + (f", {ratio}" if ratio else "")
    in_full = asked.replace("x", " × ") if wanted else asked.capitalize()
    return Row(size_label(), in_full, delivered, other_shape or other_size)


def mask_row(image: Image) -> Row | None:
    if not image.asked.get("mask"):
        return None
    return Row(_("Mask"), share_of(image) or _("Yes"), "")


def share_of(image: Image) -> str:
    """ "6%": how much of its parent was marked to be repainted; "" where nothing tells."""
    share = image.asked.get("masked")
    if not isinstance(share, int | float):
        return ""
    return f"{round(share)}%" if share >= 1 else as_figure(f"{max(share, 0.1):.1f}%")


def format_label() -> str:
    return _("Format")


def format_row(image: Image, options: dict[str, Any]) -> Row:
    asked = next((str(options[name]) for name in FORMATS if options.get(name) in NAMES), "")
    delivered = f"{NAMES[image.format]}, {size_in_words(image.bytes)}"
    return Row(format_label(), NAMES.get(asked, ""), delivered, bool(asked) and NAMES[asked] != NAMES[image.format])


def seed_row(image: Image, options: dict[str, Any]) -> Row | None:
    asked = options.get("seed")
    wanted = str(asked) if isinstance(asked, int) and asked >= 0 else ""
    delivered = image.asked["reported"].get("seed") if "reported" in image.asked else image.seed
    if not wanted and delivered is None:
        return None
    if delivered is None:
        return Row(_("Seed"), wanted, None)
    return Row(_("Seed"), wanted or _("Any"), str(delivered), bool(wanted) and wanted != str(delivered))


def quoted(image: Image) -> Decimal | None:
    """US dollars that were quoted for it; None where that is not known."""
    try:
        return Decimal(image.asked["quote"])
    except (KeyError, TypeError, ArithmeticError):
        return None


def size_in_words(size: int) -> str:
    """ "2.1 MB", "480 kB" """
    return as_figure(f"{size / 1_000_000:.1f} MB") if size >= 1_000_000 else f"{max(1, round(size / 1000))} kB"


def in_words(name: str) -> str:
    """ "Safety tolerance" of "safety_tolerance" or "safetyTolerance"."""
    spaced = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)
    return spaced.replace("_", " ").strip().capitalize()


def value_in_words(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(value_in_words(item) for item in value)
    text = str(value)
    return text.replace("_", " ").capitalize() if text.islower() and len(text) < 30 else text
