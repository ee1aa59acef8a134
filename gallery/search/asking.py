"""What somebody typed, read: words, "phrases", -exclusions. Never raises; what means nothing is left out."""

import re
from dataclasses import dataclass

from gallery.tokens import line_of, words_of

LONGEST = 500  # characters of a search that are looked at
MOST_TERMS = 12
QUOTED = '"“”„«»'
PART = re.compile(rf"(-?)(?:[{QUOTED}]([^{QUOTED}]*)(?:[{QUOTED}]|$)|([^\s{QUOTED}]+))")


@dataclass(frozen=True, slots=True)
class Term:
    """Words side by side; ``open``: the last one may go on ("dun" finds dunes)."""

    words: tuple[str, ...]
    open: bool

    @property
    def piece(self) -> str:
        """A piece of ``line_of`` that is in it where this term is, and nowhere else."""
        line = line_of(list(self.words))
        return line[:-1] if self.open else line


@dataclass(frozen=True, slots=True)
class Asked:
    terms: tuple[Term, ...] = ()
    without: tuple[Term, ...] = ()


def read(text: str) -> Asked:
    """Bare words may go on, phrases and exclusions are whole words; ``-dun*`` and ``"wet sla*"`` go on too."""
    terms: list[Term] = []
    without: list[Term] = []
    for minus, phrase, bare in PART.findall(text[:LONGEST]):
        words = tuple(words_of(phrase or bare))
        if not words:
            continue
        goes_on = (phrase or bare).endswith("*") or bool(bare and not minus)
        target = without if minus else terms
        term = Term(words, goes_on and not is_pictogram(words[-1]))
        if term not in target and len(target) < MOST_TERMS:
            target.append(term)
    return Asked(tuple(terms), tuple(without))


def is_pictogram(word: str) -> bool:
    """Such as "u1f98c": it has no longer forms."""
    return bool(re.fullmatch(r"u[0-9a-f]{4,5}", word))
