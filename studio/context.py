"""What the frame of every page needs to know."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from gallery.access import is_administrator, is_moderator
from gallery.models import Entrance
from gallery.models.entrance import SignUp
from gallery.people import passkeys
from gallery.people.standing import why_not
from studio import keys


def frame(request: HttpRequest) -> dict[str, Any]:
    """``sandbox``: this person's runs go to the sandbox gateway. ``moderator``, ``administrator``: show their pages.

    ``looks_only``: why this person makes nothing now; "" for everybody else.
    """
    user = getattr(request, "user", None)
    known = user is not None and user.is_authenticated
    return {
        "sandbox": SimpleLazyObject(lambda: keys.shows_demo(user) if known else keys.on_sandbox()),
        "moderator": known and is_moderator(user),
        "administrator": known and is_administrator(user),
        "looks_only": why_not(user) if known else "",
        "no_passkeys": lambda: passkeys.why_not(request),
        "signup_open": signup_open,  # asked by the pages that say so alone
        "oidc": settings.OIDC_ISSUER and settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["name"],
    }


def signup_open() -> bool:
    return Entrance.current().signup != SignUp.INVITED
