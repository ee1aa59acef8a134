"""Regular expressions of rules, each under a true time limit. No ORM.

They are searched in the folded text: lower case, without accents. An expression that takes too long on a text made to
trouble it is refused when it is saved; one that takes too long at run time is undecided, never an endless request.
"""

import time
from collections.abc import Iterator

import regex

from gallery.judging.folding import TABLE

LIMIT = 0.1  # seconds for one expression and one text
BUDGET = 0.5  # seconds for all expressions and one text
TRIAL_LIMIT = 0.05
TRIAL_LENGTH = 4000  # characters
LONGEST = 500  # characters of an expression
MOST_SPANS = 50
ENDS = ("", "!", "\x00x")


class Unusable(ValueError):  # noqa: N818 (a reason for whoever writes the rule)
    """The expression cannot be a rule; ``why`` is a code of ``WHY`` in forms, ``detail`` the engine's own words."""

    def __init__(self, why: str, detail: str = "") -> None:
        super().__init__(why)
        self.why, self.detail = why, detail


class Undecided(Exception):  # noqa: N818 (reads as a sentence where it is raised)
    """The time limit passed before the expression had an answer."""


def compiled(pattern: str) -> regex.Pattern[str]:
    """For the folded text.

    Raises:
        Unusable: no expression at all.
    """
    plain = "".join(sign if sign.isascii() else TABLE[sign] or sign for sign in pattern)
    try:
        return regex.compile(plain, regex.MULTILINE | (regex.IGNORECASE if has_capitals(plain) else 0))
    except (regex.error, RecursionError, OverflowError) as error:
        raise Unusable("broken", str(error)) from error


def has_capitals(pattern: str) -> bool:
    """Escapes aside: one without capitals fits the folded text as it is, and is searched twice as fast."""
    return any(sign.isupper() for sign in regex.sub(r"\\.", "", pattern))


def spans(pattern: regex.Pattern[str], text: str, *, limit: float = LIMIT) -> list[tuple[int, int]]:
    """Where it matches, empty matches aside.

    Raises:
        Undecided: it took longer than ``limit`` seconds.
    """
    found: list[tuple[int, int]] = []
    try:
        for match in pattern.finditer(text, timeout=limit):
            if match.end() > match.start():
                found.append(match.span())
            if len(found) == MOST_SPANS:
                break
    except (TimeoutError, MemoryError) as error:
        raise Undecided from error
    return found


def refuse_unusable(pattern: str) -> None:
    """Raises Unusable for what is broken, empty, too long, fits the empty text, or is catastrophic."""
    if not pattern.strip():
        raise Unusable("empty")
    if len(pattern) > LONGEST:
        raise Unusable("long")
    expression = compiled(pattern)
    try:
        if any(match.end() == match.start() for match in expression.finditer("x y", timeout=TRIAL_LIMIT)):
            raise Unusable("empty match")
        until = time.monotonic() + 40 * TRIAL_LIMIT
        for text in troublesome(pattern):
            spans(expression, text, limit=TRIAL_LIMIT)
            if time.monotonic() > until:
                raise Unusable("slow")
    except (Undecided, TimeoutError):
        raise Unusable("slow") from None


def troublesome(pattern: str) -> Iterator[str]:
    """Long texts that nearly fit: what the expression itself names, over and over, and then something else."""
    literals = list(dict.fromkeys(regex.findall(r"(?<!\\)[^\W_]+", pattern.lower())))[:4]
    letters = list(dict.fromkeys(sign for literal in literals for sign in literal))[:8]
    units = [*letters, "a", "0", " ", "_", "-", *literals, "a ", "ab", ".,"]
    for unit in dict.fromkeys(units):
        for start in ("", *literals[:2]):
            body = start + unit * ((TRIAL_LENGTH - len(start)) // len(unit))
            for end in ENDS:
                yield body + end
