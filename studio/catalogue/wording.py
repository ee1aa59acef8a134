"""How values stand in a sentence for the user (DESIGN.md section 7)."""

from collections.abc import Iterable
from typing import Any

LONGEST = 40  # characters of what somebody sent that an error repeats


def phrase(template: str, **facts: Any) -> str:
    """The sentence in English. ``template`` is a msgid: where people read it, ``studio.words`` knows it again by it."""
    return template.format(**facts)


def shown(value: Any) -> str:
    """What was sent, short enough for a sentence and free of control characters."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and abs(value) > 10**18:
        return "a number beyond all bounds"
    if isinstance(value, int | float):
        return plain(value)
    if not isinstance(value, str):
        return f"a {type(value).__name__}"
    text = "".join(char if char.isprintable() else " " for char in value[: LONGEST + 1])
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def plain(number: float) -> str:
    """2.0 as 2, 7.5 as 7.5."""
    return str(int(number)) if isinstance(number, float) and number.is_integer() else str(number)


def listed(items: Iterable[Any], last: str = "or") -> str:
    words = [shown(item) for item in items]
    if len(words) < 2:
        return "".join(words)
    before = ", ".join(words[:-1])
    if last == "and":
        return phrase("{before} and {last}", before=before, last=words[-1])
    return phrase("{before} or {last}", before=before, last=words[-1])


def pixels(size: tuple[int, int]) -> str:
    """1024 × 1536, with no-break spaces."""
    return f"{size[0]}\u00a0×\u00a0{size[1]}"


def megabytes(count: int) -> str:
    """61 MB; one decimal below ten."""
    amount = count / 1024 / 1024
    return f"{amount:.0f} MB" if amount >= 10 or amount.is_integer() else f"{amount:.1f} MB"
