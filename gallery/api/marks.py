"""What people put on a picture: words, stars, tags."""

from typing import Annotated, Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Status
from pydantic import BaseModel, ConfigDict, Field

from gallery.api.auth import ApiRequest
from gallery.api.images import ImageId, own, visible
from gallery.api.images import router as images
from gallery.api.problems import Problem, documented, invalid
from gallery.api.shapes import ImageOut, base_of, full
from gallery.models import Board, Image, Rating, Tag, Team
from gallery.models.image import Kind
from gallery.organising import describing, picks, tags

router = Router()

STRICT = ConfigDict(extra="forbid", strict=True)
TagId = Annotated[int, Path(description="A tag's id.")]
TagName = Annotated[str, Field(max_length=10_000)]
Id = Annotated[UUID, Field(strict=False)]


class Space(BaseModel):
    team: UUID | None = Field(default=None, description="A team of yours; without it: your own space.")


class ImageChange(BaseModel):
    """What is left out stays as it is."""

    model_config = STRICT

    title: str | None = Field(default=None, max_length=200)
    alt: str | None = Field(default=None, max_length=500)
    notes: str | None = Field(default=None, max_length=4000)
    branch: str | None = Field(default=None, max_length=80, description="What the line from it on is called.")


class MarksOut(BaseModel):
    """In one space: yours, or a team's."""

    stars: int | None = Field(description="Your own, 1 to 5.")
    mean: float | None = Field(description="Of the team's members, in a team.")
    picked: bool
    tags: list[str]
    boards: list[UUID] = Field(description="Those of the space that it lies on.")


class Stars(BaseModel):
    model_config = STRICT

    stars: int = Field(ge=0, le=5, description="1 to 5; 0 takes them back.")


class TagsIn(BaseModel):
    model_config = STRICT

    add: list[TagName] = Field(default=[], max_length=100)
    remove: list[TagName] = Field(default=[], max_length=100)
    team: Id | None = Field(default=None, description="Whose tags; without it your own.")


class TagOut(BaseModel):
    id: int
    name: str
    team: UUID | None
    images: int = Field(description="How many have it, counted to 1000.")


class TagList(BaseModel):
    items: list[TagOut]


class TagFilters(Space):
    q: str = Field(default="", max_length=100, description="What the name holds.")


class TagChange(BaseModel):
    model_config = STRICT

    name: TagName
    merge: bool = Field(default=False, description="Where another tag has that name, the two become one.")


@images.patch(
    "/images/{id}",
    response={200: ImageOut, **documented(400, 403, 404, 413, 415, 422)},
    operation_id="describe_image",
    summary="Title, text, notes and the name of its branch",
)
def describe_image(request: ApiRequest, id: ImageId, body: ImageChange) -> ImageOut:
    """Its owner's right."""
    image = own(request, id)
    words = {name: text.strip() for name, text in body.model_dump(exclude_none=True).items()}
    describing.describe(image, by=request.auth, **words)
    return full(image, base=base_of(request), user=request.auth)


@router.get(
    "/images/{id}/marks",
    response={200: MarksOut, **documented(404, 422)},
    operation_id="get_marks",
    summary="Stars, tags and boards of a picture",
)
def get_marks(request: ApiRequest, id: ImageId, space: Query[Space]) -> MarksOut:
    image, team = placed(request, id, space.team)
    boards = Board.objects.of_space(user=request.auth, team=team).filter(items__image=image)
    return MarksOut(
        stars=Rating.objects.filter(image=image, user=request.auth).values_list("stars", flat=True).first(),
        mean=tags.mean_of(image, team) if team else None,
        picked=bool(picks.picked_among([image], user=request.auth, team=team)),
        tags=tags.names_on(image, user=request.auth, team=team),
        boards=list(boards.values_list("pk", flat=True)),
    )


@router.put(
    "/images/{id}/rating",
    response={204: None, **documented(400, 404, 413, 415, 422)},
    operation_id="rate_image",
    summary="Rate a picture",
)
def rate_image(request: ApiRequest, id: ImageId, body: Stars) -> Status[None]:
    """Your own stars on any picture that you see."""
    tags.rate([picture(request, id)], body.stars, by=request.auth)
    return Status(204, None)


@router.post(
    "/images/{id}/tags",
    response={200: MarksOut, **documented(400, 403, 404, 413, 415, 422)},
    operation_id="tag_image",
    summary="Tag a picture",
)
def tag_image(request: ApiRequest, id: ImageId, body: TagsIn) -> MarksOut:
    """Puts tags on it and takes tags off, in your own space or a team's that you edit."""
    image, team = placed(request, id, body.team)
    for field, names, act in (("add", body.add, tags.add), ("remove", body.remove, tags.remove)):
        attempt(field, lambda names=names, act=act: names and act([image], names, by=request.auth, team=team))
    return get_marks(request, id, Space(team=body.team))


@router.get("/tags", response={200: TagList, **documented(404, 422)}, operation_id="list_tags", summary="List tags")
def list_tags(request: ApiRequest, filters: Query[TagFilters]) -> TagList:
    """Of one space, by name. Not paged."""
    team = get_object_or_404(Team.objects.visible_to(request.auth), pk=filters.team) if filters.team else None
    rows = tags.with_numbers(tags.of_space(user=request.auth, team=team))
    wanted = " ".join(filters.q.split())
    return TagList(items=[tag_out(tag) for tag in (rows.filter(name__icontains=wanted) if wanted else rows)])


@router.patch(
    "/tags/{id}",
    response={200: TagOut, **documented(400, 403, 404, 409, 413, 415, 422)},
    operation_id="change_tag",
    summary="Rename or merge a tag",
)
def change_tag(request: ApiRequest, id: TagId, body: TagChange) -> TagOut:
    """Answers with the tag that is left."""
    tag = visible_tag(request, id)
    try:
        left = attempt("name", lambda: tags.rename(tag, body.name, by=request.auth, merge=body.merge))
    except tags.NameTaken as taken:
        raise Problem(409, str(taken)) from None
    return tag_out(tags.with_numbers(Tag.objects.filter(pk=left.pk)).get())


@router.delete(
    "/tags/{id}", response={204: None, **documented(403, 404)}, operation_id="delete_tag", summary="Drop a tag"
)
def delete_tag(request: ApiRequest, id: TagId) -> Status[None]:
    """Off every picture that has it."""
    tags.delete(visible_tag(request, id), by=request.auth)
    return Status(204, None)


def placed(request: ApiRequest, id: UUID, team_id: UUID | None) -> tuple[Image, Team | None]:
    """The picture and whose marks are meant; 422 for a team that it does not hang in."""
    image = picture(request, id)
    if team_id is None:
        return image, None
    team = Team.objects.visible_to(request.auth).filter(pk=team_id).first()
    if team is None or image.team_id != team.pk:
        raise invalid({"team": ["The picture hangs in no such team that you are in."]})
    return image, team


def picture(request: ApiRequest, id: UUID) -> Image:
    found = visible(request, id)
    if found.kind == Kind.MASK:
        raise Problem(404)
    return found


def attempt(field: str, act: Any) -> Any:
    try:
        return act()
    except (tags.BadTag, tags.NotInSpace) as told:
        raise invalid({field: [str(told)]}) from None


def visible_tag(request: ApiRequest, id: int) -> Tag:
    return get_object_or_404(Tag.objects.visible_to(request.auth).select_related("team"), pk=id)


def tag_out(tag: Any) -> TagOut:
    return TagOut(id=tag.pk, name=tag.name, team=tag.team_id, images=tag.number)
