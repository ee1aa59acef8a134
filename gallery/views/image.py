"""One picture: its page, its title, its place in a team, and the way to the trash."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gallery import access, trash
from gallery.browsing.listing import Listing, listing_of, team_of
from gallery.browsing.looks import looks_of
from gallery.browsing.neighbours import film_of
from gallery.commenting import comments
from gallery.credentials.keeping import credentials_of
from gallery.export.marking import source_type
from gallery.forms import TitleForm
from gallery.models import Board, Image, Team
from gallery.organising import describing, hanging, picks
from gallery.organising.marking import marks_of
from gallery.people import publishing
from gallery.recipes import comparing, diffing, lineage, recipe
from gallery.views.gallery import readable, teams_of
from gallery.views.signed_in import SignedIn

TABS = ("recipe", "lineage", "comments", "provenance")
KIN_AS = {"tree": "", "list": "&as=list"}  # the family's two looks, and what their addresses add


@require_safe
@readable
def image(request: HttpRequest, pk: UUID) -> HttpResponse:
    return page(request, visible(request, pk), request.GET.get("tab", ""))


def page(request: HttpRequest, shown: Image, tab: str, *, status: int = 200, **told: Any) -> HttpResponse:
    """The picture with one of its tabs open."""
    context = frame_of(request, shown, tab) | told
    if tab == "lineage":
        context |= family_of(request.user, shown, context["kin_as"])
    elif tab == "comments":
        context |= said_about(request.user, shown)
    else:
        context |= told_of(request.user, shown)
    if tab == "provenance":
        context |= {"credentials": credentials_of(shown), "source_type": source_type(shown)}
    if context["tab"] == TABS[0]:
        context |= looks_of(shown, context["listing"])
    return render(request, "gallery/image.html", context, status=status)


def frame_of(request: HttpRequest, shown: Image, tab: str) -> dict[str, Any]:
    """What stands around every tab: where one came from, the film, what may be done."""
    mine = teams_of(request.user)
    board = board_around(request)
    listing = Listing(request.user, board.team) if board else list_around(request, shown, mine)
    query = f"?on={board.pk}" if board else listing.image_query()
    kept = {name: tab_query(query, name) for name in TABS}
    ways = {way: kept["lineage"] + more for way, more in KIN_AS.items()}
    way = request.GET.get("as", "")
    context = {
        "image": shown,
        "listing": listing,
        "board": board,
        "film": (board and hanging.film_of(board, shown)) or film_of(listing, shown),
        "image_query": query,
        "tab": tab if tab in TABS else TABS[0],
        "numbers": lineage.numbers_around(shown),
        "tab_query": kept | {"lineage": ways.get(way, ways["tree"])},
        "kin_as": way if way in ways else "tree",
        "kin_ways": ways,
        "own": access.can_change_image(request.user, shown),
        "may_share": access.can_share_image(request.user, shown, role_of(request.user, shown, mine)),
        "may_withdraw": bool(shown.team_id)
        and Image.objects.withdrawable_by(request.user).filter(pk=shown.pk).exists(),
        "destinations": destinations(request.user, shown) if mine else [],
    }
    return context | flag_of(request.user, shown, listing.team) | marks_of(request.user, shown, listing.team)


def role_of(user: Any, shown: Image, mine: list[Team]) -> str | None:
    """In the picture's team; no query for a picture of one's own."""
    if shown.owner_id == user.pk or shown.team is None or shown.team not in mine:
        return None
    return user.role_in(shown.team)


def said_about(user: Any, shown: Image) -> dict[str, Any]:
    """Threads with their pins, and what guests wrote in reviews."""
    threads = comments.threads_of(shown)
    return {
        "threads": threads,
        "guest_notes": comments.guests_notes_on(shown, user),
        "people": comments.people_around(shown),
        "removes": user.role_in(shown.team) == access.Role.OWNER or shown.owner_id == user.pk,
    }


def family_of(user: Any, shown: Image, way: str) -> dict[str, Any]:
    """The tree, or its pictures by time; and what lies at its tips, the newest where they are too many to compare."""
    nodes = lineage.tree_of(shown, user)
    tips = lineage.tips_of(nodes)
    newest = {tip.pk for tip in sorted(tips, key=lambda tip: tip.created_at)[-comparing.MOST :]}
    return {
        "nodes": lineage.in_time(nodes) if way == "list" else nodes,
        "private": sum(1 for node in nodes if node.image is None),
        "on_branch": lineage.branch_of(nodes),
        "tips": len(tips),
        "compare_tips": ",".join(str(tip.pk) for tip in tips if tip.pk in newest and len(tips) >= comparing.FEWEST),
    }


def flag_of(user: Any, shown: Image, team: Team | None) -> dict[str, bool]:
    """The red dot of the list that is walked, and whether the reader may set it."""
    return {
        "picked": bool(picks.picked_among([shown], user=user, team=team)),
        "may_pick": picks.may_pick(shown, user=user, team=team),
    }


def visible(request: HttpRequest, pk: UUID) -> Image:
    return get_object_or_404(
        Image.objects.pictures_visible_to(request.user).select_related("owner", "team", "likeness"), pk=pk
    )


def changeable(request: HttpRequest, pk: UUID) -> Image:
    """Mine, in the trash or not. What I can only see is a 403, anything else a 404."""
    found = Image.objects.changeable_by(request.user).filter(pk=pk, purged_at=None).first()
    if found is None:
        visible(request, pk)
        raise PermissionDenied(_("Only the picture’s owner may do this."))
    return found


def list_around(request: HttpRequest, shown: Image, mine: list[Team]) -> Listing:
    """The list that the reader came from; without one, mine or the team's that the picture is in."""
    team = team_of(mine, request.GET.get("team", ""))
    if team is None and shown.owner_id != request.user.pk:
        team = shown.team
    return listing_of(request.user, team, request.GET)


