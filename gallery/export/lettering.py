"""Text on a PDF that can be selected and searched. Vera carries western letters, the reader's own font Chinese ones."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import reportlab
from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont

FOLDER = Path(reportlab.__file__).parent / "fonts"
PLAIN, BOLD, EASTERN = "Vera", "VeraBd", "STSong-Light"
EAST = ((0x2E80, 0x9FFF), (0xAC00, 0xD7AF), (0xF900, 0xFAFF), (0xFF00, 0xFFEF))
UNKNOWN = "?"
LIKE = {"\u2011": "-", "\u2009": " ", "\u202f": " ", "\u00a0": " ", "\u2212": "-"}


@cache
def register() -> None:
    """Once in a process. Streams stay bytes: as letters they would be a quarter larger."""
    rl_config.useA85 = 0
    for name in (PLAIN, BOLD):
        pdfmetrics.registerFont(TTFont(name, FOLDER / f"{name}.ttf"))
    pdfmetrics.registerFont(UnicodeCIDFont(EASTERN))


@cache
def drawable(font: str) -> frozenset[int]:
    return frozenset(pdfmetrics.getFont(font).face.charToGlyph)


def runs(text: str, font: str) -> Iterator[tuple[str, str]]:
    """(font, text) pieces; what no font has is a question mark."""
    held, of = "", font
    for letter in text:
        shown = LIKE.get(letter, letter)
        wanted = font
        if ord(shown) not in drawable(font):
            eastern = any(first <= ord(shown) <= last for first, last in EAST)
            wanted, shown = (EASTERN, shown) if eastern else (font, UNKNOWN)
        if wanted != of and held:
            yield of, held
            held = ""
        of, held = wanted, held + shown
    if held:
        yield of, held


def width(text: str, size: float, font: str = PLAIN) -> float:
    """In points."""
    return sum(pdfmetrics.stringWidth(piece, name, size) for name, piece in runs(text, font))


def write(canvas: Any, at: tuple[float, float], text: str, size: float, font: str = PLAIN) -> None:
    line = canvas.beginText(*at)
    for name, piece in runs(text, font):
        line.setFont(name, size)
        line.textOut(piece)
    canvas.drawText(line)


def wrapped(text: str, size: float, room: float, most: int, font: str = PLAIN) -> list[str]:
    """Up to ``most`` lines no wider than ``room`` points; the last ends in "…" where there was more."""
    lines: list[str] = []
    line = ""
    for word in split(text, size, room, font):
        longer = f"{line} {word}" if line and not joined(line, word) else line + word
        if width(longer, size, font) <= room:
            line = longer
            continue
        lines.append(line)
        line = word
        if len(lines) == most:
            return [*lines[:-1], cut(f"{lines[-1]}…", size, room, font)]
    return [*lines, line] if line else lines


def split(text: str, size: float, room: float, font: str) -> Iterator[str]:
    """Words; Chinese by the letter, and a word wider than the line in pieces that fit."""
    for word in text.split():
        if any(is_eastern(letter) for letter in word):
            yield from word
        elif width(word, size, font) <= room:
            yield word
        else:
            step = max(1, int(len(word) * room / width(word, size, font)) - 1)
            yield from (word[start : start + step] for start in range(0, len(word), step))


def is_eastern(letter: str) -> bool:
    return any(first <= ord(letter) <= last for first, last in EAST)


def joined(line: str, word: str) -> bool:
    return is_eastern(line[-1]) and is_eastern(word[0])


def cut(text: str, size: float, room: float, font: str = PLAIN) -> str:
    """One line, its end replaced by "…" where it is too long."""
    if width(text, size, font) <= room:
        return text
    while text and width(f"{text}…", size, font) > room:
        text = text[:-1]
    return f"{text.rstrip(' …')}…"
