"""Who calls: a bearer token, or the signed-in session of a browser (with its CSRF token)."""

import re
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from gallery import access
from gallery.api.problems import Problem
from gallery.models import ApiToken, User
from gallery.people import factors, standing
from gallery.people.doors import SAFE

TOUCH_EVERY = timedelta(minutes=1)
LONGEST_TOKEN = 200  # characters
CONVERTED = re.compile(r"<(?:\w+:)?(\w+)>")


class ApiRequest(HttpRequest):
    """A request that passed: ``auth`` is the person."""

    auth: User


class BearerToken(HttpBearer):
    """A personal API token, made on the account page or by ``manage.py create_api_token``."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        row = ApiToken.objects.live(token.strip()) if len(token) <= LONGEST_TOKEN else None
        if row is None:
            raise Problem(401, "This token is not known, was revoked, or its owner may not sign in.")
        touch(row)
        request.user = row.owner
        require_may_send(request)
        return row.owner


class Session(APIKeyCookie):
    """The browser's session, for the pages of this site and the documentation page."""

    param_name = "sessionid"

    def __call__(self, request: HttpRequest) -> Any:
        if "Authorization" in request.headers or not request.user.is_authenticated:
            return None
        if check_csrf(request):
            raise Problem(403, "The CSRF token is missing or wrong.")
        require_may_send(request)
        return request.user

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        return request.user


def require_may_send(request: HttpRequest) -> None:
    """Guests and suspended people read all that they did, and are told why they change nothing."""
    if factors.missing(request.user):
        raise Problem(403, str(factors.MISSING))
    match = request.resolver_match
    if request.method in SAFE or match is None:
        return
    route = CONVERTED.sub(r"{\1}", match.route).removeprefix("api/v1")
    if not access.may_send(request.user, route):
        raise Problem(403, standing.why_not(request.user))


def touch(token: ApiToken) -> None:
    """Note the use at most once a minute: a poll a second is not to be a write a second."""
    now = timezone.now()
    stale = now - TOUCH_EVERY
    if token.last_used_at and token.last_used_at > stale:
        return
    unseen = Q(last_used_at=None) | Q(last_used_at__lte=stale)
    ApiToken.objects.filter(unseen, pk=token.pk).update(last_used_at=now)
