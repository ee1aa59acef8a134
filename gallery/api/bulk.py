"""One act on many pictures, named or found, and the way back from it."""

from collections.abc import Callable
from typing import Annotated, Any, Self
from urllib.parse import urlencode
from uuid import UUID

from ninja import Router
from pydantic import BaseModel, ConfigDict, Field, model_validator

from gallery.api.auth import ApiRequest
from gallery.api.boards import named
from gallery.api.marks import TagName
from gallery.api.problems import Problem, documented, invalid
from gallery.browsing.listing import Unreadable
from gallery.models import Board, Image, Team
from gallery.organising import boards, bulk, selecting, tags, undoing

router = Router()

STRICT = ConfigDict(extra="forbid", strict=True)
Id = Annotated[UUID, Field(strict=False)]
ACTS = ("lay_on", "take_off", "tag", "untag", "stars", "picked", "publish", "withdraw", "trash")


class BulkIn(BaseModel):
    """Which pictures: ``ids`` or ``query``, with ``team`` where they are looked at in a team. What: exactly one act."""

    model_config = STRICT | {"json_schema_extra": {"examples": [{"query": "wet slate", "tag": ["final"]}]}}

    ids: list[Id] | None = Field(default=None, max_length=bulk.MOST)
    query: str | None = Field(default=None, max_length=500, description='As q of GET /images; "" is the whole list.')
    team: Id | None = Field(default=None, description="Whose list and whose tags and picks; without it yours.")
    lay_on: Id | None = Field(default=None, description="A board.")
    take_off: Id | None = Field(default=None, description="A board.")
    tag: list[TagName] | None = Field(default=None, max_length=100)
    untag: list[TagName] | None = Field(default=None, max_length=100)
    stars: int | None = Field(default=None, ge=0, le=5)
    picked: bool | None = None
    publish: Id | None = Field(default=None, description="A team that you may publish in; your own pictures.")
    withdraw: bool | None = Field(default=None, description="Your own pictures, out of their teams.")
    trash: bool | None = Field(default=None, description="Your own pictures; up to 1000 at once on S3.")

    @model_validator(mode="after")
    def one_of_each(self) -> Self:
        if (self.ids is None) == (self.query is None):
            raise ValueError("Give ids or query, one of the two.")
        if len(self.acts) != 1:
            raise ValueError(f"Give exactly one of {', '.join(ACTS)}.")
        return self

    @property
    def acts(self) -> list[str]:
        """``false`` asks for something of ``picked`` alone; 0 is a number of stars."""
        given = {name: getattr(self, name) for name in ACTS}
        return [name for name, value in given.items() if value is not None and (value is not False or name == "picked")]


class BulkOut(BaseModel):
    changed: int = Field(description="Pictures that are now other than before.")
    undo: str | None = Field(description="For POST /bulk/undo within the hour; null where nothing changed.")


class UndoIn(BaseModel):
    model_config = STRICT

    undo: str = Field(max_length=100)


class Undone(BaseModel):
    changed: int


@router.post(
    "/bulk",
    response={200: BulkOut, **documented(400, 403, 413, 415, 422)},
    operation_id="change_images",
    summary="Change many pictures at once",
)
def change_images(request: ApiRequest, body: BulkIn) -> BulkOut:
    """Pictures that you may not change so are passed over; up to 10,000 at once."""
    team = named(Team, body.team, "team", request)
    try:
        done = act(body, chosen(body, request, team), request, team)
    except (bulk.TooMany, Unreadable) as told:
        raise invalid({"ids" if body.query is None else "query": [str(told)]}) from None
    except (tags.BadTag, tags.NotInSpace) as told:
        raise invalid({"tag" if body.tag is not None else "untag": [str(told)]}) from None
    except boards.NotPossible as told:
        raise invalid({"lay_on": [str(told)]}) from None
    return BulkOut(changed=done.number, undo=done.undo or None)


@router.post(
    "/bulk/undo",
    response={200: Undone, **documented(400, 403, 404, 413, 415, 422)},
    operation_id="undo_change",
    summary="Undo a change of many pictures",
)
def undo_change(request: ApiRequest, body: UndoIn) -> Undone:
    """Good once, for an hour, for whoever made the change."""
    undone = undoing.undo(body.undo, by=request.auth)
    if undone is None:
        raise Problem(404, "There is nothing to undo by this: it is too old, used, or not yours.")
    return Undone(changed=undone[1])


def chosen(body: BulkIn, request: ApiRequest, team: Team | None) -> list[Image]:
    if body.ids is not None:
        return selecting.named(body.ids, by=request.auth)
    return selecting.matching(urlencode({"q": body.query or ""}), by=request.auth, team=team)


def act(body: BulkIn, images: list[Image], request: ApiRequest, team: Team | None) -> bulk.Done:
    by = request.auth
    wanted: dict[str, Callable[[Any], bulk.Done]] = {
        "lay_on": lambda board: bulk.lay_on(named(Board, board, "lay_on", request), images, by=by),
        "take_off": lambda board: bulk.take_off(named(Board, board, "take_off", request), images, by=by),
        "tag": lambda names: bulk.tag(images, names, by=by, team=team),
        "untag": lambda names: bulk.untag(images, names, by=by, team=team),
        "stars": lambda stars: bulk.rate(images, stars, by=by),
        "picked": lambda picked: bulk.pick(images, by=by, team=team, picked=picked),
        "publish": lambda place: bulk.publish(images, by=by, team=named(Team, place, "publish", request)),
        "withdraw": lambda _: bulk.withdraw(images, by=by),
        "trash": lambda _: bulk.to_trash(images, by=by),
    }
    [name] = body.acts
    return wanted[name](getattr(body, name))
