"""The red dot: set and taken on one picture, or on all that are selected."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gallery import trash
from gallery.browsing.listing import Unreadable, team_of
from gallery.models import Image, Team
from gallery.organising import picks
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


@require_POST
@readable
def several(request: HttpRequest) -> HttpResponse:
    """The flag on every selected picture."""
    images = selected(request)
    picked = request.POST.get("picked") != "0"
    number = picks.pick(images, by=request.user, team=team_in(request), picked=picked)
    text = (
        ngettext("%(n)d picture picked.", "%(n)d pictures picked.", number)
        if picked
        else ngettext("%(n)d pick taken back.", "%(n)d picks taken back.", number)
    )
    return told(request, text % {"n": number})


@require_POST
@readable
def to_trash(request: HttpRequest) -> HttpResponse:
    """Every selected picture that is mine, with one Undo for all."""
    images = Image.objects.changeable_by(request.user).filter(pk__in=[image.pk for image in selected(request)])
    moved = [image for image in images if trash.trash(image, by=request.user)]
    text = ngettext(
        "%(n)d picture moved to trash, kept %(days)d days.",
        "%(n)d pictures moved to trash, kept %(days)d days.",
        len(moved),
    )
    undo = f"{reverse('gallery-restore')}?ids={','.join(image.pk.hex for image in moved)}" if moved else ""
    gone = [str(image.pk) for image in moved]
    return told(request, text % {"n": len(moved), "days": trash.days_kept()}, undo=undo, gone=gone)


@require_POST
@readable
def restore(request: HttpRequest) -> HttpResponse:
    """Undo of the above."""
    rows = Image.objects.in_trash_of(request.user).filter(pk__in=ids_in(request.GET.getlist("ids")))
    number = sum(trash.restore(image, by=request.user) for image in rows)
    text = ngettext("%(n)d picture is back in the gallery.", "%(n)d pictures are back in the gallery.", number)
    messages.success(request, text % {"n": number})
    return HttpResponseRedirect(back_to(request, reverse("gallery")))


def told(request: HttpRequest, text: str, *, undo: str = "", **more: Any) -> HttpResponse:
    """A toast for a script, a message and the way back for a plain form."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Trigger": json.dumps({"toast": {"text": text, "undo": undo, **more}})})
    messages.success(request, text, extra_tags=undo)
    return HttpResponseRedirect(back_to(request, reverse("gallery")))


def selected(request: HttpRequest) -> list[Image]:
    return list(Image.objects.pictures_visible_to(request.user).filter(pk__in=ids_in(request.POST.getlist("ids"))))


def ids_in(texts: list[str]) -> list[UUID]:
    """Raises Unreadable where one is none, or where they are more than one press takes."""
    try:
        found = list(dict.fromkeys(UUID(part) for text in texts for part in text.split(",") if part))
    except ValueError:
        raise Unreadable(_("One of the pictures that were selected is none.")) from None
    if len(found) > picks.AT_ONCE:
        raise Unreadable(_("Up to %(most)d pictures at once.") % {"most": picks.AT_ONCE})
    return found


def team_in(request: HttpRequest) -> Team | None:
    return team_of(teams_of(request.user), request.POST.get("team", ""))


def back_to(request: HttpRequest, otherwise: str) -> str:
    """The page of ours that the form names, or stood on."""
    page = request.POST.get("back", "") or request.headers.get("Referer", "")
    same = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if page and same else otherwise
