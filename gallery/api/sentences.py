"""What is wrong with a field, in words a person would use: pydantic's own are for those who wrote the shapes."""

from collections.abc import Mapping, Sequence
from typing import Any

REQUIRED = "This field is required."
NUMBER = "Give a number here."
WHOLE = "Give a whole number here."
OBJECT = "Give an object with named fields here."
ID = "This is no id."
DAY = "Give a day here, such as 2026-11-03."
TIME = "Give a time here, such as 2026-11-03T10:42:00Z."

PLAIN = {
    "missing": REQUIRED,
    "extra_forbidden": "There is no field of this name.",
    **dict.fromkeys(("model_type", "model_attributes_type", "dict_type"), OBJECT),
    **dict.fromkeys(("int_type", "int_parsing", "int_parsing_size", "int_from_float"), WHOLE),
    **dict.fromkeys(("float_type", "float_parsing", "finite_number", "decimal_type", "decimal_parsing"), NUMBER),
    **dict.fromkeys(("bool_type", "bool_parsing"), "Give true or false here."),
    **dict.fromkeys(("string_type", "string_unicode"), "Give text here."),
    **dict.fromkeys(("uuid_type", "uuid_parsing"), ID),
    **dict.fromkeys(("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"), DAY),
    **dict.fromkeys(("datetime_type", "datetime_parsing", "datetime_from_date_parsing", "timezone_aware"), TIME),
    "list_type": "Give a list here.",
    "greater_than": "This has to be more than {gt}.",
    "greater_than_equal": "The least here is {ge}.",
    "less_than": "This has to be less than {lt}.",
    "less_than_equal": "The most here is {le}.",
    "too_short": "Give at least {min_length} here.",
    "too_long": "Give at most {max_length} here.",
    "string_too_short": "Give at least {min_length} characters.",
    "string_too_long": "Give at most {max_length} characters.",
    "literal_error": "Give {expected}.",
    "enum": "Give {expected}.",
}
PATTERNS = {
    r"\S": REQUIRED,
    r"^[^@\s]+@[^@\s]+\.[^@\s]+$": "This is no e-mail address.",
}
OTHER_PATTERN = "This holds signs that it cannot have."
NUMBERS = {"int", "float"}  # as alternatives of one field
OF_SHAPE = {ID, OBJECT}  # said of a whole value by each shape that was tried on it


def sentence_of(error: Mapping[str, Any], place: Sequence[Any]) -> str:
    """``error`` as pydantic tells it."""
    kind, facts = error["type"], error.get("ctx", {})
    if kind == "string_pattern_mismatch":
        return PATTERNS.get(facts["pattern"], OTHER_PATTERN)
    if place[-1:] and place[-1] in NUMBERS and kind == f"{place[-1]}_type":
        return NUMBER
    if kind == "string_too_short" and facts.get("min_length") == 1:
        return REQUIRED
    said = PLAIN.get(kind)
    if said is None:
        return f"{error['msg'].removeprefix('Value error, ').rstrip('.')}."
    return said.format_map({name: figure(fact) for name, fact in facts.items()})


def figure(fact: Any) -> Any:
    """40.0 is told as 40."""
    return f"{fact:.12g}" if isinstance(fact, float) else fact


def without_other_shapes(found: dict[str, list[str]]) -> dict[str, list[str]]:
    """Of the shapes that a value may have, the one that was meant: the first for a plain value, the one whose fields
    are named for an object.
    """
    inside = {name.rpartition(".")[0] for name in found}
    meant = {}
    for name, sentences in found.items():
        if name in inside and OF_SHAPE.issuperset(sentences):
            continue
        meant[name] = [one for one in sentences if one not in OF_SHAPE] or sentences[:1]
    return meant
