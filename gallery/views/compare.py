"""Two to six pictures side by side, and the page on which they are chosen."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gallery import access
from gallery.browsing.listing import Listing, Unreadable, listing_of, team_of
from gallery.browsing.neighbours import film_of
from gallery.cells import plain
from gallery.models import Image, Team
from gallery.organising import picks
from gallery.recipes import comparing
from gallery.views.gallery import readable, teams_of

OFFERED = 48  # pictures to choose from, newest first, after those around the first chosen one


@dataclass(frozen=True, slots=True)
class Column:
    """``number`` from 1: the key of its Winner button; ``letter`` stands for its name."""

    number: int
    image: Image
    picked: bool
    may_pick: bool

    @property
    def letter(self) -> str:
        return "ABCDEF"[self.number - 1]


@require_safe
@readable
def compare(request: HttpRequest) -> HttpResponse:
    """``?ids=`` as often as there are pictures, or once with commas. Fewer than two: the page to choose more on."""
    team = team_of(teams_of(request.user), request.GET.get("team", ""))
    wanted = ids_of(request.GET.getlist("ids"))
    images = in_order(request.user, wanted)
    if len(images) < comparing.FEWEST or "choose" in request.GET:
        return choose(request, listing_of(request.user, team, {}), images)
    lines = comparing.lines_of(images)
    if request.GET.get("format") == "csv":
        return as_csv(images, lines)
    flags = picks.picked_among(images, user=request.user, team=team)
    open_flags = picks.pickable_among(images, user=request.user, team=team) if access.can_make(request.user) else set()
    context = {
        "columns": [
            Column(number, image, image.pk in flags, image.pk in open_flags) for number, image in enumerate(images, 1)
        ],
        "lines": lines,
        "differing": sum(not line.same for line in lines),
        "all": "all" in request.GET,
        "gone": len(wanted) - len(images),
        "team": team,
        "here": address(images, team),
        "back": reverse("gallery-team", args=[team.pk]) if team else reverse("gallery"),
    }
    return render(request, "gallery/compare.html", context)


def ids_of(texts: Sequence[str]) -> list[UUID]:
    """Each once, in order.

    Raises:
        Unreadable: one of them is none, or there are more than fit side by side.
    """
    try:
        found = list(dict.fromkeys(UUID(part) for text in texts for part in text.split(",") if part))
    except ValueError:
        raise Unreadable(_("One of the pictures that this address names is none.")) from None
    if len(found) > comparing.MOST:
        raise Unreadable(_("Up to %(most)d pictures stand side by side.") % {"most": comparing.MOST})
    return found


def in_order(user: Any, ids: Sequence[UUID]) -> list[Image]:
    known = Image.objects.pictures_visible_to(user).select_related("owner", "team").in_bulk(ids)
    return [known[id] for id in ids if id in known]


def address(images: Sequence[Image], team: Team | None) -> str:
    """Without a script's mode or the table's choices: where Back and the forms lead."""
    more = {"team": str(team.pk)} if team else {}
    return f"{reverse('compare')}?{urlencode({'ids': ','.join(str(image.pk) for image in images), **more}, safe=',')}"


def choose(request: HttpRequest, listing: Listing, chosen: list[Image]) -> HttpResponse:
    """Those around the first chosen one come first: its run is what one compares it with."""
    around = film_of(listing, chosen[0]).images if chosen else []
    newest = listing.rows().defer("revised_prompt", "request_id", "sha256").order_by("-created_at", "-id")[:OFFERED]
    offered = list({image.pk: image for image in (*chosen, *around, *newest)}.values())[:OFFERED]
    context = {"offered": offered, "chosen": {image.pk for image in chosen}, "listing": listing, "most": comparing.MOST}
    return render(request, "gallery/compare_choose.html", context)


def as_csv(images: Sequence[Image], lines: Sequence[comparing.Line]) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="comparison.csv"'
    writer = csv.writer(response)
    writer.writerow(["", *(str(image.pk) for image in images)])
    for line in lines:
        writer.writerow([line.setting, *(plain(cell.value) for cell in line.cells)])
    return response
