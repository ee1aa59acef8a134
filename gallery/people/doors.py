"""Who is let in where: to the sign-in and back, for a second factor, and those who may only look at things."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from gallery import access
from gallery.people import factors, standing

SAFE = ("GET", "HEAD", "OPTIONS")


class SignIn(LoginRequiredMiddleware):
    """Leads to the sign-in and from there back to a page, since nobody can visit what a form sends or a part of a page
    asks for. A part of a page (htmx) takes its whole page along.
    """

    def handle_no_permission(  # type: ignore[override]  # the answer to htmx is no redirect by status
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseBase:
        part = "HX-Request" in request.headers
        if request.method in SAFE and not part:
            return super().handle_no_permission(request, view_func)
        there = redirect_to_login(page_of(request), self.get_login_url(view_func))
        return HttpResponseClientRedirect(there.url) if part else there


def page_of(request: HttpRequest) -> str:
    """The page of ours that a request was sent from, without the host; the start where that is not known."""
    told = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(told, {request.get_host()}, require_https=request.is_secure())
    return urlsplit(told)._replace(scheme="", netloc="", fragment="").geturl() or "/" if ours else "/"


class LooksOnly:
    """Guests and suspended people send comments, their own account, and little else. The API asks by itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> None:
        """A page that needs no sign-in is nobody's own: what anybody may do there they may too."""
        if request.method in SAFE or not getattr(view, "login_required", True) or not request.user.is_authenticated:
            return
        match = request.resolver_match
        if match is None or not access.may_send(request.user, match.url_name or ""):
            raise PermissionDenied(standing.why_not(request.user))


class SecondFactor:
    """Leads administrators and moderators without a second factor to where they add one, where one is asked of them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> HttpResponseBase | None:
        if not getattr(view, "login_required", True) or not request.user.is_authenticated:
            return None
        name = (request.resolver_match and request.resolver_match.url_name) or ""
        if name.startswith(access.SIGN_IN) or name in access.OWN_ACCOUNT or not factors.missing(request.user):
            return None
        return redirect("mfa_index")
