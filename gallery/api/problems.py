"""Errors of the API as problem details (RFC 9457): type, title, status, detail, and sentences per field.

``about:blank`` says no more than the status does; the other types are URNs that a client may tell apart.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from http.client import responses
from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from pydantic import BaseModel, ConfigDict, Field

from gallery.api.sentences import NUMBERS, sentence_of, without_other_shapes

MEDIA_TYPE = "application/problem+json"
BLANK = "about:blank"
INVALID = "urn:pinacoteca:problem:invalid"
NOT_OFFERED = "urn:pinacoteca:problem:not-offered"
MOST_ERRORS = 50  # fields named in one answer

NOT_OFFERED_YET = "This is not offered yet."
SENTENCES = {
    400: "The request could not be read.",
    402: "A budget has too little left for this.",
    401: "Send a token of yours as a bearer token, or sign in.",
    403: "Your role does not allow this.",
    404: "There is nothing at this address that you may see.",
    405: "This address does not take this method.",
    409: "This cannot be done in the present state.",
    411: "Say how long the body is: bodies of unknown length (chunked) are not read here.",
    413: "The request is too large.",
    415: "This address does not take this content type.",
    416: "The file has no such part.",
    422: "Some fields need another value.",
    429: "Too much at once. Try again a little later.",
    500: "Something went wrong here. It was logged.",
    503: "Not available right now. Try again a little later.",
}

Errors = Mapping[str, list[str]]


class ProblemOut(BaseModel):
    """What went wrong, for a program and for a person."""

    model_config = ConfigDict(
        title="Problem",
        json_schema_extra={
            "examples": [
                {
                    "type": INVALID,
                    "title": "Unprocessable Entity",
                    "status": 422,
                    "detail": "Some fields need another value.",
                    "errors": {"prompt": ["Write a prompt."]},
                }
            ]
        },
    )

    type: str = Field(description="A URI that names the kind of problem; about:blank where the status says it all.")
    title: str = Field(description="The same for every problem of this type.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="A sentence with what to do next.")
    errors: dict[str, list[str]] = Field(
        default={}, description="Sentences per field, such as models.0.options.quality. Only where fields are at fault."
    )


class Problem(Exception):  # noqa: N818 (named as RFC 9457 names it)
    """Raised anywhere below a route; ``errors`` are sentences per field."""

    def __init__(
        self,
        status: int,
        detail: str = "",
        *,
        type: str = BLANK,
        errors: Errors | None = None,
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, Any] | None = None,
    ):
        super().__init__(detail or SENTENCES.get(status, ""))
        self.status = status
        self.detail = detail
        self.type = type
        self.errors = errors
        self.headers = headers or {}
        self.more = more

    def response(self) -> HttpResponse:
        return problem(
            self.status, self.detail, type=self.type, errors=self.errors, headers=self.headers, more=self.more
        )


def problem(
    status: int,
    detail: str = "",
    *,
    type: str = BLANK,
    errors: Errors | None = None,
    headers: Mapping[str, str] | None = None,
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """``more``: members of this type of problem beside the usual ones."""
    content: dict[str, Any] = {
        "type": type,
        "title": responses.get(status, "Error"),
        "status": status,
        "detail": detail or SENTENCES.get(status, responses.get(status, "")),
    }
    if errors:
        content["errors"] = dict(list(errors.items())[:MOST_ERRORS])
    content |= more or {}
    response = HttpResponse(json.dumps(content), status=status, content_type=MEDIA_TYPE, headers=dict(headers or {}))
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="api"'
    response.headers["Cache-Control"] = "no-store"
    return response


def invalid(errors: Errors, *, type: str = INVALID) -> Problem:
    """Fields that need another value."""
    return Problem(422, type=type, errors=errors)


def invalid_form(form: BaseForm) -> Problem:
    """What a page would say at the fields of this form."""
    return invalid({name: [str(sentence) for sentence in found] for name, found in form.errors.items()})


def not_offered(*fields: str) -> Problem:
    return invalid({field: [NOT_OFFERED_YET] for field in fields}, type=NOT_OFFERED)


def field_errors(errors: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """pydantic's errors, whose places begin with where the value came from and the argument's name."""
    found: dict[str, list[str]] = {}
    for error in errors:
        source, *place = error["loc"]
        path = fields_of(place[1:], error["type"]) if source == "body" else place
        name = ".".join(str(part)[:80] for part in path) or str(source)
        sentences = found.setdefault(name, [])
        sentence = sentence_of(error, place)
        if sentence not in sentences:
            sentences.append(sentence)
    return without_other_shapes(found)


def fields_of(place: Sequence[Any], kind: str) -> list[Any]:
    """The place without the shapes that were tried; a field of an unknown name is one, however it is called."""
    sent = len(place) - 1 if kind == "extra_forbidden" else len(place)
    return [*[part for part in place[:sent] if not is_alternative(part)], *place[sent:]]


def is_alternative(part: Any) -> bool:
    """Which of several shapes was tried, such as "uuid" or "ReferenceWanted": nothing that was sent."""
    return isinstance(part, str) and (part == "uuid" or part in NUMBERS or part[:1].isupper())


def documented(*statuses: int) -> dict[int, type[ProblemOut]]:
    """The problems of a route, for its ``response`` map. A token can always be missing."""
    return dict.fromkeys((401, *statuses), ProblemOut)
