"""Boards: pictures laid together in one's own space or a team's, in an order by hand."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Status
from pydantic import BaseModel, ConfigDict, Field

from gallery.access import can_edit_board
from gallery.api.auth import ApiRequest
from gallery.api.paging import Paging
from gallery.api.problems import documented, invalid
from gallery.api.shapes import ImagePage, base_of, full
from gallery.browsing.paging import BadCursor
from gallery.models import Board, Image, Project, Team
from gallery.organising import boards, hanging, ordering, placing, shelf

router = Router()

STRICT = ConfigDict(extra="forbid", strict=True)
BoardId = Annotated[UUID, Path(description="A board's id.")]
Id = Annotated[UUID, Field(strict=False)]
Name = Annotated[str, Field(min_length=1, max_length=80, pattern=r"\S")]
Words = Annotated[str, Field(max_length=2000)]
CALLED: dict[Any, str] = {Image: "picture", Board: "board"}
Images = Annotated[list[Id], Field(min_length=1, max_length=1000, description="Ids of pictures.")]


class BoardOut(BaseModel):
    id: UUID
    name: str
    description: str
    team: UUID | None = Field(description="Null: yours alone.")
    project: UUID | None
    parent: UUID | None = Field(description="The board that it lies in; boards nest once.")
    cover: UUID | None = Field(description="The picture chosen as its cover; null: its first.")
    images: int = Field(description="How many hang on it, counted to 1000.")
    created_at: datetime
    may_edit: bool


class BoardList(BaseModel):
    items: list[BoardOut]


class BoardIn(BaseModel):
    model_config = STRICT

    name: Name
    description: Words = ""
    team: Id | None = None
    project: Id | None = Field(default=None, description="One of the team's.")
    parent: Id | None = Field(default=None, description="A board of the same space that lies in none.")


class BoardChange(BaseModel):
    """What is left out stays as it is; null takes project, parent or cover away, and stands the board first."""

    model_config = STRICT

    name: Name | None = None
    description: Words | None = None
    project: Id | None = None
    parent: Id | None = None
    cover: Id | None = Field(default=None, description="A picture that lies on the board.")
    after: Id | None = Field(
        default=None, description="The board of the same row that it stands behind; null: first. Rows are as listed."
    )


class Laid(BaseModel):
    model_config = STRICT

    images: Images


class Moved(Laid):
    after: Id | None = Field(default=None, description="The picture that they are laid behind; null: first.")


class Added(BaseModel):
    added: int = Field(description="How many did not lie there before.")


class Space(BaseModel):
    team: UUID | None = Field(default=None, description="A team of yours; without it: your own boards.")


@router.get(
    "/boards", response={200: BoardList, **documented(404, 422)}, operation_id="list_boards", summary="List boards"
)
def list_boards(request: ApiRequest, space: Query[Space]) -> BoardList:
    """Of one space, in its order; boards inside boards too, by ``parent``. Not paged."""
    team = get_object_or_404(Team.objects.visible_to(request.auth), pk=space.team) if space.team else None
    rows = Board.objects.of_space(user=request.auth, team=team)
    role = request.auth.role_in(team)
    branches = shelf.branches_of(rows, user=request.auth, team=team)
    return BoardList(items=[shape(branch, can_edit_board(request.auth, branch.board, role)) for branch in branches])


@router.post(
    "/boards",
    response={201: BoardOut, **documented(400, 403, 413, 415, 422)},
    operation_id="create_board",
    summary="Make a board",
)
def create_board(request: ApiRequest, body: BoardIn) -> Status[BoardOut]:
    """In your own space, or a team's of which you are owner or editor."""
    team = named(Team, body.team, "team", request)
    places = {"project": named(Project, body.project, "project", request)}
    places["parent"] = named(Board, body.parent, "parent", request)
    name, words = body.name.strip(), body.description.strip()
    try:
        board = boards.create(name=name, description=words, by=request.auth, team=team, **places)
    except boards.NotPossible as told:
        raise invalid({"parent" if body.parent else "project": [str(told)]}) from None
    return Status(201, out(request, board.pk))


@router.get(
    "/boards/{id}", response={200: BoardOut, **documented(404)}, operation_id="get_board", summary="Look at a board"
)
def get_board(request: ApiRequest, id: BoardId) -> BoardOut:
    return out(request, id)


@router.patch(
    "/boards/{id}",
    response={200: BoardOut, **documented(400, 403, 404, 413, 415, 422)},
    operation_id="change_board",
    summary="Change a board",
)
def change_board(request: ApiRequest, id: BoardId, body: BoardChange) -> BoardOut:
    board = visible(request, id)
    boards.require_editor(board, request.auth)
    sent = body.model_fields_set
    fields: dict[str, Any] = {
        name: getattr(body, name).strip() for name in ("name", "description") if getattr(body, name) is not None
    }
    kinds: dict[str, Any] = {"project": Project, "parent": Board, "cover": Image}
    fields |= {name: named(kinds[name], getattr(body, name), name, request) for name in kinds if name in sent}
    after = named(Board, body.after, "after", request)
    try:
        with transaction.atomic():
            boards.change(board, by=request.auth, **fields)
            if "after" in sent:
                place(board, after, request)
    except boards.NotPossible as told:
        raise invalid({next((name for name in kinds if name in sent), "body"): [str(told)]}) from None
    return out(request, id)


