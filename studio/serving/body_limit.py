"""No page reads a body that is longer than any form of ours, or one whose length nobody told."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string


def body_limit(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware, before all that may read a body: sessions, forms and the CSRF check."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        status = refused(request)
        if not status:
            return get_response(request)
        return HttpResponse(render_to_string(f"{status}.html"), status=status)

    return answer


def refused(request: HttpRequest) -> int:
    """411 where the length is not told or no number, 413 where it is over REQUEST_MAX_BYTES; else 0."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if "Transfer-Encoding" in request.headers or not (length.isascii() and length.isdecimal()):
        return 411
    return 413 if int(length[:20]) > settings.REQUEST_MAX_BYTES else 0
