"""Saved searches: the caller's own and their teams'. What one finds: GET /images?search=<id>."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Path, Router, Status
from pydantic import BaseModel, ConfigDict, Field

from gallery.access import can_edit_search
from gallery.api.auth import ApiRequest
from gallery.api.problems import documented, invalid
from gallery.models import SavedSearch, Team
from gallery.search import keeping

router = Router()

STRICT = ConfigDict(extra="forbid", strict=True)
SearchId = Annotated[UUID, Path(description="A saved search's id.")]
Name = Annotated[str, Field(min_length=1, max_length=80, pattern=r"\S")]
Line = Annotated[str, Field(min_length=1, max_length=1000, description="As `q` of GET /images.")]


class SearchOut(BaseModel):
    id: UUID
    name: str
    q: str = Field(description="The line, in its one form.")
    team: UUID | None = Field(description="Over this team's pictures, and seen by its members; null: yours.")
    owner: str = Field(description="Who made it.")
    created_at: datetime
    may_edit: bool


class SearchList(BaseModel):
    items: list[SearchOut]


class SearchIn(BaseModel):
    model_config = STRICT

    name: Name
    q: Line
    team: Annotated[UUID | None, Field(strict=False)] = None


class SearchChange(BaseModel):
    model_config = STRICT

    name: Name | None = None
    q: Line | None = None


@router.get(
    "/searches", response={200: SearchList, **documented()}, operation_id="list_searches", summary="List saved searches"
)
def list_searches(request: ApiRequest) -> SearchList:
    """Yours and your teams', by name. Not paged."""
    roles: dict[Any, str] = dict(request.auth.memberships.values_list("team_id", "role"))
    rows = SavedSearch.objects.visible_to(request.auth).select_related("owner")
    return SearchList(items=[out(row, can_edit_search(request.auth, row, roles.get(row.team_id))) for row in rows])


@router.post(
    "/searches",
    response={201: SearchOut, **documented(400, 403, 413, 415, 422)},
    operation_id="save_search",
    summary="Save a search",
)
def save_search(request: ApiRequest, body: SearchIn) -> Status[SearchOut]:
    """Your own, or a team's where you are owner or editor."""
    team = Team.objects.visible_to(request.auth).filter(pk=body.team).first() if body.team else None
    if body.team and team is None:
        raise invalid({"team": ["There is no team of this id that you are in."]})
    return Status(201, out(kept(lambda: keeping.save(name=body.name, line=body.q, by=request.auth, team=team)), True))


@router.get(
    "/searches/{id}",
    response={200: SearchOut, **documented(404)},
    operation_id="get_search",
    summary="Look at a saved search",
)
def get_search(request: ApiRequest, id: SearchId) -> SearchOut:
    saved = visible(request, id)
    return out(saved, can_edit_search(request.auth, saved, request.auth.role_in(saved.team)))


@router.patch(
    "/searches/{id}",
    response={200: SearchOut, **documented(400, 403, 404, 413, 415, 422)},
    operation_id="change_search",
    summary="Rename a saved search, or change its line",
)
def change_search(request: ApiRequest, id: SearchId, body: SearchChange) -> SearchOut:
    """What is left out stays as it is."""
    saved = visible(request, id)
    return out(kept(lambda: keeping.change(saved, by=request.auth, name=body.name, line=body.q)), True)


@router.delete(
    "/searches/{id}",
    response={204: None, **documented(403, 404)},
    operation_id="delete_search",
    summary="Forget a saved search",
)
def delete_search(request: ApiRequest, id: SearchId) -> Status[None]:
    """Its pictures stay where they are."""
    keeping.delete(visible(request, id), by=request.auth)
    return Status(204, None)


def kept(verb: Any) -> SavedSearch:
    try:
        saved: SavedSearch = verb()
    except keeping.Unfit as error:
        raise invalid({"q" if error.field == "line" else error.field: [str(error)]}) from None
    return saved


def visible(request: ApiRequest, id: UUID) -> SavedSearch:
    return get_object_or_404(SavedSearch.objects.visible_to(request.auth).select_related("owner", "team"), pk=id)


def out(saved: SavedSearch, may_edit: bool) -> SearchOut:
    return SearchOut(
        id=saved.pk,
        name=saved.name,
        q=saved.line,
        team=saved.team_id,
        owner=saved.owner.name,
        created_at=saved.created_at,
        may_edit=may_edit,
    )
