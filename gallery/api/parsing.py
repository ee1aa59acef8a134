"""What is read from a request before any field is looked at: strict JSON, and text that a database can hold."""

import json
import math
from typing import Any, NoReturn

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.parser import Parser

from gallery.api.problems import Problem, invalid

DEEPEST = 16  # levels of lists and objects in a body
INTEGER_LIMIT = 2**63  # as a BIGINT holds it
UNSTORABLE = "A NUL character or half a surrogate pair cannot be kept."
OVERSIZED = "This whole number is larger than anything that is kept."


class StrictParser(Parser):
    """JSON as RFC 8259 has it: no NaN, no infinity, UTF-8 only.

    Raises:
        Problem: 400 unreadable, 415 another content type, 422 text or numbers that no column holds.
    """

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != "application/json":
            raise Problem(415, "Send the body as application/json.")
        try:
            value = json.loads(request.body.decode(), parse_constant=no_number, parse_float=finite, parse_int=integer)
        except (ValueError, RecursionError) as error:
            raise Problem(400, "The body is not readable JSON.") from error
        judge(value)
        return value

    def parse_querydict(self, data: MultiValueDict, list_fields: list[str], request: HttpRequest) -> dict[str, Any]:
        if data is getattr(request, "_files", None) and request.content_type != "multipart/form-data":
            raise Problem(415, "Send the file as multipart/form-data.")
        values = {name: data[name] for name in data}
        if wrong := [name for name, value in values.items() if isinstance(value, str) and not storable(value)]:
            raise invalid({name: [UNSTORABLE] for name in wrong})
        return super().parse_querydict(data, list_fields, request)


def no_number(text: str) -> NoReturn:
    raise ValueError(text)


def finite(text: str) -> float:
    if not math.isfinite(number := float(text)):
        raise ValueError(text)
    return number


class Oversized:
    """A whole number that no column holds; ``judge`` knows where it stands."""


def integer(text: str) -> int | Oversized:
    """Long digits are not read at all: reading them takes time by their square."""
    if len(text) > 20 or not -INTEGER_LIMIT <= (number := int(text)) < INTEGER_LIMIT:
        return Oversized()
    return number


def storable(text: str) -> bool:
    """PostgreSQL keeps no NUL; nobody keeps a lone surrogate."""
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def judge(value: Any) -> None:
    """Every text and number within the value can be kept, and nothing lies too deep."""
    left: list[tuple[Any, tuple[str, ...]]] = [(value, ())]
    while left:
        item, place = left.pop()
        if len(place) > DEEPEST:
            raise Problem(400, f"The body is nested deeper than {DEEPEST} levels.")
        if isinstance(item, str) and not storable(item):
            raise invalid({".".join(place) or "body": [UNSTORABLE]})
        if isinstance(item, Oversized):
            raise invalid({".".join(place) or "body": [OVERSIZED]})
        left += [(inner, (*place, name)) for name, inner in members(item, place)]


def members(item: Any, place: tuple[str, ...]) -> list[tuple[str, Any]]:
    if isinstance(item, dict):
        if not all(storable(name) for name in item):
            raise invalid({".".join(place) or "body": [UNSTORABLE]})
        return list(item.items())
    return [(str(index), inner) for index, inner in enumerate(item)] if isinstance(item, list) else []
