"""What somebody may only look at: a middleware that lets nothing through that changes anything, but what is theirs."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from gallery import access
from gallery.people import factors, standing

SAFE = ("GET", "HEAD", "OPTIONS")


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
