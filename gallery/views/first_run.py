"""The page that an empty instance begins with."""

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from gallery.models import User
from gallery.people.accounts import make_first_administrator
from gallery.people.forms import FirstRunForm


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def first_run(request: HttpRequest) -> HttpResponse:
    """Makes the first administrator and signs them in; not there once anybody has an account."""
    if User.objects.exists():
        raise Http404
    form = FirstRunForm(request.POST or None)
    if request.method != "POST":
        return render(request, "first_run/index.html", {"form": form})
    if not form.is_valid():
        return render(request, "first_run/index.html", {"form": form}, status=422)
    person = make_first_administrator(**form.cleaned_data)
    if person is None:
        return redirect("account_login")
    return perform_login(request, person, email_verification="none", redirect_url=settings.AFTER_FIRST_RUN)
