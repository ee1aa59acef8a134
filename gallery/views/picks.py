"""The red dot on one picture; and what every act on a selection shares: which pictures, what is said, the way back."""

import json
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gallery.browsing.listing import Unreadable, team_of
from gallery.models import Board, Image, Team
from gallery.organising import picks, selecting
from gallery.organising.bulk import Done, TooMany
from gallery.views.gallery import readable, teams_of
from gallery.views.image import visible

LOOKS = ("winner", "dot")


@require_POST
@readable
def pick(request: HttpRequest, pk: UUID) -> HttpResponse:
    """``picked``: 1 sets the flag, 0 takes it. htmx gets the button as it stands now, in the look that it asked for."""
    image = visible(request, pk)
    team = team_in(request)
    picked = request.POST.get("picked") != "0"
    picks.pick([image], by=request.user, team=team, picked=picked)
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(back_to(request, reverse("image", args=[pk])))
    look = request.POST.get("look", "")
    context = {"image": image, "picked": picked, "team": team, "key": request.POST.get("key", "f")[:1]}
    return render(request, f"gallery/_pick_{look if look in LOOKS else LOOKS[1]}.html", context)


def told(request: HttpRequest, text: str, done: Done | None = None) -> HttpResponse:
    """A toast with Undo for a script, and which pictures left the list; a message with Undo, and the way back, for a
    plain form. Ten thousand ids stand in the body: no header takes them.
    """
    undo = reverse("gallery-undo", args=[done.undo]) if done and done.undo else ""
    if request.headers.get("HX-Request"):
        gone, number = ([str(pk) for pk in done.gone], done.number) if done else ([], 0)
        toast = json.dumps({"toast": {"text": text, "undo": undo}})
        return JsonResponse({"number": number, "gone": gone}, headers={"HX-Trigger": toast})
    messages.success(request, text, extra_tags=undo)
    return HttpResponseRedirect(back_to(request, reverse("gallery")))


def chosen_from(request: HttpRequest) -> list[Image]:
    """The pictures that a form names by ``ids``; with ``all`` those of the board ``on``, or of the list ``query``.

    Raises:
        Unreadable: it names none of these, or more than one press takes.
    """
    try:
        if request.POST.get("all") != "1":
            return selecting.named(ids_in(request.POST.getlist("ids")), by=request.user)
        if on := request.POST.get("on", ""):
            return selecting.on_board(get_object_or_404(Board.objects.visible_to(request.user), pk=id_in(on)))
        return selecting.matching(request.POST.get("query", ""), by=request.user, team=team_in(request))
    except TooMany as told:
        raise Unreadable(str(told)) from None


def ids_in(texts: list[str]) -> list[UUID]:
    """Raises Unreadable where one is none."""
    return list(dict.fromkeys(id_in(part) for text in texts for part in text.split(",") if part))


def id_in(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Unreadable(_("One of the pictures that were selected is none.")) from None


def team_in(request: HttpRequest) -> Team | None:
    return team_of(teams_of(request.user), request.POST.get("team", ""))


def back_to(request: HttpRequest, otherwise: str) -> str:
    """The page of ours that the form names, or stood on."""
    page = request.POST.get("back", "") or request.headers.get("Referer", "")
    same = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if page and same else otherwise
