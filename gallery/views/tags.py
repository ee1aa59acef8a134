"""The tags of a space: how many pictures have each, other names, two made one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gallery import access
from gallery.browsing.listing import team_of
from gallery.models import Tag, Team
from gallery.organising import tags
from gallery.views.gallery import readable, teams_of
from gallery.views.signed_in import SignedIn


@require_safe
def mine(request: SignedIn) -> HttpResponse:
    return show(request, None)


@require_safe
def of_team(request: SignedIn, pk: UUID) -> HttpResponse:
    team = next((team for team in teams_of(request.user) if team.pk == pk), None)
    if team is None:
        raise Http404
    return show(request, team)


def show(request: SignedIn, team: Team | None, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "tags": tags.with_numbers(tags.of_space(user=request.user, team=team)),
        "teams": teams_of(request.user),
        "team": team,
        "edits": team is None or access.can_publish_in(request.user.role_in(team)),
    }
    return render(request, "boards/tags.html", context | more, status=status)


@require_safe
@readable
def suggest(request: HttpRequest) -> HttpResponse:
    """Options of a datalist: names of the space that hold what is typed last."""
    team = team_of(teams_of(request.user), request.GET.get("team", ""))
    *before, last = request.GET.get("tags", request.GET.get("add", ""))[:1000].split(",")
    names = tags.suggest(last, user=request.user, team=team)
    return render(
        request, "boards/_suggested.html", {"names": names, "before": "".join(f"{name.strip()}, " for name in before)}
    )


@require_POST
def rename(request: SignedIn, pk: int) -> HttpResponse:
    """Asks before two become one."""
    tag = own(request, pk)
    name = request.POST.get("name", "")
    try:
        tags.rename(tag, name, by=request.user, merge=bool(request.POST.get("merge")))
    except tags.BadTag as refused:
        return show(request, tag.team, status=422, wrong=tag.pk, sentence=str(refused), typed=name[:200])
    except tags.NameTaken as taken:
        return show(request, tag.team, status=409, merging=tag.pk, sentence=str(taken), typed=name)
    return back(tag.team)


@require_POST
def delete(request: SignedIn, pk: int) -> HttpResponse:
    tag = own(request, pk)
    tags.delete(tag, by=request.user)
    messages.success(request, _("The tag “%(name)s” is off every picture.") % {"name": tag.name})
    return back(tag.team)


def own(request: SignedIn, pk: int) -> Tag:
    tag = get_object_or_404(Tag.objects.visible_to(request.user).select_related("team"), pk=pk)
    tags.require_editor(tag.team, request.user)
    return tag


def back(team: Team | None) -> HttpResponse:
    return redirect("tags-team", team.pk) if team else redirect("tags")
