"""The request of a page that LoginRequiredMiddleware lets nobody else see, and the page that is for moderators."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from gallery.access import is_moderator
from gallery.models import User

MODERATORS_ONLY = gettext_lazy("Only moderators come here. An administrator can make you one.")

View = Callable[..., Any]


class SignedIn(HttpRequest):
    user: User


def moderators_only(view: View) -> View:
    @wraps(view)
    def answer(request: SignedIn, *args: Any, **kwargs: Any) -> Any:
        if not is_moderator(request.user):
            raise PermissionDenied(MODERATORS_ONLY)
        return view(request, *args, **kwargs)

    return answer
