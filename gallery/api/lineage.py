"""The family of a picture, and pictures side by side, as their pages tell them; and the red dot."""

from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Query, Router, Status
from pydantic import BaseModel, ConfigDict, Field

from gallery.api.auth import ApiRequest
from gallery.api.images import ImageId, visible
from gallery.api.problems import documented, invalid
from gallery.api.shapes import ImageBrief, base_of, brief
from gallery.models import Image, Team
from gallery.organising import picks
from gallery.recipes import comparing, lineage
from gallery.recipes.diffing import Change

router = Router()

TeamOfWall = Annotated[UUID | None, Field(description="The team whose wall it hangs on; none: your own.")]


class ChangeOut(BaseModel):
    kind: Literal["same", "added", "removed"]
    text: str


class NodeOut(BaseModel):
    """One picture of the family. ``image`` is null for one in a trash, or not yours to see."""

    image: ImageBrief | None
    parent: UUID | None = Field(description="Null for the first, and where the parent is not yours to see.")
    relation: str = Field(description="remix, edit, variation, erase, repaint, reframe, extend, crop, or nothing.")
    branch: str = Field(description="What the line from it on is called; empty for most.")
    this: bool = Field(description="The picture that was asked for.")
    depth: int = Field(description="0 on the line from the first picture to this one, more on branches.")
    more: int = Field(description="Pictures made of it that are not listed here: ask for its own lineage.")
    prompt_changes: list[ChangeOut] = Field(description="Against its parent's prompt, longer parts shortened.")


class LineageOut(BaseModel):
    items: list[NodeOut]


class LineOut(BaseModel):
    setting: str
    kind: str = Field(description="text, price (US dollars) or seconds.")
    values: list[Any] = Field(description="One per picture, in the order asked for; null where it has none.")
    differs: bool


class ComparisonOut(BaseModel):
    images: list[UUID]
    lines: list[LineOut]


class PickIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    team: TeamOfWall = None


class Compared(BaseModel):
    ids: str = Field(max_length=300, description="Two to six ids of pictures, with commas.")


@router.get(
    "/images/{id}/lineage",
    response={200: LineageOut, **documented(404)},
    operation_id="get_lineage",
    summary="What a picture was made from and what was made from it",
)
def get_lineage(request: ApiRequest, id: ImageId) -> LineageOut:
    """From the first picture down, bounded in depth and breadth."""
    nodes = lineage.tree_of(visible(request, id), request.auth)
    known = {node.image.pk for node in nodes if node.image}
    base = base_of(request)
    return LineageOut(items=[node_out(node, known, base) for node in nodes])


def node_out(node: lineage.Node, known: set[UUID], base: str) -> NodeOut:
    return NodeOut(
        image=brief(node.image, base) if node.image else None,
        parent=node.parent_id if node.parent_id in known else None,
        relation=node.relation,
        branch=node.image.branch if node.image else "",
        this=node.this,
        depth=node.indent,
        more=node.more,
        prompt_changes=[change_out(change) for change in node.changes],
    )


def change_out(change: Change) -> ChangeOut:
    return ChangeOut.model_validate(change._asdict())


@router.get(
    "/comparisons",
    response={200: ComparisonOut, **documented(404, 422)},
    operation_id="compare_images",
    summary="Compare the settings of pictures",
)
def compare_images(request: ApiRequest, compared: Query[Compared]) -> ComparisonOut:
    """Every setting of two to six pictures, and whether it differs."""
    images = compared_images(request, compared.ids)
    lines = [
        LineOut(
            setting=line.setting,
            kind=line.kind,
            values=[plain(cell.value) for cell in line.cells],
            differs=not line.same,
        )
        for line in comparing.lines_of(images)
    ]
    return ComparisonOut(images=[image.pk for image in images], lines=lines)


def plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | float) else float(value)


def compared_images(request: ApiRequest, text: str) -> list[Image]:
    try:
        ids = list(dict.fromkeys(UUID(part) for part in text.split(",") if part))
    except ValueError:
        raise invalid({"ids": ["One of these is no id of a picture."]}) from None
    if not comparing.FEWEST <= len(ids) <= comparing.MOST:
        raise invalid({"ids": [f"Name {comparing.FEWEST} to {comparing.MOST} pictures."]})
    known = Image.objects.pictures_visible_to(request.auth).in_bulk(ids)
    if len(known) < len(ids):
        raise invalid({"ids": ["One of these pictures is gone or not yours to see."]})
    return [known[id] for id in ids]


@router.put(
    "/images/{id}/pick",
    response={204: None, **documented(400, 403, 404, 413, 415, 422)},
    operation_id="pick_image",
    summary="Set the red dot",
)
def pick_image(request: ApiRequest, id: ImageId, body: PickIn) -> Status[None]:
    """In your own gallery, or for everybody in a team that you edit. Twice does no harm."""
    return flag(request, id, body.team, picked=True)


@router.delete(
    "/images/{id}/pick",
    response={204: None, **documented(403, 404, 422)},
    operation_id="unpick_image",
    summary="Take the red dot away",
)
def unpick_image(request: ApiRequest, id: ImageId, team: UUID | None = None) -> Status[None]:
    """``team`` as for setting it."""
    return flag(request, id, team, picked=False)


def flag(request: ApiRequest, id: UUID, team_id: UUID | None, *, picked: bool) -> Status[None]:
    image = visible(request, id)
    team = Team.objects.visible_to(request.auth).filter(pk=team_id).first() if team_id else None
    if team_id and (team is None or image.team_id != team.pk):
        raise invalid({"team": ["The picture hangs in no such team that you are in."]})
    picks.pick([image], by=request.auth, team=team, picked=picked)
    return Status(204, None)
