"""Texts as they are compared: case, accents, full-width and other forms, invisible characters do not count. No ORM."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

# Marks that change how a letter looks and not which it is; the vowel signs of Indian scripts are no such marks.
ACCENTS = ((0x0300, 0x036F), (0x0591, 0x05C7), (0x064B, 0x065F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF))
INVISIBLE = ((0x115F, 0x1160), (0x180B, 0x180F), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F), (0xE0000, 0xE0FFF))
FILLERS = "\u034f\u3164\uffa0"
ROUNDS = 5  # until a character is stable; Unicode needs two


@dataclass(frozen=True, slots=True)
class Folded:
    """``places`` gives for each character of ``text`` the index of the one it came from; None: the same index."""

    text: str
    places: Sequence[int] | None
    length: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]``, not empty, stands in the original, with the marks that belong to it."""
        if self.places is None:
            return start, end
        follows = self.places[end] if end < len(self.places) else self.length
        return self.places[start], max(follows, self.places[end - 1] + 1)


class Table(dict[str, str]):
    """Character → what it is compared as, "" where it is not seen."""

    def __missing__(self, character: str) -> str:
        self[character] = found = folded(character)
        return found


def folded(character: str) -> str:
    text = character
    for _ in range(ROUNDS):
        apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        after = unicodedata.normalize("NFC", "".join(each for each in apart if not unseen(each)))
        if after == text:
            break
        text = after
    return text


def unseen(character: str) -> bool:
    if character in FILLERS or unicodedata.category(character) == "Cf":
        return True
    code = ord(character)
    return any(first <= code <= last for first, last in (*ACCENTS, *INVISIBLE))


TABLE = Table()


def fold(text: str) -> Folded:
    if text.isascii():
        return Folded(text.lower(), None, len(text))
    pieces = [TABLE[character] for character in text]
    places = [at for at, piece in enumerate(pieces) for _ in piece]
    return Folded("".join(pieces), places, len(text))
