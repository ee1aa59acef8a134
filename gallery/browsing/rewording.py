"""What a vendor changed in a prompt, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

MOST_WORDS = 1200  # beyond it the two are shown whole: comparing grows with the square
WORDS = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True, slots=True)
class Change:
    """``kind``: same, added or removed."""

    kind: str
    text: str


def changes(before: str, after: str) -> list[Change]:
    """From the prompt as written to the prompt as used; [] where nothing was changed."""
    if not after.strip() or before.split() == after.split():
        return []
    old, new = WORDS.findall(before), WORDS.findall(after)
    if max(len(old), len(new)) > MOST_WORDS:
        return [Change("removed", before), Change("added", after)]
    matcher = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new], autojunk=False)
    found: list[Change] = []
    for tag, start, end, from_, to in matcher.get_opcodes():
        if tag == "equal":
            found.append(Change("same", "".join(new[from_:to])))
            continue
        if start < end:
            found.append(Change("removed", "".join(old[start:end]).rstrip()))
            found.append(Change("same", " "))
        if from_ < to:
            found.append(Change("added", "".join(new[from_:to])))
    return found
