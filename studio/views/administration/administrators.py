"""The door of the administrators' pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy

from gallery.access import is_administrator
from studio.views.requests import Request

ADMINISTRATORS_ONLY = gettext_lazy("Only administrators come here.")

View = Callable[..., Any]


def administrators_only(view: View) -> View:
    @wraps(view)
    def answer(request: Request, *args: Any, **kwargs: Any) -> Any:
        if not is_administrator(request.user):
            raise PermissionDenied(ADMINISTRATORS_ONLY)
        return view(request, *args, **kwargs)

    return answer
