"""One option's value: from a form's text or typed JSON to the type on the wire."""

import re
from typing import Any

from studio.catalogue.spec import Option
from studio.catalogue.wording import listed, phrase, plain, shown

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
        raise Unfit(
            phrase(
                "{label} takes {word} {choices}; {value} is none of them.",
                label=label,
                word=option.word,
                choices=choices_shown(option),
                value=shown(value),
            )
        )
    text = str(value).strip()
    if text in option.choices:
        return text
    folded = [known for known in option.choices if str(known).casefold() == text.casefold()]
    if len(folded) == 1:
        return folded[0]
    raise Unfit(
        phrase(
            "{label} takes {word} {choices}; {value} is none of them.",
            label=label,
            word=option.word,
            choices=choices_shown(option),
            value=shown(value),
        )
    )


def choices_shown(option: Option) -> str:
    if len(option.choices) > 12:
        return phrase(
            "{names} and {n} more",
            names=listed(option.choices[:3], last="and"),
            n=len(option.choices) - 3,
        )
    return listed(option.choices)


def integer(option: Option, value: Any, label: str) -> int:
    if isinstance(value, str) and WHOLE.fullmatch(value.strip()):
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if type(value) is not int:
        raise Unfit(
            phrase(
                "{label} takes a whole number for {word}, not {value}.",
                label=label,
                word=option.word,
                value=shown(value),
            )
        )
    return int(ranged(option, value, label))


def number(option: Option, value: Any, label: str) -> float:
    if isinstance(value, str) and DECIMAL.fullmatch(value.strip()):
        value = float(value)
    if type(value) not in (int, float) or not -LARGEST < value < LARGEST:
        raise Unfit(
            phrase(
                "{label} takes a number for {word}, not {value}.",
                label=label,
                word=option.word,
                value=shown(value),
            )
        )
    return float(ranged(option, value, label))


def ranged(option: Option, value: float, label: str) -> float:
    low, high = option.min, option.max
    if value in option.omit or ((low is None or value >= low) and (high is None or value <= high)):
        return value
    template = (
        "{label} takes {word} {range}; {value} is too much."
        if high is not None and value > high
        else "{label} takes {word} {range}; {value} is too little."
    )
    raise Unfit(
        phrase(
            template,
            label=label,
            word=option.word,
            range=range_shown(low, high),
            value=shown(value),
        )
    )


def range_shown(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return (
            phrase("from {low}", low=plain(low)) if low is not None else phrase("up to {high}", high=plain(high or 0))
        )
    return phrase("{low} to {high}", low=plain(low), high=plain(high))


def boolean(option: Option, value: Any, label: str) -> bool:
    if isinstance(value, str):
        value = BOOLEANS.get(value.strip().lower(), value)
    if type(value) is not bool:
        raise Unfit(
            phrase(
                "{label} takes true or false for {word}, not {value}.",
                label=label,
                word=option.word,
                value=shown(value),
            )
        )
    return value


def string(option: Option, value: Any, label: str) -> str:
    if not isinstance(value, str):
        raise Unfit(
            phrase("{label} takes text for {word}, not {value}.", label=label, word=option.word, value=shown(value))
        )
    if not sendable(value):
        raise Unfit(phrase("The text for {word} holds a character that cannot be sent.", word=option.word))
    limit = option.max_length or LONGEST_TEXT
    if len(value) > limit:
        raise Unfit(
            phrase(
                "{label} takes up to {limit} characters for {word}; {count} are too many.",
                label=label,
                limit=limit,
                word=option.word,
                count=len(value),
            )
        )
    return value


def sendable(text: str) -> bool:
    """Whether the text survives UTF-8 and a database: no NUL, no half of a surrogate pair."""
    return not any(char == "\0" or "\ud800" <= char <= "\udfff" for char in text)


READERS = {"choice": choice, "integer": integer, "number": number, "boolean": boolean, "string": string}
