"""What stands before every view of a link: its secret, an own limit, the password, and headers against crawlers."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from gallery.models import Share
from gallery.sharing import doors
from gallery.sharing.limits import caller, within

HEADERS = {
    "X-Robots-Tag": "noindex, nofollow, noarchive, noimageindex",
    "Referrer-Policy": "same-origin",  # not no-referrer: forms would be sent without an origin, and be refused
    "Cache-Control": "private, no-store",
}
View = Callable[..., HttpResponseBase]


def through_link(view: View) -> View:
    """The share of the address instead of its secret; its own limit, headers for crawlers, the password before all."""

    @login_not_required
    @wraps(view)
    def opened(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        allowed = within("pages" if is_page(request) else "words", caller(request))
        share = Share.objects.by_token(token) if allowed else None
        if not allowed:
            response: HttpResponseBase = too_fast(request)
        elif share is None:
            response = render(request, "guests/closed.html", status=404)
        elif not doors.is_unlocked(request, share) and view.__name__ != "unlock":
            response = render(
                request, "guests/locked.html", facts(share, token), status=200 if is_page(request) else 403
            )
        else:
            response = view(request, share, token, *args, **kwargs)
        for name, value in HEADERS.items():
            response[name] = value
        return response

    return opened


def is_page(request: HttpRequest) -> bool:
    return request.method in ("GET", "HEAD")


def facts(share: Share, token: str) -> dict[str, Any]:
    return {"share": share, "token": token, "room": reverse("room", args=[token])}


def too_fast(request: HttpRequest) -> HttpResponse:
    response = render(request, "429.html", status=429)
    response["Retry-After"] = "60"
    return response
