"""Saved searches: boards that fill themselves, each with an address of its own."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gallery import access
from gallery.browsing.listing import listing_of, listing_of_saved, team_of
from gallery.models import SavedSearch
from gallery.search import keeping
from gallery.views.gallery import readable, show, teams_of
from gallery.views.signed_in import SignedIn


@require_safe
@readable
def search(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The wall of what it finds today."""
    saved = visible(request, pk)
    return show(
        request, listing_of_saved(request.user, saved, stacked=request.GET.get("stacks") == "1"), teams_of(request.user)
    )


@require_safe
def index(request: SignedIn) -> HttpResponse:
    """Mine and my teams': a menu's inside for htmx, a page of its own otherwise."""
    saved = SavedSearch.objects.visible_to(request.user).select_related("team", "owner").order_by("team__name", "name")
    roles: dict[Any, str] = dict(request.user.memberships.values_list("team_id", "role"))
    rows = [(each, access.can_edit_search(request.user, each, roles.get(each.team_id))) for each in saved]
    fragment = bool(request.headers.get("HX-Request"))
    return render(request, "gallery/_searches.html" if fragment else "gallery/searches.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@readable
def save(request: SignedIn) -> HttpResponse:
    """Keeps the line of a list under a name."""
    given = request.POST if request.method == "POST" else request.GET
    team = team_of(teams_of(request.user), given.get("team", ""))
    listing = listing_of(request.user, team, given)
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            saved = keeping.save(name=given.get("name", ""), line=given.get("q", ""), by=request.user, team=team)
            messages.success(request, _("Kept as “%(name)s”. It fills itself from now on.") % {"name": saved.name})
            return redirect("saved-search", saved.pk)
        except keeping.Unfit as error:
            errors = {error.field: str(error)}
    asked = {"name": given.get("name", ""), "line": given.get("q", "")}
    context = {"listing": listing, "team": team, "errors": errors, **asked}
    return render(request, "gallery/search_edit.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedIn, pk: UUID) -> HttpResponse:
    saved = visible(request, pk)
    keeping.require_editor(saved, request.user)
    errors: dict[str, str] = {}
    name, line = (request.POST.get(field, getattr(saved, field)) for field in ("name", "line"))
    if request.method == "POST":
        try:
            keeping.change(saved, by=request.user, name=name, line=line)
            return redirect("saved-search", pk)
        except keeping.Unfit as error:
            errors = {error.field: str(error)}
    context = {"saved": saved, "team": saved.team, "errors": errors, "name": name, "line": line}
    return render(request, "gallery/search_edit.html", context, status=422 if errors else 200)


@require_POST
def delete(request: SignedIn, pk: UUID) -> HttpResponse:
    saved = visible(request, pk)
    keeping.delete(saved, by=request.user)
    messages.success(request, _("“%(name)s” is forgotten. Its pictures stay.") % {"name": saved.name})
    return redirect("gallery-team", saved.team_id) if saved.team_id else redirect("gallery")


def visible(request: HttpRequest, pk: UUID) -> SavedSearch:
    return get_object_or_404(SavedSearch.objects.visible_to(request.user).select_related("team"), pk=pk)
