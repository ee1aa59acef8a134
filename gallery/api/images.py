"""Pictures: list and search them, look at one, put it in the trash and take it back."""

from typing import Annotated
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Status
from pydantic import Field

from gallery import search, trash
from gallery.api.auth import ApiRequest
from gallery.api.paging import Paging, page
from gallery.api.problems import Problem, documented, not_offered
from gallery.api.shapes import ImageOut, ImagePage, base_of, full
from gallery.models import Image, Team
from gallery.models.image import ImageQuerySet

router = Router()

ImageId = Annotated[UUID, Path(description="A picture's id.")]


class Filters(Paging):
    q: str = Field(
        default="",
        max_length=500,
        description='Words, "phrases" and -exclusions in prompts, titles and file names; "dun" finds dunes.',
    )
    model: str = Field(default="", max_length=100, description="An id of GET /models.")
    vendor: str = Field(default="", max_length=40, description="A vendor as GET /models names it.")
    team: UUID | None = Field(default=None, description="A team of yours; without it: what you own.")
    board: UUID | None = Field(default=None, description="Not offered yet.")
    trashed: bool = Field(default=False, description="What lies in your trash, instead of the gallery.")


@router.get(
    "/images", response={200: ImagePage, **documented(404, 422)}, operation_id="list_images", summary="List pictures"
)
def list_images(request: ApiRequest, filters: Query[Filters]) -> ImagePage:
    """Yours, or a team's, newest first. Bare references are not among them."""
    if filters.board:
        raise not_offered("board")
    rows = narrowed(space(request, filters), filters).select_related("owner")
    found, after = page(rows, filters.cursor, filters.limit)
    base = base_of(request)
    return ImagePage(items=[full(image, base=base, user=request.auth) for image in found], next=after)


@router.get(
    "/images/{id}", response={200: ImageOut, **documented(404)}, operation_id="get_image", summary="Look at a picture"
)
def get_image(request: ApiRequest, id: ImageId) -> ImageOut:
    """With its whole recipe."""
    return full(visible(request, id), base=base_of(request), user=request.auth)


@router.delete(
    "/images/{id}",
    response={204: None, **documented(403, 404)},
    operation_id="trash_image",
    summary="Put a picture in the trash",
)
def trash_image(request: ApiRequest, id: ImageId) -> Status[None]:
    """Its owner's right. It stays there for a while and can be restored; twice does no harm."""
    trash.trash(own(request, id), by=request.auth)
    return Status(204, None)


@router.post(
    "/images/{id}/restore",
    response={200: ImageOut, **documented(403, 404)},
    operation_id="restore_image",
    summary="Take a picture out of the trash",
)
def restore_image(request: ApiRequest, id: ImageId) -> ImageOut:
    """Back to where it was, in its team too if it was published."""
    image = own(request, id)
    if image.trashed_at:
        trash.restore(image, by=request.auth)
    return full(visible(request, id), base=base_of(request), user=request.auth)


def space(request: ApiRequest, filters: Filters) -> ImageQuerySet:
    """Mine, my trash, or a team's. A team that I am not in is not there."""
    if filters.trashed:
        return Image.objects.in_trash_of(request.auth)
    if filters.team is None:
        return Image.objects.mine(request.auth)
    return Image.objects.of_team(get_object_or_404(Team.objects.visible_to(request.auth), pk=filters.team))


def narrowed(rows: ImageQuerySet, filters: Filters) -> ImageQuerySet:
    if filters.model:
        rows = rows.filter(model=filters.model)
    if filters.vendor:
        rows = rows.filter(vendor=filters.vendor)
    return search.matching(rows, filters.q)


def visible(request: ApiRequest, id: UUID) -> Image:
    return get_object_or_404(Image.objects.visible_to(request.auth).select_related("owner"), pk=id)


def own(request: ApiRequest, id: UUID) -> Image:
    """One that this person may change, in the trash or not.

    Raises:
        Http404: there is none that this person may see.
        Problem: 403, it is somebody else's.
    """
    image = Image.objects.changeable_by(request.auth).filter(pk=id).first()
    if image:
        return image
    if Image.objects.visible_to(request.auth).filter(pk=id).exists():
        raise Problem(403, "Only the picture's owner may do this.")
    raise Http404
