"""Which texts name a person. A name that somebody chose may be a word of every other text, so letters are not enough.

An e-mail address, or a name of several words, counts wherever it stands. A single word counts where the studio wrote
it: alone, or as a word of a line about people. In what people typed it counts after an @ only.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

TYPED = frozenset(  # kinds of object that are called by words which somebody typed
    {"board", "case", "comment", "generation", "image", "project", "rule", "ruleversion", "run", "savedprompt", "share"}
)


class Names:
    """What one person is called."""

    def __init__(self, names: Iterable[str]):
        self.all = sorted({name.strip() for name in names if name.strip()}, key=len, reverse=True)
        self.sure = [name for name in self.all if "@" in name or " " in name]
        self.short = [name for name in self.all if name not in self.sure]
        self.anywhere = [re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.I) for name in self.sure]
        self.mentions = [re.compile(rf"(?<=@){re.escape(name)}(?!\w)", re.I) for name in self.short]
        self.words = [re.compile(rf"(?<!\w){re.escape(name)}(?!\w)") for name in self.short]

    def replaced(self, text: str, called: str, *, typed: bool) -> str:
        """``typed``: by somebody, so that only what surely names the person goes."""
        for pattern in (*self.anywhere, *self.mentions, *(() if typed else self.words)):
            text = pattern.sub(called, text)
        return text

    def in_label(self, label: str, kind: str) -> bool:
        patterns = (*self.anywhere, *self.mentions, *(() if kind in TYPED else self.words))
        return any(pattern.search(label) for pattern in patterns)

    def in_details(self, details: str) -> bool:
        """``details``: JSON. Its keys are ours and name nobody."""
        return any(self.in_value(value) for value in values_of(json.loads(details or "null")))

    def in_value(self, text: str) -> bool:
        return text in self.short or any(pattern.search(text) for pattern in (*self.anywhere, *self.mentions))


def values_of(told: Any) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict):
        for value in told.values():
            yield from values_of(value)
    elif isinstance(told, list):
        for value in told:
            yield from values_of(value)
