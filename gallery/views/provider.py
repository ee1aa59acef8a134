"""Off to the sign-in provider. It is asked for its addresses first, so that one that is down is met here."""

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.providers.openid_connect import views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_not_required
def leave(request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        return views.login(request, provider_id)
    except (OSError, KeyError):  # no answer, none in JSON (the errors of requests are OSErrors), or no addresses in it
        return render(request, "socialaccount/authentication_error.html", status=503)
