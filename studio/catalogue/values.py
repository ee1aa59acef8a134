"""One option's value: from a form's text or typed JSON to the type on the wire."""

import re
from typing import Any

from studio.catalogue.spec import Option
from studio.catalogue.wording import listed, plain, shown

WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,18}(?:\.[0-9]{0,18})?|\.[0-9]{1,18})")
BOOLEANS = {"true": True, "on": True, "yes": True, "1": True, "false": False, "off": False, "no": False, "0": False}
LARGEST = 1e18  # beyond it no option of any model has a meaning; NaN is not within it either
LONGEST_TEXT = 4000  # characters, where an option names no limit of its own


class Unfit(ValueError):  # noqa: N818 (a sentence for the user, collected into Invalid)
    """A value that an option does not take; the message is the sentence at its field."""


def typed(option: Option, value: Any, label: str) -> Any:
    """The value as the option's type; an empty one is the default. Raises Unfit."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return option.default
    return READERS[option.type](option, value, label)


def choice(option: Option, value: Any, label: str) -> Any:
    if not isinstance(value, str) and not (type(value) is int and abs(value) < 10**9):
        raise Unfit(f"{label} takes {option.word} {choices_shown(option)}. You sent {shown(value)}.")
    text = str(value).strip()
    if text in option.choices:
        return text
    folded = [known for known in option.choices if str(known).casefold() == text.casefold()]
    if len(folded) == 1:
        return folded[0]
    raise Unfit(f"{label} takes {option.word} {choices_shown(option)}. You sent {shown(value)}.")


def choices_shown(option: Option) -> str:
    if len(option.choices) > 12:
        return f"{listed(option.choices[:3], last='and')} and {len(option.choices) - 3} more"
    return listed(option.choices)


def integer(option: Option, value: Any, label: str) -> int:
    if isinstance(value, str) and WHOLE.fullmatch(value.strip()):
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if type(value) is not int:
        raise Unfit(f"{label} takes a whole number for {option.word}. You sent {shown(value)}.")
    return int(ranged(option, value, label))


def number(option: Option, value: Any, label: str) -> float:
    if isinstance(value, str) and DECIMAL.fullmatch(value.strip()):
        value = float(value)
    if type(value) not in (int, float) or not -LARGEST < value < LARGEST:
        raise Unfit(f"{label} takes a number for {option.word}. You sent {shown(value)}.")
    return float(ranged(option, value, label))


def ranged(option: Option, value: float, label: str) -> float:
    low, high = option.min, option.max
    if value in option.omit or ((low is None or value >= low) and (high is None or value <= high)):
        return value
    raise Unfit(f"{label} takes {option.word} {range_shown(low, high)}. You sent {shown(value)}.")


def range_shown(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return f"from {plain(low)}" if low is not None else f"up to {plain(high or 0)}"
    return f"{plain(low)} to {plain(high)}"


def boolean(option: Option, value: Any, label: str) -> bool:
    if isinstance(value, str):
        value = BOOLEANS.get(value.strip().lower(), value)
    if type(value) is not bool:
        raise Unfit(f"{label} takes true or false for {option.word}. You sent {shown(value)}.")
    return value


def string(option: Option, value: Any, label: str) -> str:
    if not isinstance(value, str):
        raise Unfit(f"{label} takes text for {option.word}. You sent {shown(value)}.")
    if not sendable(value):
        raise Unfit(f"The text for {option.word} holds a character that cannot be sent.")
    limit = option.max_length or LONGEST_TEXT
    if len(value) > limit:
        raise Unfit(f"{label} takes up to {limit} characters for {option.word}. You sent {len(value)}.")
    return value


def sendable(text: str) -> bool:
    """Whether the text survives UTF-8 and a database: no NUL, no half of a surrogate pair."""
    return not any(char == "\0" or "\ud800" <= char <= "\udfff" for char in text)


READERS = {"choice": choice, "integer": integer, "number": number, "boolean": boolean, "string": string}
