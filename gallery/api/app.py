"""The frame of the API: problem details for everything, open addresses with their own keys, an honest schema."""

from collections.abc import Callable
from functools import partial, update_wrapper
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.urls import URLPattern
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from gallery.api.problems import INVALID, MEDIA_TYPE, SENTENCES, Problem, field_errors, problem

FRAMING = 1024 * 1024  # bytes that a multipart request may take beside its file
TOO_LONG = "The request is too large: a file has up to %d MB."
STATUS_OF = {
    RequestDataTooBig: 413,
    MultiPartParserError: 400,
    UnreadablePostError: 400,
    SuspiciousOperation: 400,
    BadRequest: 400,
    Http404: 404,
    AuthenticationError: 401,
}


class Api(NinjaAPI):
    """django-ninja with problem details, and views that check their own keys instead of the login page's."""

    def set_default_exception_handlers(self) -> None:
        for kind, status in STATUS_OF.items():
            self.add_exception_handler(kind, partial(plain, status=status))
        self.add_exception_handler(Problem, of_problem)
        self.add_exception_handler(PermissionDenied, of_denial)
        self.add_exception_handler(HttpError, of_http_error)
        self.add_exception_handler(ValidationError, of_validation)

    def _get_urls(self) -> list[Any]:
        return [opened(pattern) for pattern in super()._get_urls()]

    def get_openapi_schema(self, **given: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**given)
        for operations in schema["paths"].values():
            for operation in operations.values():
                settle_responses(operation["responses"])
        return schema


def plain(request: HttpRequest, error: Exception, status: int) -> HttpResponse:
    return problem(status)


def of_problem(request: HttpRequest, error: Any) -> HttpResponse:
    return error.response()


def of_denial(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(403, str(error))


def of_http_error(request: HttpRequest, error: Any) -> HttpResponse:
    """ninja wraps what a parser raises; the problem within says more."""
    if isinstance(error.__cause__, Problem):
        return error.__cause__.response()
    if isinstance(error.__cause__, RequestDataTooBig):
        return problem(413)
    return problem(error.status_code, "" if error.status_code in SENTENCES else str(error))


def of_validation(request: HttpRequest, error: Any) -> HttpResponse:
    """An id in the path that is none is an address without anything; all else is a field's fault."""
    if any(item["loc"][0] == "path" for item in error.errors):
        return problem(404)
    return problem(422, type=INVALID, errors=field_errors(error.errors))


def opened(pattern: Any) -> URLPattern:
    """The pattern with a view that the login page does not guard, and that answers HEAD where it answers GET."""
    view: Callable[..., HttpResponseBase] = pattern.callback

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "HEAD":
            request.method = "GET"
        if refusal := refused_by_length(request):
            return problem(refusal, TOO_LONG % (settings.UPLOAD_MAX_BYTES >> 20) if refusal == 413 else "")
        try:
            return view(request, *args, **kwargs)
        except Http404:
            return problem(404)

    if not isinstance(view, partial):
        update_wrapper(answer, view)
    answer.login_required = False  # type: ignore[attr-defined]
    answer.csrf_exempt = True  # type: ignore[attr-defined]
    pattern.callback = answer
    return pattern


def refused_by_length(request: HttpRequest) -> int:
    """411 for a body of unknown length, which WSGI reads as an empty one; 413 for one too long; else 0."""
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length and "chunked" in request.headers.get("Transfer-Encoding", "").lower():
        return 411
    too_long = length.isdecimal() and int(length[:20]) > settings.UPLOAD_MAX_BYTES + FRAMING
    return 413 if too_long else 0


def settle_responses(responses: dict[int, dict[str, Any]]) -> None:
    """Problems have a media type of their own, which ninja does not know."""
    for status, response in responses.items():
        content = response.get("content", {})
        if int(status) >= 400 and "application/json" in content:
            content[MEDIA_TYPE] = content.pop("application/json")
