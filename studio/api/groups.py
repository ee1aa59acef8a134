"""Groups of people by the API: what administrators do on the pages about groups."""

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Router, Status
from pydantic import BaseModel, Field

from gallery.api.auth import ApiRequest
from gallery.api.problems import documented, invalid
from gallery.models import Group
from gallery.people import groups, standing
from studio import catalogue
from studio.api.orders import STRICT
from studio.people import groups as rules

router = Router()


class GroupIn(BaseModel):
    model_config = STRICT | {"strict": False}

    name: str = Field(min_length=1, max_length=80, pattern=r"\S")
    teams: bool = True
    models: list[str] | None = Field(default=None, max_length=500, description="null: every one, new ones too.")
    parallel: int | None = Field(default=None, ge=1, le=1000)
    budget_month: Decimal | None = Field(
        default=None, ge=0, le=10_000_000, decimal_places=2, description="US dollars, each person."
    )


class GroupOut(BaseModel):
    id: UUID
    name: str
    everyone: bool
    teams: bool
    models: list[str] | None
    parallel: int | None
    budget_month: float | None


class GroupList(BaseModel):
    items: list[GroupOut]


@router.get("/groups", response={200: GroupList, **documented(403)}, operation_id="list_groups", summary="List groups")
def list_groups(request: ApiRequest) -> GroupList:
    """For administrators. The one for people in no group stands first."""
    standing.require_administrator(request.auth)
    groups.everyone()
    return GroupList(items=[group_of(one) for one in Group.objects.all()])


@router.post(
    "/groups",
    response={201: GroupOut, **documented(400, 403, 413, 415, 422)},
    operation_id="create_group",
    summary="Make a group",
)
def create_group(request: ApiRequest, body: GroupIn) -> Status[GroupOut]:
    standing.require_administrator(request.auth)
    try:
        made = rules.create(told_by(body), by=request.auth)
    except groups.NameTaken as refusal:
        raise invalid({"name": [str(refusal)]}) from None
    return Status(201, group_of(made))


@router.put(
    "/groups/{id}",
    response={200: GroupOut, **documented(400, 403, 404, 413, 415, 422)},
    operation_id="change_group",
    summary="Change a group",
)
def change_group(request: ApiRequest, id: UUID, body: GroupIn) -> GroupOut:
    """Whole: what is left out goes back to its default."""
    standing.require_administrator(request.auth)
    found = get_object_or_404(Group, pk=id)
    try:
        rules.save(found, told_by(body, kept=rules.told_of(found).models or ()), by=request.auth)
    except groups.NameTaken as refusal:
        raise invalid({"name": [str(refusal)]}) from None
    return group_of(found)


@router.delete(
    "/groups/{id}", response={204: None, **documented(403, 404)}, operation_id="delete_group", summary="Delete a group"
)
def delete_group(request: ApiRequest, id: UUID) -> Status[None]:
    standing.require_administrator(request.auth)
    rules.delete(get_object_or_404(Group, pk=id, everyone=False), by=request.auth)
    return Status(204, None)


def told_by(body: GroupIn, *, kept: Iterable[str] = ()) -> rules.Told:
    """``kept``: models that it has already, which the catalogue may have lost meanwhile."""
    models = None if body.models is None else tuple(dict.fromkeys(body.models))
    known = {*catalogue.current(), *kept}
    wrong = [id for id in models or () if id not in known]
    if wrong:
        raise invalid({"models": [f"There is no model named '{wrong[0]}'."]})
    return rules.Told(body.name.strip(), body.teams, models, body.parallel, body.budget_month)


def group_of(group: Group) -> GroupOut:
    told = rules.told_of(group)
    return GroupOut(
        id=group.pk,
        name=str(group),
        everyone=group.everyone,
        teams=group.teams,
        models=None if told.models is None else list(told.models),
        parallel=told.parallel,
        budget_month=None if told.budget_month is None else float(told.budget_month),
    )
