"""What the frame of every page needs to know."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from gallery.access import is_moderator
from studio import keys


def frame(request: HttpRequest) -> dict[str, Any]:
    """``sandbox``: this person's runs go to the sandbox gateway. ``moderator``: show the moderators' pages."""
    user = getattr(request, "user", None)
    if user is None:
        return {"sandbox": keys.on_sandbox(), "moderator": False, "signup_open": settings.SIGNUP == "open"}
    return {
        "sandbox": keys.on_sandbox(),
        "moderator": is_moderator(user),
        "signup_open": settings.SIGNUP == "open",
    }
