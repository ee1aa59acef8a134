"""Projects on the team's page: each act is a plain form that goes back there. An outsider gets 404, a viewer 403."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from gallery.models import Project
from gallery.organising import projects
from gallery.people.forms import ProjectForm
from gallery.views.signed_in import SignedIn
from gallery.views.teams import own_team, show_team


@require_POST
def create(request: SignedIn, pk: UUID) -> HttpResponse:
    team = own_team(request, pk)
    projects.require_editor(team, request.user)
    form = ProjectForm(request.POST, auto_id="project-%s")
    if not form.is_valid():
        return show_team(request, team, status=422, project_form=form)
    try:
        projects.create(team=team, name=form.cleaned_data["name"], by=request.user)
    except projects.NameTaken as taken:
        form.add_error("name", str(taken))
        return show_team(request, team, status=422, project_form=form)
    return redirect("team", team.pk)


@require_POST
def rename(request: SignedIn, pk: UUID) -> HttpResponse:
    project = own_project(request, pk)
    projects.require_editor(project.team, request.user)
    form = ProjectForm(request.POST)
    if not form.is_valid():
        return show_team(request, project.team, status=422, problem=form.errors["name"][0])
    try:
        projects.rename(project=project, name=form.cleaned_data["name"], by=request.user)
    except projects.NameTaken as taken:
        return show_team(request, project.team, status=422, problem=str(taken))
    return redirect("team", project.team_id)


@require_POST
def archive(request: SignedIn, pk: UUID) -> HttpResponse:
    project = own_project(request, pk)
    projects.archive(project=project, by=request.user)
    return redirect("team", project.team_id)


@require_POST
def restore(request: SignedIn, pk: UUID) -> HttpResponse:
    project = own_project(request, pk)
    projects.restore(project=project, by=request.user)
    return redirect("team", project.team_id)


def own_project(request: SignedIn, pk: UUID) -> Project:
    return get_object_or_404(Project.objects.visible_to(request.user).select_related("team"), pk=pk)
