"""Two texts word by word: what stayed, what came and what went. No ORM, so that any page or answer can use it."""

import re
from collections import Counter
from difflib import SequenceMatcher
from typing import NamedTuple

MOST_WORDS = 1200  # beyond it the two are told whole: comparing grows with the square
MOST_PAIRS = 50_000  # equal words across both texts: one word said a thousand times would take minutes
AROUND = 3  # words kept beside a change in an excerpt
WORDS = re.compile(r"\S+\s*|\s+")


class Change(NamedTuple):
    """``kind``: same, added or removed. The texts of same and added together are the later text."""

    kind: str
    text: str


def differ(before: str, after: str) -> bool:
    """White space does not count."""
    return before.split() != after.split()


def words(before: str, after: str) -> list[Change]:
    """From ``before`` to ``after``; what differs in white space alone is the same."""
    if not differ(before, after):
        return [Change("same", after)] if after else []
    old, new = WORDS.findall(before), WORDS.findall(after)
    bare_old, bare_new = [word.strip() for word in old], [word.strip() for word in new]
    if too_much(bare_old, bare_new):
        return [Change(kind, text) for kind, text in (("removed", before), ("added", after)) if text]
    found: list[Change] = []
    for tag, start, end, from_, to in SequenceMatcher(None, bare_old, bare_new, autojunk=False).get_opcodes():
        found += opcode(tag, "".join(old[start:end]), "".join(new[from_:to]))
    return found


def too_much(old: list[str], new: list[str]) -> bool:
    if max(len(old), len(new)) > MOST_WORDS:
        return True
    counts = Counter(new)
    return sum(number * counts[word] for word, number in Counter(old).items()) > MOST_PAIRS


def opcode(tag: str, old: str, new: str) -> list[Change]:
    if tag == "equal":
        return [Change("same", new)]
    found = [Change("removed", old.rstrip())] if old.strip() else []
    return [*found, Change("added", new)] if new else found


def excerpt(changes: list[Change], around: int = AROUND) -> list[Change]:
    """The changes with a few words beside each; longer stretches that stayed the same shrink to "…"."""
    last = len(changes) - 1
    return [
        change if change.kind != "same" else Change("same", shrunk(change.text, index > 0, index < last, around))
        for index, change in enumerate(changes)
    ]


def shrunk(text: str, after_change: bool, before_change: bool, around: int) -> str:
    parts = WORDS.findall(text)
    head, tail = around * after_change, around * before_change
    if len(parts) <= head + tail + 1:
        return text
    return "".join([*parts[:head], "… ", *parts[len(parts) - tail :]])
