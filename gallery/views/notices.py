"""The bell: what one person should know of, and how often it comes by mail."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gallery.browsing.paging import page
from gallery.models.people import Digest
from gallery.people import notices
from gallery.views.gallery import readable
from gallery.views.signed_in import SignedIn

A_PAGE = 50


@require_safe
@never_cache
@readable
def index(request: SignedIn) -> HttpResponse:
    """Newest first. Looking at the page is seeing them: the count goes back to none."""
    rows, older = page(notices.of(request.user), request.GET.get("cursor", ""), A_PAGE)
    found = notices.without_unseen(rows, request.user)
    if request.method == "GET":
        notices.see_all(request.user)
    context = {"notices": found, "older": older, "digests": Digest.choices}
    return render(request, "notices/index.html", context)


@require_POST
def save_digest(request: SignedIn) -> HttpResponse:
    chosen = request.POST.get("digest", "")
    if chosen not in Digest.values:
        messages.error(request, _("Choose never, hourly or daily."))
        return redirect("notices")
    request.user.digest = chosen
    request.user.save(update_fields=["digest"])
    messages.success(request, _("Saved."))
    return redirect("notices")
