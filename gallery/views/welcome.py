"""An invitation into the studio, as whoever holds the link sees it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gallery.models import Welcome
from gallery.people.entering import WELCOME
from gallery.sharing.limits import caller, within
from gallery.views.doorway import too_fast


@login_not_required
@never_cache
@require_safe
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    if not within("pages", caller(request)):
        return too_fast(request)
    found = Welcome.objects.by_token(token)
    if found and not request.user.is_authenticated:
        request.session[WELCOME] = str(found.pk)
    response = render(request, "people/welcome.html", {"welcome": found}, status=200 if found else 404)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response
