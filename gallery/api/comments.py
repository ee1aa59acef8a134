"""Comments on pictures."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Path, Router, Status
from pydantic import BaseModel, ConfigDict, Field

from gallery.api.auth import ApiRequest
from gallery.api.images import ImageId, visible
from gallery.api.problems import documented, invalid
from gallery.commenting import comments
from gallery.models import Comment

router = Router()

STRICT = ConfigDict(extra="forbid", strict=True)
CommentId = Annotated[UUID, Path(description="A comment's id.")]
Text = Annotated[str, Field(min_length=1, max_length=comments.LONGEST, pattern=r"\S")]
Part = Annotated[float, Field(ge=0, le=1, strict=False)]


class CommentOut(BaseModel):
    id: UUID
    image: UUID
    author: str
    mine: bool
    text: str
    parent: UUID | None = Field(description="What it answers; threads nest once.")
    x: float | None = Field(description="From 0 to 1 of the width; null where it is not pinned.")
    y: float | None
    created_at: datetime
    edited_at: datetime | None
    resolved_at: datetime | None


class CommentList(BaseModel):
    items: list[CommentOut]


class CommentIn(BaseModel):
    model_config = STRICT

    text: Text = Field(description="@username mentions whoever sees the picture.")
    parent: Annotated[UUID, Field(strict=False)] | None = Field(default=None, description="The first of a thread.")
    x: Part | None = None
    y: Part | None = None


class CommentChange(BaseModel):
    model_config = STRICT

    text: Text | None = None
    resolved: bool | None = None


@router.get(
    "/images/{id}/comments",
    response={200: CommentList, **documented(404)},
    operation_id="list_comments",
    summary="Read comments",
)
def list_comments(request: ApiRequest, id: ImageId) -> CommentList:
    """Oldest first, answers too. Not paged."""
    rows = Comment.objects.filter(image=visible(request, id)).select_related("author")
    return CommentList(items=[shape(row, request) for row in rows])


@router.post(
    "/images/{id}/comments",
    response={201: CommentOut, **documented(400, 404, 413, 415, 422)},
    operation_id="write_comment",
    summary="Write a comment",
)
def write_comment(request: ApiRequest, id: ImageId, body: CommentIn) -> Status[CommentOut]:
    """Everybody who sees the picture may. Pinned where both x and y are given."""
    image = visible(request, id)
    rows = Comment.objects.select_related("author").filter(image=image)
    parent = rows.filter(pk=body.parent).first() if body.parent else None
    if body.parent and parent is None:
        raise invalid({"parent": ["There is no comment of this id on this picture."]})
    try:
        made = comments.write(image, by=request.auth, text=body.text, parent=parent, x=body.x, y=body.y)
    except comments.NotSaid as refusal:
        raise invalid({"parent" if parent else "text": [str(refusal)]}) from None
    return Status(201, shape(made, request))


@router.patch(
    "/comments/{id}",
    response={200: CommentOut, **documented(400, 403, 404, 413, 415, 422)},
    operation_id="change_comment",
    summary="Change or resolve a comment",
)
def change_comment(request: ApiRequest, id: CommentId, body: CommentChange) -> CommentOut:
    """The text is its author's to change; everybody who sees it may resolve its thread."""
    found = comment(request, id)
    if body.text is not None:
        try:
            comments.rewrite(found, by=request.auth, text=body.text)
        except comments.NotSaid as refusal:
            raise invalid({"text": [str(refusal)]}) from None
    if body.resolved is not None:
        comments.settle(found, by=request.auth, settled=body.resolved)
    return shape(comment(request, id), request)


@router.delete(
    "/comments/{id}",
    response={204: None, **documented(403, 404)},
    operation_id="remove_comment",
    summary="Take a comment away",
)
def remove_comment(request: ApiRequest, id: CommentId) -> Status[None]:
    """With its answers: the right of its author, the picture's owner and the team's owners."""
    comments.remove(comment(request, id), by=request.auth)
    return Status(204, None)


def comment(request: ApiRequest, id: UUID) -> Comment:
    rows = Comment.objects.visible_to(request.auth).select_related("image__team", "author")
    return get_object_or_404(rows, pk=id)


def shape(row: Comment, request: ApiRequest) -> CommentOut:
    return CommentOut(
        id=row.pk,
        image=row.image_id,
        author=row.author.name,
        mine=row.author_id == request.auth.pk,
        text=row.text,
        parent=row.parent_id,
        x=row.x,
        y=row.y,
        created_at=row.created_at,
        edited_at=row.edited_at,
        resolved_at=row.resolved_at,
    )
