"""Stacks: the pictures of a run as one, with a cover that everybody sees."""

from typing import Annotated
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Status
from pydantic import BaseModel, ConfigDict, Field

from gallery.api.auth import ApiRequest
from gallery.api.boards import Space
from gallery.api.problems import Problem, documented, invalid
from gallery.api.shapes import ImageOut, base_of, full
from gallery.browsing import stacks
from gallery.models import Image, Team
from gallery.organising.boards import NotPossible

router = Router()

RunId = Annotated[UUID, Path(description="A run's id, as `asked.run` of its pictures.")]


class StackOut(BaseModel):
    run: UUID
    cover: UUID | None = Field(description="What lies on top: as chosen, else the picked one, else the newest.")
    items: list[ImageOut] = Field(description="What you see of it, newest first, up to 200.")


class CoverIn(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    image: Annotated[UUID, Field(strict=False, description="A picture of the run.")]


@router.get(
    "/stacks/{run}", response={200: StackOut, **documented(404, 422)}, operation_id="get_stack", summary="Open a stack"
)
def get_stack(request: ApiRequest, run: RunId, space: Query[Space]) -> StackOut:
    """In your own gallery, or a team's. `GET /images?stacks=true` lists pictures with each stack as its cover."""
    team = get_object_or_404(Team.objects.visible_to(request.auth), pk=space.team) if space.team else None
    images = stacks.of_run(str(run), by=request.auth, team=team)
    if not images:
        raise Problem(404)
    base = base_of(request)
    items = [full(image, base=base, user=request.auth) for image in images]
    return StackOut(run=run, cover=stacks.cover_of(str(run), images, team), items=items)


@router.put(
    "/stacks/{run}/cover",
    response={204: None, **documented(400, 403, 404, 413, 415, 422)},
    operation_id="choose_cover",
    summary="Lay a picture on top of its stack",
)
def choose_cover(request: ApiRequest, run: RunId, body: CoverIn) -> Status[None]:
    """For everybody who sees it. The right of the picture's owner, and of its team's editors."""
    image = get_object_or_404(Image.objects.pictures_visible_to(request.auth).select_related("team"), pk=body.image)
    try:
        stacks.choose(str(run), image, by=request.auth)
    except NotPossible as told:
        raise invalid({"image": [str(told)]}) from None
    return Status(204, None)
