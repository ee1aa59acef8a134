"""Boards: the shelf of a space, one board with its wall, and the forms that make and change them."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gallery import access
from gallery.browsing import tallies
from gallery.browsing.listing import Listing, team_of
from gallery.models import Board, Project, Team, User
from gallery.organising import boards, hanging, placing, shelf
from gallery.organising.board_forms import BoardForm
from gallery.organising.marking import OFFERED
from gallery.views.gallery import readable, teams_of
from gallery.views.signed_in import SignedIn

FACES = 4  # of a team in the head of its board
SHOWN = ("picked", "undecided")  # of a board, alone


@require_safe
def mine(request: SignedIn) -> HttpResponse:
    return show_shelf(request, None)


@require_safe
def of_team(request: SignedIn, pk: UUID) -> HttpResponse:
    team = next((team for team in teams_of(request.user) if team.pk == pk), None)
    if team is None:
        raise Http404
    return show_shelf(request, team)


def show_shelf(request: SignedIn, team: Team | None) -> HttpResponse:
    return render(request, "boards/index.html", shelf_context(request, team, request.user.role_in(team)))


def shelf_context(request: SignedIn, team: Team | None, role: str | None) -> dict[str, Any]:
    """``find`` in the address: boards and projects that are called so, alone."""
    groups = shelf.shelf_of(request.user, team)
    words = request.GET.get("find", "").strip()
    shown = [found for group in groups if (found := group.called(words))] if words else groups
    return {
        "shelf": shown,
        "words": words,
        "teams": teams_of(request.user),
        "team": team,
        "may_lay": team is None or access.can_publish_in(role),
        "empty": not any(group.branches for group in groups),
    }


@require_safe
@readable
def board(request: SignedIn, pk: UUID) -> HttpResponse:
    """A whole page, or for htmx what hangs after the cursor."""
    shown = visible(request, pk)
    cursor, show = request.GET.get("cursor", ""), request.GET.get("show", "")
    images, older = hanging.page(hanging.items_of(shown, show=show), cursor, tiles=True)
    hanging.mark_picked(images, user=shown.owner, team=shown.team)
    role = request.user.role_in(shown.team)
    context: dict[str, Any] = {
        "board": shown,
        "images": images,
        "older": older,
        "show": show if show in SHOWN else "",
        "cursor": cursor,
        "image_query": f"?on={shown.pk}",
        "listing": Listing(request.user, shown.team),
        "edits": access.can_edit_board(request.user, shown, role),
    }
    context["whole"] = not (request.headers.get("HX-Request") and cursor)
    if not context["whole"]:
        return render(request, "boards/_wall.html", context)
    return render(request, "boards/board.html", context | around(request, shown, role))


@require_safe
@readable
def numbers(request: SignedIn) -> HttpResponse:
    """What stands beside the names in a tree that are no boards, asked once it is shown. ``team``: of that team."""
    team = team_of(teams_of(request.user), request.GET.get("team", ""))
    return render(request, "boards/_numbers.html", {"numbers": tallies.of_space(request.user, team)})


@require_safe
@readable
def menu(request: SignedIn) -> HttpResponse:
    """The inside of the selection's menu: boards that pictures can be laid on, and a new one."""
    team = team_of(teams_of(request.user), request.GET.get("team", ""))
    may_lay = team is None or access.can_publish_in(request.user.role_in(team))
    rows = Board.objects.of_space(user=request.user, team=team).select_related("parent")
    context = {"layable": rows[:OFFERED] if may_lay else (), "may_lay": may_lay}
    return render(request, "boards/_menu.html", context)


def around(request: SignedIn, shown: Board, role: str | None) -> dict[str, Any]:
    """The tree with this board in it, and what its head says."""
    context = shelf_context(request, shown.team, role)
    known = {branch.board.pk: branch for group in context["shelf"] for branch in group.boards()}
    number, members = members_of(shown.team)
    return context | {
        "branch": known[shown.pk],
        "sum": shelf.sum_on(known[shown.pk]),
        "members": members,
        "more_members": number - len(members),
        "may_edit": context["may_lay"],
        "upload_then": json.dumps(then_lay(shown)),
        "upload_after": reverse("board", args=[shown.pk]),
    }


def members_of(team: Team | None) -> tuple[int, list[User]]:
    """How many there are, and the first few for the head of a board."""
    if team is None:
        return 0, []
    rows = User.objects.filter(memberships__team=team).order_by("memberships__pk")
    return rows.count(), list(rows[:FACES])


def then_lay(board: Board) -> list[tuple[str, dict[str, str]]]:
    """What follows an upload onto the board: a team's takes what is published in it."""
    publish = [(reverse("gallery-publish"), {"to": str(board.team_id)})] if board.team_id else []
    return [*publish, (reverse("gallery-lay"), {"board": str(board.pk)})]


@require_http_methods(["GET", "HEAD", "POST"])
@readable
def create(request: SignedIn) -> HttpResponse:
    """``team``, ``project`` and ``parent`` in the address say where."""
    place = place_in(request)
    boards.require_place(place["team"], by=request.user)
    form = BoardForm(request.POST or None, user=request.user, **place)
    if request.method == "POST" and form.is_valid():
        made = boards.create(by=request.user, team=place["team"], **form.cleaned_data)
        return redirect("board", made.pk)
    context = {"form": form, **place}
    return render(request, "boards/edit.html", context, status=422 if form.is_bound else 200)


def place_in(request: SignedIn) -> dict[str, Any]:
    """Where a new board goes. A parent or project that one may not see is a 404."""
    parent = get_object_or_404(visible_rows(request), pk=wanted) if (wanted := named(request, "parent")) else None
    team = parent.team if parent else team_of(teams_of(request.user), request.GET.get("team", ""))
    project = parent.project if parent else None
    if pk := named(request, "project"):
        project = get_object_or_404(Project.objects.visible_to(request.user).select_related("team"), pk=pk)
        team = project.team
    return {"team": team, "project": project, "parent": parent}


def named(request: HttpRequest, name: str) -> UUID | None:
    text = request.GET.get(name, "")
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Http404 from None


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedIn, pk: UUID) -> HttpResponse:
    shown = visible(request, pk)
    boards.require_editor(shown, request.user)
    form = BoardForm(
        request.POST or None,
        user=request.user,
        team=shown.team,
        project=shown.project,
        parent=shown.parent,
        board=shown,
    )
    if request.method == "POST" and form.is_valid():
        boards.change(shown, by=request.user, **form.cleaned_data)
        return redirect("board", pk)
    earlier, later = placing.steps_of(shown)
    context = {"form": form, "board": shown, "team": shown.team, "earlier": earlier, "later": later}
    return render(request, "boards/edit.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: SignedIn, pk: UUID) -> HttpResponse:
    """Asks first: the order by hand is lost with it."""
    shown = visible(request, pk)
    boards.require_editor(shown, request.user)
    if request.method != "POST":
        return render(request, "boards/delete.html", {"board": shown, "inside": shown.boards.count()})
    boards.delete(shown, by=request.user)
    messages.success(request, _("“%(name)s” is deleted. Its pictures stay.") % {"name": shown.name})
    return redirect("boards-team", shown.team_id) if shown.team_id else redirect("boards")


def visible(request: SignedIn, pk: UUID) -> Board:
    return get_object_or_404(visible_rows(request), pk=pk)


def visible_rows(request: SignedIn) -> Any:
    return Board.objects.visible_to(request.user).select_related("owner", "team", "project", "parent")
