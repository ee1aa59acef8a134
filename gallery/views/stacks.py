"""A stack opened: the pictures of a run on a page of their own, and which of them lies on top."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gallery.access import can_publish_in
from gallery.browsing import stacks
from gallery.browsing.listing import Listing, team_of
from gallery.models import Image
from gallery.organising import hanging
from gallery.organising.boards import NotPossible
from gallery.views.gallery import readable, teams_of
from gallery.views.picks import id_in, ids_in, told
from gallery.views.signed_in import SignedIn


@require_safe
@readable
def stack(request: SignedIn, run: UUID) -> HttpResponse:
    """``team`` in the address: as it lies in that team's gallery."""
    teams = teams_of(request.user)
    team = team_of(teams, request.GET.get("team", ""))
    images = stacks.of_run(str(run), by=request.user, team=team)
    if not images:
        raise Http404
    hanging.mark_picked(images, user=request.user, team=team)
    listing = Listing(request.user, team, stacked=True)
    role = request.user.role_in(team)
    context: dict[str, Any] = {
        "run": run,
        "images": images,
        "cover": stacks.cover_of(str(run), images, team),
        "listing": listing,
        "image_query": listing.image_query(),
        "teams": teams,
        "may_cover": team is None or can_publish_in(role) or any(image.owner_id == request.user.pk for image in images),
    }
    return render(request, "gallery/stack.html", context)


@require_POST
@readable
def cover(request: SignedIn, run: UUID) -> HttpResponse:
    """The first of ``ids`` is laid on top, for everybody."""
    rows = Image.objects.pictures_visible_to(request.user).select_related("team")
    wanted = ids_in(request.POST.getlist("ids")) or [id_in("")]
    image = get_object_or_404(rows, pk=wanted[0])
    try:
        stacks.choose(str(run), image, by=request.user)
    except NotPossible as refused:
        return HttpResponse(str(refused), status=422, content_type="text/plain; charset=utf-8")
    return told(request, _("This picture lies on top of its stack now."))
