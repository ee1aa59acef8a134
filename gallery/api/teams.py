"""Teams that the caller is in: where pictures may be published."""

from uuid import UUID

from ninja import Router
from pydantic import BaseModel, Field

from gallery.access import can_publish_in
from gallery.api.auth import ApiRequest
from gallery.api.problems import documented
from gallery.models import Membership

router = Router()


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
    return TeamList(
        items=[
            TeamOut(id=row.team_id, name=row.team.name, role=row.role, may_publish=can_publish_in(row.role))
            for row in rows
        ]
    )
