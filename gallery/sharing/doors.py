"""Who stands before a link: the password cookie, and the cookie by which a guest is known again. Both are signed."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from gallery.models import Guest, Share

LASTS = timedelta(days=30)


def name_of(share: Share, what: str) -> str:
    return f"{what}-{share.pk.hex[-12:]}"


def is_unlocked(request: HttpRequest, share: Share) -> bool:
    if not share.password:
        return True
    return read(request, name_of(share, "key"), salt="share-key") == [share.pk.hex, share.password[-16:]]


def unlock(response: HttpResponseBase, share: Share, path: str) -> None:
    put(response, name_of(share, "key"), [share.pk.hex, share.password[-16:]], salt="share-key", path=path)


def guest_of(request: HttpRequest, share: Share) -> Guest | None:
    told = read(request, name_of(share, "guest"), salt="share-guest")
    if not isinstance(told, str):
        return None
    return Guest.objects.filter(share=share, pk=UUID(hex=told)).first()


def remember(response: HttpResponseBase, guest: Guest, path: str) -> None:
    put(response, name_of(guest.share, "guest"), guest.pk.hex, salt="share-guest", path=path)


def read(request: HttpRequest, name: str, *, salt: str) -> Any:
    try:
        return signing.loads(request.COOKIES.get(name, ""), salt=salt, max_age=LASTS)
    except signing.BadSignature:
        return None


def put(response: HttpResponseBase, name: str, value: Any, *, salt: str, path: str) -> None:
    response.set_cookie(
        name,
        signing.dumps(value, salt=salt),
        max_age=LASTS,
        path=path,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
