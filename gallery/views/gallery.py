"""The walls: mine and each team's, with search, filters and endless pages."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gallery.browsing import choices
from gallery.browsing.listing import Listing, Unreadable, listing_of, team_of
from gallery.browsing.paging import BadCursor
from gallery.browsing.wall import Wall, hang, lift_of
from gallery.models import Team

View = Callable[..., HttpResponse]
RECENT = ((gettext_lazy("Today"), 0), (gettext_lazy("Last 7 days"), 6), (gettext_lazy("Last 30 days"), 29))
STALE_CURSOR = gettext_lazy("The place in the list that this address names is none. Start again at the newest.")


def readable(view: View) -> View:
    """An address that no page of ours leads to is told in a sentence, with 400."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except BadCursor:
            return render(request, "gallery/unreadable.html", {"sentence": STALE_CURSOR}, status=400)
        except Unreadable as error:
            return render(request, "gallery/unreadable.html", {"sentence": str(error)}, status=400)

    return checked


def teams_of(user: Any) -> list[Team]:
    return list(Team.objects.visible_to(user))


@require_safe
@readable
def mine(request: HttpRequest) -> HttpResponse:
    return show(request, listing_of(request.user, None, request.GET), teams_of(request.user))


@require_safe
@readable
def of_team(request: HttpRequest, pk: UUID) -> HttpResponse:
    teams = teams_of(request.user)
    team = next((team for team in teams if team.pk == pk), None)
    if team is None:
        raise Http404
    return show(request, listing_of(request.user, team, request.GET), teams)


def show(request: HttpRequest, listing: Listing, teams: list[Team]) -> HttpResponse:
    """A whole page, or for htmx what hangs after the cursor."""
    cursor = request.GET.get("cursor", "")
    wall = hang(listing, cursor)
    context: dict[str, Any] = {
        "listing": listing,
        "wall": wall,
        "image_query": listing.image_query(),
        "older_url": listing.url(cursor=wall.older) if wall.older else "",
    }
    if request.headers.get("HX-Request") and cursor:
        return render(request, "gallery/_wall.html", context)
    context |= {"teams": teams, "cursor": cursor} | filters_of(listing, wall)
    if not wall.days and not cursor:
        context["lift"] = lift_of(listing)
    return render(request, "gallery/index.html", context)


def filters_of(listing: Listing, wall: Wall) -> dict[str, Any]:
    """What is set, in words, with the address that lifts each; and the days that are one click away."""
    conditions = listing.conditions()
    if "model" in conditions and wall.days:
        conditions["model"] = wall.days[0].images[0].model_label
    today = timezone.localdate()
    return {
        "conditions": conditions,
        "without": {name: listing.without(name).url() for name in conditions},
        "recent": [
            {"words": words, "url": replace(listing, start=today - timedelta(days=back), end=None).url()}
            for words, back in RECENT
        ],
    }


@require_safe
@readable
def pick_filter(request: HttpRequest, field: str) -> HttpResponse:
    """The models or vendors of a list as links: a menu's inside for htmx, a page of its own otherwise."""
    listing = listing_of(request.user, team_of(teams_of(request.user), request.GET.get("team", "")), request.GET)
    offered = choices.models(listing) if field == "model" else choices.vendors(listing)
    links = [(choice, listing.without(field).url(**{field: choice.value})) for choice in offered]
    fragment = bool(request.headers.get("HX-Request"))
    template = "gallery/_choices.html" if fragment else "gallery/choices.html"
    return render(request, template, {"field": field, "links": links, "listing": listing})