def place(board: Board, after: Board | None, request: ApiRequest) -> None:
    try:
        placing.place(board, after=after, by=request.auth)
    except boards.NotPossible as told:
        raise invalid({"after": [str(told)]}) from None


@router.delete(
    "/boards/{id}", response={204: None, **documented(403, 404)}, operation_id="delete_board", summary="Delete a board"
)
def delete_board(request: ApiRequest, id: BoardId) -> Status[None]:
    """With the boards in it. Every picture stays where else it is."""
    boards.delete(visible(request, id), by=request.auth)
    return Status(204, None)


@router.get(
    "/boards/{id}/images",
    response={200: ImagePage, **documented(404, 422)},
    operation_id="list_board_images",
    summary="List a board's pictures",
)
def list_board_images(request: ApiRequest, id: BoardId, paging: Query[Paging]) -> ImagePage:
    """In their order by hand."""
    board = visible(request, id)
    try:
        images, after = hanging.page(hanging.items_of(board), paging.cursor, paging.limit)
    except BadCursor:
        raise invalid({"cursor": ["This is no cursor of this list. Start again without one."]}) from None
    base = base_of(request)
    return ImagePage(items=[full(image, base=base, user=request.auth) for image in images], next=after)


@router.post(
    "/boards/{id}/images",
    response={200: Added, **documented(400, 403, 404, 413, 415, 422)},
    operation_id="lay_images",
    summary="Lay pictures on a board",
)
def lay_images(request: ApiRequest, id: BoardId, body: Laid) -> Added:
    """At its end; one that lies there keeps its place. All of them, or none."""
    board = visible(request, id)
    try:
        return Added(added=len(boards.add(board, pictures(request, body.images), by=request.auth)))
    except boards.NotPossible as told:
        raise invalid({"images": [str(told)]}) from None


@router.delete(
    "/boards/{id}/images/{image}",
    response={204: None, **documented(403, 404)},
    operation_id="take_image_off",
    summary="Take a picture off a board",
)
def take_image_off(request: ApiRequest, id: BoardId, image: UUID) -> Status[None]:
    """Off this board alone; twice does no harm."""
    found = get_object_or_404(Image.objects.visible_to(request.auth), pk=image)
    boards.remove(visible(request, id), [found], by=request.auth)
    return Status(204, None)


@router.put(
    "/boards/{id}/order",
    response={204: None, **documented(400, 403, 404, 413, 415, 422)},
    operation_id="order_board",
    summary="Move pictures on a board",
)
def order_board(request: ApiRequest, id: BoardId, body: Moved) -> Status[None]:
    """Lays them side by side, in the order given, behind another one or first."""
    board = visible(request, id)
    after = pictures(request, [body.after])[0] if body.after else None
    try:
        ordering.move(board, pictures(request, body.images), after=after, by=request.auth)
    except boards.NotPossible as told:
        raise invalid({"images": [str(told)]}) from None
    return Status(204, None)


def visible(request: ApiRequest, id: UUID) -> Board:
    rows = Board.objects.visible_to(request.auth).select_related("owner", "team", "project", "parent")
    return get_object_or_404(rows, pk=id)


def out(request: ApiRequest, id: UUID) -> BoardOut:
    board = visible(request, id)
    rows = Board.objects.filter(pk=board.pk)
    branch = shelf.branches_of(rows, user=board.owner, team=board.team)[0]
    return shape(branch, can_edit_board(request.auth, board, request.auth.role_in(board.team)))


def shape(branch: shelf.Branch, may_edit: bool) -> BoardOut:
    board = branch.board
    return BoardOut(
        id=board.pk,
        name=board.name,
        description=board.description,
        team=board.team_id,
        project=board.project_id,
        parent=board.parent_id,
        cover=board.cover_id,
        images=branch.number,
        created_at=board.created_at,
        may_edit=may_edit,
    )


def named(kind: Any, id: UUID | None, field: str, request: ApiRequest) -> Any:
    """The row that a body names, if this person may see it."""
    if id is None:
        return None
    found = kind.objects.visible_to(request.auth).filter(pk=id).first()
    if found is None:
        raise invalid({field: [f"There is no {CALLED.get(kind, field)} of this id that you may see."]})
    return found


def pictures(request: ApiRequest, ids: list[UUID]) -> list[Image]:
    """In the order asked for; 422 where one of them is none."""
    known = Image.objects.pictures_visible_to(request.auth).in_bulk(list(set(ids)))
    if len(known) < len(set(ids)):
        raise invalid({"images": ["One of these pictures is gone or not yours to see."]})
    return [known[id] for id in ids]
