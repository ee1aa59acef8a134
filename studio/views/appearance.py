"""Light, dark or as the system; the language of the pages; what keys there are; its icons."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from studio import sprite

A_YEAR = 365 * 24 * 3600


@login_not_required
@require_safe
def icons(request: HttpRequest, digest: str) -> HttpResponse:
    """The drawings of all icons. Another digest than today's is of a page from before an update: it gets today's."""
    packs = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(sprite.packed() if packs else sprite.svg(), content_type="image/svg+xml")
    if packs:
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable" if digest == sprite.digest() else "no-cache"
    return response


@login_not_required
@require_safe
def shortcuts(request: HttpRequest) -> HttpResponse:
    """What fills the sheet of keys, on whatever page it is opened."""
    return render(request, "_parts/shortcuts.html")


@login_not_required
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keeps the choice in a cookie, so that the first paint is right without a script."""
    response = back(request)
    choice = request.POST.get("theme")
    if choice in ("light", "dark"):
        response.set_cookie("theme", choice, max_age=A_YEAR, samesite="Lax")
    else:
        response.delete_cookie("theme")
    return response


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keeps the choice in a cookie; without one the browser's own languages decide. See studio.serving.language."""
    response = back(request)
    choice = request.POST.get("language")
    if choice in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            choice,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            samesite="Lax",
            secure=settings.LANGUAGE_COOKIE_SECURE,
        )
    else:
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME, samesite="Lax")
    return response


def back(request: HttpRequest) -> HttpResponseRedirect:
    """To the page that the form stood on."""
    onward = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(onward, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(onward if safe else "/")
