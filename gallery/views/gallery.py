"""The walls: mine and each team's, with search, filters and endless pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gallery import access
from gallery.browsing.conditions import chips_of, labels_of, lift_of
from gallery.browsing.listing import Listing, Unreadable, listing_of
from gallery.browsing.paging import BadCursor
from gallery.browsing.wall import Wall, count_of, hang
from gallery.models import Team
from gallery.search import query

View = Callable[..., HttpResponse]
PICKED = query.Part("is", (query.Value("favourite"),))
FORM_FIELDS = {*query.FORM_FIELDS, "tag", "-tag", "from", "to", "words"}
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
    return show(request, listing_of(request.user, None, request.GET))


@require_safe
@readable
def of_team(request: HttpRequest, pk: UUID) -> HttpResponse:
    teams = teams_of(request.user)
    team = next((team for team in teams if team.pk == pk), None)
    if team is None:
        raise Http404
    return show(request, listing_of(request.user, team, request.GET), teams)


def show(request: HttpRequest, listing: Listing, teams: list[Team] | None = None) -> HttpResponse:
    """A whole page, or for htmx what hangs after the cursor or before it. What is no search is told with 422.

    ``teams`` of the reader, where they were asked for already.
    """
    if FORM_FIELDS & set(request.GET) and not listing.problems:
        return redirect(listing.url())
    cursor, before = (request.GET.get(name, "") for name in ("cursor", "before"))
    more = bool(request.headers.get("HX-Request") and (cursor or before))
    wall = hang(listing, cursor, before, below=more and bool(cursor))
    context: dict[str, Any] = {
        "listing": listing,
        "wall": wall,
        "image_query": listing.image_query(),
        "older_url": listing.url(cursor=wall.older) if wall.older else "",
        "newer_url": listing.url(before=wall.newer) if wall.newer else "",
    }
    if more:
        context["newer_url" if cursor else "older_url"] = ""  # the list goes on in one direction alone
        return render(request, "gallery/_wall.html", context)
    for day in wall.days[:1]:
        day.first = True
    teams = teams_of(request.user) if teams is None else teams
    context |= {"teams": teams, "cursor": cursor or before, "typed": typed(request, listing)}
    context |= conditions_of(listing, wall, cursor or before)
    return render(request, "gallery/index.html", context, status=422 if listing.problems else 200)


def typed(request: HttpRequest, listing: Listing) -> str:
    """What stands in the line: its one form, or as it came where it means nothing."""
    return request.GET.get("q", "")[: query.LONGEST] if listing.problems and not listing.saved else listing.q


def conditions_of(listing: Listing, wall: Wall, cursor: str) -> dict[str, Any]:
    """What is set, in words, with the address that lifts each; and what to lift where nothing fits."""
    chips = chips_of(listing, labels_of([image for day in wall.days for image in day.images]))
    nothing = not wall.days and not cursor and not listing.problems
    return {
        "chips": chips,
        "lift": lift_of(listing, chips, count_of) if nothing and len(chips) > 1 else None,
        "picked_url": "" if PICKED in listing.query.parts else listing.plus(PICKED).url(),
        "may_change": listing.saved is not None
        and access.can_edit_search(listing.user, listing.saved, listing.user.role_in(listing.team)),
    }
