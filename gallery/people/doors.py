"""What somebody may only look at: a middleware that lets nothing through that changes anything, but what is theirs."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from gallery import access
from gallery.people import standing

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