def board_around(request: HttpRequest) -> Board | None:
    """The board that the reader walks along; a 404 where there is none that they may see."""
    on = request.GET.get("on", "")
    if not on:
        return None
    rows = Board.objects.visible_to(request.user).select_related("owner", "team", "project")
    return get_object_or_404(rows, pk=as_uuid(on))


def tab_query(query: str, tab: str) -> str:
    if tab == TABS[0]:
        return query
    return f"{query}&tab={tab}" if query else f"?tab={tab}"


def told_of(user: Any, shown: Image) -> dict[str, Any]:
    """The recipe in words, with those of its references that the reader may see."""
    ids = [text for text in shown.asked.get("references") or [] if isinstance(text, str)]
    asked = [id for id in map(as_uuid, ids) if id]
    known = {str(image.pk): image for image in Image.objects.visible_to(user).filter(pk__in=asked)} if asked else {}
    return {
        "rows": recipe.rows_of(shown),
        "changes": reworded(shown),
        "quoted": recipe.quoted(shown),
        "references": [known[text] for text in ids if text in known],
        "numbered": [(number, known.get(text)) for number, text in enumerate(ids, 1)],
        "hidden_references": sum(1 for text in ids if text not in known),
    }


def reworded(shown: Image) -> list[diffing.Change]:
    """What the vendor made of the words; [] where it left them alone or tells nothing."""
    used = shown.revised_prompt
    return diffing.words(shown.prompt, used) if used.strip() and diffing.differ(shown.prompt, used) else []


def as_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def destinations(user: Any, shown: Image) -> list[Team]:
    """Teams that its owner may publish it in."""
    if shown.owner_id != user.pk:
        return []
    return [team for team in Team.objects.editable_by(user) if team.pk != shown.team_id]


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    shown = changeable(request, pk)
    form = TitleForm(request.POST or None, instance=shown)
    if request.method == "POST" and form.is_valid():
        describing.describe(shown, by=request.user, **form.cleaned_data)
        return redirect("image", pk)
    status = 422 if form.is_bound else 200
    return render(request, "gallery/edit.html", {"form": form, "image": shown}, status=status)


@require_POST
def publish(request: SignedIn, pk: UUID) -> HttpResponse:
    shown = changeable(request, pk)
    try:
        team = team_of(teams_of(request.user), request.POST.get("team", ""))
    except ValueError:
        team = None
    if team is None:
        messages.error(request, _("Choose one of your teams."))
    elif publishing.publish(shown, team=team, by=request.user):
        messages.success(request, _("Published in %(name)s. Everybody there sees it now.") % {"name": team.name})
    else:
        messages.error(request, _("This picture cannot be published as it is now. Reload the page."))
    return redirect("image", pk)


@require_POST
def withdraw(request: SignedIn, pk: UUID) -> HttpResponse:
    shown = visible(request, pk)
    team = shown.team
    if team is not None and publishing.withdraw(shown, by=request.user):
        messages.success(request, _("Taken out of %(name)s.") % {"name": team.name})
    if shown.owner_id == request.user.pk or team is None:
        return redirect("image", pk)
    return redirect("gallery-team", team.pk)


@require_POST
def to_trash(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Away at once, with Undo. htmx gets an empty answer and the toast by an event."""
    moved = trash.trash(changeable(request, pk), by=request.user)
    undo = reverse("image-restore", args=[pk])
    text = (
        _("1 picture moved to trash, kept %(days_kept)s days.") % {"days_kept": trash.days_kept()}
        if moved
        else _("It is in the trash already.")
    )
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Trigger": json.dumps({"toast": {"text": text, "undo": undo}})})
    messages.success(request, text, extra_tags=undo)
    return HttpResponseRedirect(back_to_list(request))


def back_to_list(request: HttpRequest) -> str:
    """The list that the form stood in, from its own hidden fields; mine when they are none."""
    try:
        team = team_of(teams_of(request.user), request.POST.get("team", ""))
        return listing_of(request.user, team, request.POST).url()
    except ValueError:
        return reverse("gallery")
