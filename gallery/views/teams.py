"""Teams: the list, one team with its members, and what its owners may do. An outsider gets 404, a small role 403."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from gallery import access
from gallery.browsing.paging import page
from gallery.models import Image, Invitation, Membership, Team
from gallery.people import activity, leaving, rights, teams
from gallery.people.forms import InviteForm, MemberForm, ProjectForm, RoleForm, TeamForm
from gallery.views.gallery import readable
from gallery.views.signed_in import SignedIn

LAST_OWNER = gettext_lazy("A team needs an owner who can sign in. Make somebody else one first.")
A_PAGE = 50
NOT_A_ROLE = gettext_lazy("Choose owner, editor or viewer.")


@require_safe
def index(request: SignedIn) -> HttpResponse:
    return show_list(request, TeamForm())


@require_POST
def create(request: SignedIn) -> HttpResponse:
    form = TeamForm(request.POST)
    if not form.is_valid():
        return show_list(request, form, status=422)
    team = teams.create(name=form.cleaned_data["name"], by=request.user)
    return redirect("team", team.pk)


@require_safe
def detail(request: SignedIn, pk: UUID) -> HttpResponse:
    return show_team(request, own_team(request, pk))


@require_POST
def rename(request: SignedIn, pk: UUID) -> HttpResponse:
    team = own_team(request, pk)
    teams.require_owner(team, request.user)
    form = TeamForm(request.POST)
    if not form.is_valid():
        return show_team(request, team, status=422, rename_form=form)
    teams.rename(team=team, name=form.cleaned_data["name"], by=request.user)
    return redirect("team", team.pk)


@require_POST
def delete(request: SignedIn, pk: UUID) -> HttpResponse:
    team = own_team(request, pk)
    teams.delete(team=team, by=request.user)
    messages.success(request, _("%(name)s is deleted. Its pictures are with their owners.") % {"name": team.name})
    return redirect("teams")


@require_POST
def add_member(request: SignedIn, pk: UUID) -> HttpResponse:
    team = own_team(request, pk)
    teams.require_owner(team, request.user)
    form = MemberForm(request.POST)
    if not form.is_valid():
        return show_team(request, team, status=422, member_form=form)
    try:
        teams.add_member(team=team, by=request.user, **form.cleaned_data)
    except teams.NotAdded as refusal:
        form.add_error("login", str(refusal))
        return show_team(request, team, status=422, member_form=form)
    return redirect("team", team.pk)


@require_POST
def change_role(request: SignedIn, pk: UUID, member: int) -> HttpResponse:
    team = own_team(request, pk)
    membership = get_object_or_404(team.memberships.select_related("team", "user"), pk=member)
    teams.require_owner(team, request.user)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return show_team(request, team, status=422, problem=NOT_A_ROLE)
    try:
        teams.change_role(membership=membership, role=form.cleaned_data["role"], by=request.user)
    except teams.LastOwner:
        return show_team(request, team, status=409, problem=LAST_OWNER)
    return redirect("team", team.pk)


@require_POST
def remove_member(request: SignedIn, pk: UUID, member: int) -> HttpResponse:
    """An owner takes somebody out, or somebody leaves. ``heir``: whose the pictures become, "along" where they go too.

    Where pictures hang there and nothing is said about them, this asks.
    """
    team = own_team(request, pk)
    membership = get_object_or_404(team.memberships.select_related("team", "user"), pk=member)
    if membership.user_id != request.user.pk:
        teams.require_owner(team, request.user)
    wanted, heirs = request.POST.get("heir", ""), list(leaving.heirs_of(membership))
    pictures = leaving.pictures_of(membership).count()
    context = {"team": team, "one": membership, "heirs": heirs, "pictures": pictures, "heir": wanted}
    heir = next((one.user for one in heirs if str(one.user_id) == wanted), None)
    try:
        if pictures and wanted != leaving.ALONG and heir is None:
            teams.require_other_owner(membership)
            problem = leaving.NO_HEIR if wanted else ""
            return render(request, "teams/leave.html", context | {"problem": problem}, status=422 if wanted else 200)
        leaving.remove_member(membership=membership, by=request.user, heir=heir)
    except teams.LastOwner:
        return show_team(request, team, status=409, problem=LAST_OWNER)
    except leaving.NoHeir as refusal:
        return render(request, "teams/leave.html", context | {"problem": str(refusal)}, status=422)
    if membership.user_id != request.user.pk:
        messages.success(request, _("%(name)s is out of the team.") % {"name": membership.user.name})
        return redirect("team", team.pk)
    messages.info(request, _("You left %(name)s.") % {"name": team.name})
    return redirect("teams")


@require_safe
@readable
def feed(request: SignedIn, pk: UUID) -> HttpResponse:
    """What happened. ``only=pictures`` those that were hung, ``hide=mine`` without one's own."""
    team = own_team(request, pk)
    hide, only = request.GET.get("hide") == "mine", request.GET.get("only") == "pictures"
    rows = activity.feed_of(team) if only else activity.of_team(team)
    if hide:
        rows = rows.exclude(by=request.user)
    found, older = page(rows, request.GET.get("cursor", ""), A_PAGE)
    context = {"team": team, "lines": found, "older": older, "hide": hide, "only": only}
    return render(request, "teams/feed.html", context)


def own_team(request: SignedIn, pk: UUID) -> Team:
    """A team that this person is in; 404 for everybody else."""
    return get_object_or_404(Team.objects.visible_to(request.user), pk=pk)


def show_list(request: SignedIn, form: TeamForm, status: int = 200) -> HttpResponse:
    mine = Membership.objects.filter(user=request.user).select_related("team").order_by("team__name", "team_id")
    mine = mine.annotate(
        people=counted(Membership.objects.all()),
        pictures=counted(Image.objects.filter(trashed_at=None, moderation="")),
    )
    return render(request, "teams/index.html", {"memberships": mine, "form": form}, status=status)


def counted(rows: QuerySet[Any]) -> Coalesce:
    """How many of ``rows`` belong to the team of the outer row, counted apart from any join."""
    of_team = rows.filter(team=OuterRef("team")).order_by().values("team").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(of_team), 0)


def show_team(request: SignedIn, team: Team, status: int = 200, **forms: Any) -> HttpResponse:
    memberships = list(team.memberships.select_related("user"))
    mine = next(one for one in memberships if one.user_id == request.user.pk)
    context = {
        "team": team,
        "memberships": memberships,
        "mine": mine,
        "manages": access.can_manage_team(mine.role),
        "rights": rights.of(mine.role),
        "told": rights.told(request.user, mine.role, Image.objects.of_team(team).count()),
        "invitations": list(Invitation.objects.open().filter(team=team)) if access.can_invite_to(mine.role) else [],
        "invite_form": InviteForm(auto_id="invite-%s"),
        "plans": access.can_edit_project(request.user, mine.role),
        "projects": list(team.projects.all()),
        "roles": access.Role.choices,
        "project_form": ProjectForm(auto_id="project-%s"),
        "rename_form": TeamForm({"name": team.name}),
        "member_form": MemberForm(),
    }
    return render(request, "teams/team.html", context | forms, status=status)
