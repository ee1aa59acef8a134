"""Text that no row holds: neither database takes a NUL. Such an address names nothing, such a form is a bad request."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy

NUL = "\0"
WHY = gettext_lazy("One of the texts holds a NUL character, which cannot be kept. Go back, take it out and try again.")


class Unstorable:
    """Middleware. Forms tell it at their field; what is looked up or kept without a form ends here, not in a crash."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> None:
        if NUL in request.path_info:
            raise Http404("No address holds a NUL.")

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The statement was refused as a whole: nothing of it was kept."""
        if isinstance(error, DataError) and holds_nul(request):
            return HttpResponse(render_to_string("400.html", {"why": WHY}), status=400)
        return None


def holds_nul(request: HttpRequest) -> bool:
    given = [*request.GET.lists(), *request.POST.lists()]
    return any(NUL in text for name, values in given for text in (name, *values))
