"""Checks of single parameters and of whole parameter bags. Each rule raises a RequestError that names its parameter."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from studio.sandbox.problems import RequestError, invalid, missing, unknown_parameter

SIZE = re.compile(r"^(\d{1,5})x(\d{1,5})$")
RATIO = re.compile(r"^([1-9]\d?):([1-9]\d?)$")


class Rule(Protocol):
    """A check of one value; ``from_text`` turns a form field into the value that JSON would have carried."""

    def check(self, name: str, value: Any) -> None: ...

    def from_text(self, value: str) -> Any: ...


class _Textual:
    def from_text(self, value: str) -> Any:
        return value


@dataclass(frozen=True, slots=True)
class Text(_Textual):
    """A string of at most ``most`` characters."""

    most: int = 32_000

    def check(self, name: str, value: Any) -> None:
        if not isinstance(value, str):
            raise invalid(name, "expected a string.", "invalid_type")
        if len(value) > self.most:
            code = "prompt_too_long" if name == "prompt" else "string_above_max_length"
            raise invalid(name, f"{len(value)} characters, at most {self.most}.", code)


@dataclass(frozen=True, slots=True)
class OneOf(_Textual):
    """One of these strings."""

    choices: tuple[str, ...]

    def check(self, name: str, value: Any) -> None:
        if not isinstance(value, str):
            raise invalid(name, "expected a string.", "invalid_type")
        if value not in self.choices:
            code = "size_not_supported" if name in {"size", "resolution"} else "invalid_value"
            raise invalid(name, f"'{value}'. Supported values are: {', '.join(self.choices)}.", code)


@dataclass(frozen=True, slots=True)
class Whole:
    """An integer between ``low`` and ``high``, both included; a true or false is no integer."""

    low: int
    high: int

    def check(self, name: str, value: Any) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            raise invalid(name, "expected an integer.", "invalid_type")
        if not self.low <= value <= self.high:
            code = "n_not_within_range" if name == "n" else "value_not_within_range"
            raise invalid(name, f"{value} is not between {self.low} and {self.high}.", code)

    def from_text(self, value: str) -> Any:
        return int(value) if re.fullmatch(r"-?\d{1,12}", value) else value


@dataclass(frozen=True, slots=True)
class Number:
    """A number between ``low`` and ``high``, both included."""

    low: float
    high: float

    def check(self, name: str, value: Any) -> None:
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise invalid(name, "expected a number.", "invalid_type")
        if not self.low <= value <= self.high:
            raise invalid(name, f"{value} is not between {self.low} and {self.high}.", "value_not_within_range")

    def from_text(self, value: str) -> Any:
        return float(value) if re.fullmatch(r"-?\d{1,9}(\.\d{1,9})?", value) else value


@dataclass(frozen=True, slots=True)
class Flag:
    """A true or false."""

    def check(self, name: str, value: Any) -> None:
        if not isinstance(value, bool):
            raise invalid(name, "expected a boolean.", "invalid_type")

    def from_text(self, value: str) -> Any:
        return {"true": True, "false": False}.get(value, value)


@dataclass(frozen=True, slots=True)
class Sides(_Textual):
    """``WxH`` in pixels, each side between ``low`` and ``high``."""

    low: int
    high: int

    def check(self, name: str, value: Any) -> None:
        width, height = parse_size(name, value)
        if not (self.low <= width <= self.high and self.low <= height <= self.high):
            raise invalid(name, f"{value}: each side from {self.low} to {self.high}.", "size_not_supported")


@dataclass(frozen=True, slots=True)
class Ratio(_Textual):
    """``W:H`` between 9:21 and 21:9."""

    def check(self, name: str, value: Any) -> None:
        match = RATIO.match(value) if isinstance(value, str) else None
        if match is None:
            raise invalid(name, f"{value!r} is no ratio such as 16:9.")
        if not 9 / 21 <= int(match[1]) / int(match[2]) <= 21 / 9:
            raise invalid(name, f"'{value}' is not between 21:9 and 9:21.")


@dataclass(frozen=True, slots=True)
class Json:
    """Anything that is an object, checked by the family itself."""

    def check(self, name: str, value: Any) -> None:
        if not isinstance(value, dict):
            raise invalid(name, "expected an object.", "invalid_type")

    def from_text(self, value: str) -> Any:
        try:
            return json.loads(value)
        except ValueError:
            return value


@dataclass(frozen=True, slots=True)
class Anything(_Textual):
    """Checked elsewhere: pictures."""

    def check(self, name: str, value: Any) -> None:
        return


def parse_size(name: str, value: Any) -> tuple[int, int]:
    """Width and height of ``WxH``. Raises RequestError."""
    match = SIZE.match(value) if isinstance(value, str) else None
    if match is None:
        raise invalid(name, f"{value!r} is no size such as 1024x1024.", "size_not_supported")
    return int(match[1]), int(match[2])


def check(rules: Mapping[str, Rule], values: Mapping[str, Any], required: tuple[str, ...] = ("prompt",)) -> None:
    """Every key known, every required one there, every value right. Raises RequestError on the first that is not."""
    for name in values:
        if name not in rules:
            raise unknown_parameter(name)
    for name in required:
        value = values.get(name)
        if value is None or (isinstance(value, str) and not value.strip()) or value == []:
            raise missing(name)
    for name, value in values.items():
        rules[name].check(name, value)


def from_form(rules: Mapping[str, Rule], fields: Mapping[str, str]) -> dict[str, Any]:
    """Form fields as the values that JSON would have carried; unknown ones stay text and are refused later."""
    return {name: rules[name].from_text(value) if name in rules else value for name, value in fields.items()}


def require_object(value: Any, name: str) -> dict[str, Any]:
    """The value, when it is a JSON object. Raises RequestError."""
    if isinstance(value, dict):
        return value
    raise RequestError(400, f"'{name}' must be an object.", code="invalid_type", param=name)
