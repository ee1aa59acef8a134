"""Acts on all that is selected: each says how many it changed, and gives an Undo."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from gallery import trash
from gallery.browsing.listing import listing_of, team_of
from gallery.browsing.wall import count_of
from gallery.models import Board
from gallery.organising import boards, bulk, tags, undoing
from gallery.views.gallery import readable, teams_of
from gallery.views.picks import back_to, chosen_from, id_in, team_in, told
from gallery.views.signed_in import SignedIn

Act = Callable[[SignedIn], HttpResponse]
REFUSALS = (boards.NotPossible, bulk.TooMany, tags.BadTag, tags.NotInSpace)


def refusable(act: Act) -> Act:
    """What contradicts itself is a sentence with 422: a toast for a script, a message for a plain form."""

    def checked(request: SignedIn) -> HttpResponse:
        try:
            return act(request)
        except REFUSALS as refused:
            if request.headers.get("HX-Request"):
                return HttpResponse(str(refused), status=422, content_type="text/plain; charset=utf-8")
            messages.error(request, str(refused))
            return HttpResponseRedirect(back_to(request, reverse("gallery")))

    checked.__name__, checked.__doc__ = act.__name__, act.__doc__
    return require_POST(readable(checked))


@refusable
def pick(request: SignedIn) -> HttpResponse:
    """The flag on each, or off each with ``picked`` 0."""
    picked = request.POST.get("picked") != "0"
    done = bulk.pick(chosen_from(request), by=request.user, team=team_in(request), picked=picked)
    text = (
        ngettext("%(n)d picture picked.", "%(n)d pictures picked.", done.number)
        if picked
        else ngettext("%(n)d pick taken back.", "%(n)d picks taken back.", done.number)
    )
    return told(request, text % {"n": done.number}, done)


@refusable
def lay(request: SignedIn) -> HttpResponse:
    """On the board that the form names, or on a new one of the name ``new``."""
    images = chosen_from(request)
    board = board_in(request)
    done = bulk.lay_on(board, images, by=request.user)
    text = ngettext("%(n)d picture laid on %(name)s.", "%(n)d pictures laid on %(name)s.", done.number)
    return told(request, text % {"n": done.number, "name": board.name}, done)


def board_in(request: SignedIn) -> Board:
    if name := " ".join(request.POST.get("new", "").split()):
        if len(name) > 80:
            raise boards.NotPossible(_("A board’s name has 80 characters at most."))
        return boards.create(name=name, by=request.user, team=team_in(request))
    rows = Board.objects.visible_to(request.user).select_related("team", "owner")
    return get_object_or_404(rows, pk=id_in(request.POST.get("board", "")))


@refusable
def tag(request: SignedIn) -> HttpResponse:
    """``tags``: names with commas between; ``off`` takes them off."""
    names = [name for name in request.POST.get("tags", "").split(",") if name.strip()]
    act = bulk.untag if request.POST.get("off") else bulk.tag
    done = act(chosen_from(request), names, by=request.user, team=team_in(request))
    text = ngettext("Tags of %(n)d picture changed.", "Tags of %(n)d pictures changed.", done.number)
    return told(request, text % {"n": done.number}, done)


@refusable
def rate(request: SignedIn) -> HttpResponse:
    stars = stars_in(request)
    done = bulk.rate(chosen_from(request), stars, by=request.user)
    if stars:
        text = ngettext("%(n)d picture rated %(stars)d.", "%(n)d pictures rated %(stars)d.", done.number)
    else:
        text = ngettext("Stars of %(n)d picture taken back.", "Stars of %(n)d pictures taken back.", done.number)
    return told(request, text % {"n": done.number, "stars": stars}, done)


def stars_in(request: HttpRequest) -> int:
    text = request.POST.get("stars", "")
    if text not in ("0", "1", "2", "3", "4", "5"):
        raise boards.NotPossible(_("Stars are 1 to 5; 0 takes them back."))
    return int(text)


@refusable
def publish(request: SignedIn) -> HttpResponse:
    """In the team ``to``, or out of every team where it is empty; one's own pictures alone."""
    images, to = chosen_from(request), request.POST.get("to", "")
    if not to:
        done = bulk.withdraw(images, by=request.user)
        text = ngettext("%(n)d picture taken out of its team.", "%(n)d pictures taken out of their team.", done.number)
        return told(request, text % {"n": done.number}, done)
    team = team_of(teams_of(request.user), to)
    if team is None:
        raise boards.NotPossible(_("Choose one of your teams."))
    done = bulk.publish(images, by=request.user, team=team)
    text = ngettext("%(n)d picture published in %(name)s.", "%(n)d pictures published in %(name)s.", done.number)
    return told(request, text % {"n": done.number, "name": team.name}, done)


@refusable
def to_trash(request: SignedIn) -> HttpResponse:
    done = bulk.to_trash(chosen_from(request), by=request.user)
    text = ngettext(
        "%(n)d picture moved to trash, kept %(days)d days.",
        "%(n)d pictures moved to trash, kept %(days)d days.",
        done.number,
    )
    return told(request, text % {"n": done.number, "days": trash.days_kept()}, done)


@require_POST
def undo(request: SignedIn, token: str) -> HttpResponse:
    """Back to how it was, and to the page that it was pressed on."""
    undone = undoing.undo(token, by=request.user)
    if undone is None:
        messages.error(request, _("This cannot be undone any more."))
    elif undone[0] == "trash":
        text = ngettext("%(n)d picture is back in the gallery.", "%(n)d pictures are back in the gallery.", undone[1])
        messages.success(request, text % {"n": undone[1]})
    elif undone[0] == "place":
        messages.success(request, _("The board stands where it stood."))
    else:
        text = ngettext("Undone for %(n)d picture.", "Undone for %(n)d pictures.", undone[1])
        messages.success(request, text % {"n": undone[1]})
    return HttpResponseRedirect(back_to(request, reverse("gallery")))


@require_safe
@readable
def matching(request: SignedIn) -> JsonResponse:
    """How many the list has that the address names: {"text": "All 212 that match"}."""
    team = team_of(teams_of(request.user), request.GET.get("team", ""))
    listing = listing_of(request.user, team, request.GET)
    number, more = (0, False) if listing.problems else count_of(listing)
    text = ngettext("All %(n)s that matches", "All %(n)s that match", number)
    return JsonResponse({"text": text % {"n": f"{number}+" if more else number}})
