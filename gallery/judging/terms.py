"""Words, phrases and stems of many rules found in one pass: every word of a text is looked up once. No ORM.

Chinese, Japanese, Thai and their like set no borders between words: a term in them, and one of signs alone, is found
wherever it stands.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gallery.judging.folding import Folded, fold

BORDERLESS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
WORD = re.compile(rf"[^\W_{BORDERLESS}]+")
GAP = re.compile(r"[\s_\-]+")
LETTER = re.compile(rf"[^\W_{BORDERLESS}]")

Found = tuple[int, int, int]  # owner, start and end in the folded text


@dataclass(frozen=True, slots=True)
class Term:
    """``words`` in a row, the last one a beginning where ``stem``; or ``loose``, found wherever it stands."""

    owner: int
    words: tuple[str, ...] = ()
    stem: bool = False
    loose: str = ""


def term_of(owner: int, text: str, *, stem: bool = False) -> Term | None:
    """None for one that holds nothing to look for."""
    folded = GAP.sub(" ", fold(text).text).strip()
    words = tuple(WORD.findall(folded))
    if words and " ".join(words) == folded:
        return Term(owner, words, stem)
    return Term(owner, stem=stem, loose=folded) if folded else None


class Terms:
    """Terms by how they begin, so that a text costs the same whether there are ten of them or ten thousand."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.heads: dict[str, list[Term]] = defaultdict(list)
        self.stems: dict[int, dict[str, list[Term]]] = {}
        self.signs: dict[str, list[Term]] = defaultdict(list)
        for term in terms:
            self.add(term)
        self.any_sign = re.compile("[" + "".join(map(re.escape, self.signs)) + "]") if self.signs else None

    def add(self, term: Term) -> None:
        if term.loose:
            self.signs[term.loose[0]].append(term)
        elif term.stem and len(term.words) == 1:
            stem = term.words[0]
            self.stems.setdefault(len(stem), {}).setdefault(stem, []).append(term)
        else:
            self.heads[term.words[0]].append(term)

    def found_in(self, folded: Folded) -> Iterator[Found]:
        text = folded.text
        words = list(WORD.finditer(text))
        for at, word in enumerate(words):
            for term in self.heads.get(word[0], ()):
                end = end_of(term, words, at, text)
                if end:
                    yield term.owner, word.start(), end
            yield from self.stems_of(word)
        yield from self.loose_in(text)

    def stems_of(self, word: re.Match[str]) -> Iterator[Found]:
        for length, stems in self.stems.items():
            for term in stems.get(word[0][:length], ()):
                yield term.owner, word.start(), word.start() + length

    def loose_in(self, text: str) -> Iterator[Found]:
        if self.any_sign is None:
            return
        for sign in self.any_sign.finditer(text):
            for term in self.signs[sign[0]]:
                end = sign.start() + len(term.loose)
                if text.startswith(term.loose, sign.start()) and stands_alone(text, sign.start(), end, term.stem):
                    yield term.owner, sign.start(), end


def end_of(term: Term, words: Sequence[re.Match[str]], at: int, text: str) -> int:
    """Where the term that begins with the word ``at`` ends; 0 where another word follows, or more than a gap."""
    last = at + len(term.words) - 1
    if last >= len(words):
        return 0
    for offset in range(1, len(term.words)):
        before, word = words[at + offset - 1], words[at + offset]
        wanted = term.words[offset]
        fits = word[0].startswith(wanted) if term.stem and at + offset == last else word[0] == wanted
        if not fits or not GAP.fullmatch(text, before.end(), word.start()):
            return 0
    return words[last].start() + len(term.words[-1])


def stands_alone(text: str, start: int, end: int, stem: bool) -> bool:
    """No letter of a script with word borders touches one of the term's own."""
    before = start > 0 and LETTER.match(text, start) and LETTER.match(text, start - 1)
    after = not stem and end < len(text) and LETTER.match(text, end - 1) and LETTER.match(text, end)
    return not (before or after)
