"""Teams that the caller is in: where pictures may be published. Who is in them: members.py."""

from uuid import UUID

from ninja import Router, Status
from pydantic import BaseModel, ConfigDict, Field

from gallery.access import Role, can_publish_in
from gallery.api.auth import ApiRequest
from gallery.api.members import TeamId, own_team
from gallery.api.problems import documented, invalid_form
from gallery.models import Membership, Team
from gallery.people import teams
from gallery.people.forms import TeamForm

router = Router()


class TeamIn(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: str = Field(max_length=80)


class TeamOut(BaseModel):
    id: UUID
    name: str
    role: str = Field(description="Yours: owner, editor or viewer.")
    may_publish: bool


class TeamList(BaseModel):
    items: list[TeamOut]


@router.get("/teams", response={200: TeamList, **documented()}, operation_id="list_teams", summary="List your teams")
def list_teams(request: ApiRequest) -> TeamList:
    """By name. Not paged."""
    rows = Membership.objects.filter(user=request.auth).select_related("team").order_by("team__name", "team_id")
    return TeamList(items=[shape(row.team, row.role) for row in rows])


@router.post(
    "/teams",
    response={201: TeamOut, **documented(400, 403, 413, 415, 422)},
    operation_id="create_team",
    summary="Make a team",
)
def create_team(request: ApiRequest, body: TeamIn) -> Status[TeamOut]:
    """You own it. 403 where your groups may not make teams."""
    return Status(201, shape(teams.create(name=name_of(body), by=request.auth), Role.OWNER))


@router.patch(
    "/teams/{id}",
    response={200: TeamOut, **documented(400, 403, 404, 413, 415, 422)},
    operation_id="rename_team",
    summary="Give a team another name",
)
def rename_team(request: ApiRequest, id: TeamId, body: TeamIn) -> TeamOut:
    """For its owners."""
    team = own_team(request, id)
    teams.require_owner(team, request.auth)
    teams.rename(team=team, name=name_of(body), by=request.auth)
    return shape(team, Role.OWNER)


@router.delete(
    "/teams/{id}", response={204: None, **documented(403, 404)}, operation_id="delete_team", summary="Delete a team"
)
def delete_team(request: ApiRequest, id: TeamId) -> Status[None]:
    """For its owners. Its pictures go back to their owners alone; none is deleted."""
    teams.delete(team=own_team(request, id), by=request.auth)
    return Status(204, None)


def name_of(body: TeamIn) -> str:
    form = TeamForm(body.model_dump())
    if not form.is_valid():
        raise invalid_form(form)
    return str(form.cleaned_data["name"])


def shape(team: Team, role: str) -> TeamOut:
    return TeamOut(id=team.pk, name=team.name, role=role, may_publish=can_publish_in(role))
