"""Projects of the caller's teams."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Path, Router, Status
from pydantic import BaseModel, ConfigDict, Field

from gallery.access import can_edit_project
from gallery.api.auth import ApiRequest
from gallery.api.problems import documented, invalid
from gallery.models import Project, Team
from gallery.organising import projects

router = Router()

STRICT = ConfigDict(extra="forbid", strict=True)
ProjectId = Annotated[UUID, Path(description="A project's id.")]
Name = Annotated[str, Field(min_length=1, max_length=80, pattern=r"\S")]


class ProjectOut(BaseModel):
    id: UUID
    team: UUID
    name: str
    created_at: datetime
    archived: bool = Field(description="Kept with its figures; nothing new is made for it.")
    may_edit: bool


class ProjectList(BaseModel):
    items: list[ProjectOut]


class ProjectIn(BaseModel):
    model_config = STRICT

    team: Annotated[UUID, Field(strict=False)]
    name: Name


class ProjectChange(BaseModel):
    model_config = STRICT

    name: Name | None = None
    archived: bool | None = None


@router.get(
    "/projects", response={200: ProjectList, **documented()}, operation_id="list_projects", summary="List projects"
)
def list_projects(request: ApiRequest) -> ProjectList:
    """Of all your teams, by name, archived ones too. Not paged."""
    roles = dict(request.auth.memberships.values_list("team_id", "role"))
    rows = Project.objects.visible_to(request.auth)
    return ProjectList(items=[project_of(row, can_edit_project(request.auth, roles[row.team_id])) for row in rows])


@router.post(
    "/projects",
    response={201: ProjectOut, **documented(400, 403, 413, 415, 422)},
    operation_id="create_project",
    summary="Make a project",
)
def create_project(request: ApiRequest, body: ProjectIn) -> Status[ProjectOut]:
    """In a team of which you are owner or editor."""
    team = Team.objects.visible_to(request.auth).filter(pk=body.team).first()
    if team is None:
        raise invalid({"team": ["There is no team of this id that you are in."]})
    try:
        project = projects.create(team=team, name=body.name.strip(), by=request.auth)
    except projects.NameTaken as taken:
        raise invalid({"name": [str(taken)]}) from None
    return Status(201, project_of(project, True))


@router.patch(
    "/projects/{id}",
    response={200: ProjectOut, **documented(400, 403, 404, 413, 415, 422)},
    operation_id="change_project",
    summary="Rename or archive a project",
)
def change_project(request: ApiRequest, id: ProjectId, body: ProjectChange) -> ProjectOut:
    """What is left out stays as it is."""
    project = get_object_or_404(Project.objects.visible_to(request.auth).select_related("team"), pk=id)
    projects.require_editor(project.team, request.auth)
    if body.name is not None:
        try:
            projects.rename(project=project, name=body.name.strip(), by=request.auth)
        except projects.NameTaken as taken:
            raise invalid({"name": [str(taken)]}) from None
    if body.archived is not None:
        (projects.archive if body.archived else projects.restore)(project=project, by=request.auth)
        project.refresh_from_db(fields=("archived_at",))
    return project_of(project, True)


def project_of(project: Project, may_edit: bool) -> ProjectOut:
    return ProjectOut(
        id=project.pk,
        team=project.team_id,
        name=project.name,
        created_at=project.created_at,
        archived=project.archived_at is not None,
        may_edit=may_edit,
    )
