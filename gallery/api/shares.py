"""Links that show pictures to people without an account, and what came back from a review."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from ninja import Path, Query, Router, Status
from pydantic import BaseModel, ConfigDict, Field

from gallery.access import can_edit_share
from gallery.api.auth import ApiRequest
from gallery.api.paging import Paging, page
from gallery.api.problems import Problem, documented, invalid
from gallery.models import Board, Image, Share, User
from gallery.reviewing import rounds
from gallery.sharing import links
from gallery.sharing.forms import MARK_AND_ORIGINALS, UNDRAWN, end_of
from gallery.sharing.marking import undrawable

router = Router()

STRICT = ConfigDict(extra="forbid", strict=True)
ShareId = Annotated[UUID, Path(description="A link's id.")]
Id = Annotated[UUID, Field(strict=False)]
Title = Annotated[str, Field(min_length=1, max_length=120, pattern=r"\S")]
Password = Annotated[str, Field(min_length=4, max_length=100)]
LAST_DAY = date(2200, 1, 1)


class ShareSettings(BaseModel):
    model_config = STRICT

    note: str = Field(default="", max_length=1000, description="What guests read above the pictures.")
    ends: Annotated[date, Field(strict=False)] | None = Field(
        default=None, description="The last day, in the site's time zone; null: until it is turned off."
    )
    password: Password | None = Field(default=None, description="Kept hashed.")
    download: Literal["", "web", "original"] = Field(
        default="", description='"web": 1280 px wide. Originals carry no watermark, and may carry their prompt.'
    )
    hide_prompt: bool = True
    watermark: str = Field(default="", max_length=40, description="Words across everything that is served.")
    open_notes: bool = Field(default=False, description="Guests of a review read each other's notes.")


class ShareIn(ShareSettings):
    title: Title
    images: list[Id] = Field(default=[], max_length=links.MOST, description="Ids of pictures, in order.")
    board: Id | None = Field(default=None, description="In place of images: whatever lies on it.")
    mode: Literal["look", "review"] = "look"


class ShareChange(BaseModel):
    """What is left out stays as it is; ``"password": ""`` takes the password away."""

    model_config = STRICT

    title: Title | None = None
    note: Annotated[str, Field(max_length=1000)] | None = None
    ends: Annotated[date, Field(strict=False)] | None = None
    password: Annotated[str, Field(max_length=100)] | None = None
    download: Literal["", "web", "original"] | None = None
    hide_prompt: bool | None = None
    watermark: Annotated[str, Field(max_length=40)] | None = None
    open_notes: bool | None = None


class ShareOut(BaseModel):
    id: UUID
    title: str
    note: str
    mode: str
    owner: str
    team: UUID | None
    board: UUID | None
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    open: bool = Field(description="Whether the link opens anything now.")
    password: bool = Field(description="Whether it asks for one.")
    download: str
    hide_prompt: bool
    watermark: str
    open_notes: bool
    opened: int
    last_opened_at: datetime | None
    may_edit: bool


class ShareMade(ShareOut):
    address: str = Field(description="The link. Not shown again: only its hash is kept.")


class SharePage(BaseModel):
    items: list[ShareOut]
    next: str | None


class NoteOut(BaseModel):
    by: str
    text: str
    x: float | None = Field(description="From 0 to 1 of the width; null where it is not pinned.")
    y: float | None
    at: datetime


class ItemOut(BaseModel):
    image: UUID
    change: str = Field(description="Since the round before: new, same or changed.")
    before: UUID | None = Field(description="The picture of the round before that it is or came from.")
    approved_by: list[str]
    rejected_by: list[str]
    notes: list[NoteOut]


class RoundOut(BaseModel):
    number: int
    note: str
    begun_at: datetime
    frozen_at: datetime | None
    done: list[str] = Field(description="Guests who said that they are done.")
    items: list[ItemOut]


class RoundList(BaseModel):
    items: list[RoundOut]


class RoundIn(BaseModel):
    model_config = STRICT

    images: list[Id] = Field(min_length=1, max_length=links.MOST)
    note: str = Field(default="", max_length=1000)


@router.get("/shares", response={200: SharePage, **documented(422)}, operation_id="list_shares", summary="List links")
def list_shares(request: ApiRequest, paging: Query[Paging]) -> SharePage:
    """Yours, and those of teams in which you are owner or editor, newest first."""
    rows = Share.objects.visible_to(request.auth).select_related("owner", "team")
    found, after = page(rows, paging.cursor, paging.limit)
    return SharePage(items=[shape(row, request) for row in found], next=after)


@router.post(
    "/shares",
    response={201: ShareMade, **documented(400, 413, 415, 422)},
    operation_id="create_share",
    summary="Make a link",
)
def create_share(request: ApiRequest, body: ShareIn) -> Status[ShareMade]:
    """To pictures, or to a board. The answer alone has its address."""
    board = None
    if body.board is not None:
        board = Board.objects.visible_to(request.auth).select_related("team").filter(pk=body.board).first()
        if board is None:
            raise invalid({"board": ["There is no board of this id that you see."]})
    images = [] if board else in_order(request, body.images)
    values = body.model_dump(exclude={"images", "board", "ends", "password"})
    try:
        made, token = links.create(
            by=request.auth,
            images=images,
            board=board,
            password=body.password or "",
            expires_at=until(body.ends),
            **checked(values),
        )
    except links.NotShared as refusal:
        raise invalid({"board" if board else "images": [str(refusal)]}) from None
    return Status(201, with_address(made, token, request))


@router.get(
    "/shares/{id}", response={200: ShareOut, **documented(404)}, operation_id="get_share", summary="Look at a link"
)
def get_share(request: ApiRequest, id: ShareId) -> ShareOut:
    return shape(visible(request, id), request)


@router.patch(
    "/shares/{id}",
    response={200: ShareOut, **documented(400, 403, 404, 413, 415, 422)},
    operation_id="change_share",
    summary="Change a link",
)
def change_share(request: ApiRequest, id: ShareId, body: ShareChange) -> ShareOut:
    """The right of whoever made it and of the team's owners."""
    share = visible(request, id)
    links.require_editor(share, request.auth)
    values = {name: value for name, value in body.model_dump(exclude_unset=True).items() if value is not None}
    password = values.pop("password", None)
    if password is not None and 0 < len(password) < 4:
        raise invalid({"password": ["A password has at least 4 letters."]})
    if "ends" in body.model_fields_set:
        values.pop("ends", None)
        values["expires_at"] = until(body.ends)
    now = {"watermark": share.watermark, "download": share.download}
    checked(now | values)
    links.change(share, by=request.auth, password=password, **values)
    return shape(share, request)


@router.post(
    "/shares/{id}/renew",
    response={200: ShareMade, **documented(403, 404)},
    operation_id="renew_share",
    summary="Give a link another address",
)
def renew_share(request: ApiRequest, id: ShareId) -> ShareMade:
    """The address that was given out opens nothing from now on."""
    share = visible(request, id)
    return with_address(share, links.renew(share, by=request.auth), request)


@router.delete(
    "/shares/{id}",
    response={204: None, **documented(403, 404)},
    operation_id="revoke_share",
    summary="Turn a link off",
)
def revoke_share(request: ApiRequest, id: ShareId) -> Status[None]:
    """At once and for good; twice does no harm."""
    links.revoke(visible(request, id), by=request.auth)
    return Status(204, None)


@router.get(
    "/shares/{id}/rounds",
    response={200: RoundList, **documented(404)},
    operation_id="list_rounds",
    summary="Read what guests answered",
)
def list_rounds(request: ApiRequest, id: ShareId) -> RoundList:
    """All rounds of a review with answers and notes, oldest first; none of a link to look at."""
    share = visible(request, id)
    return RoundList(items=[round_of(row, share, request.auth) for row in share.rounds.order_by("number")])


@router.post(
    "/shares/{id}/rounds",
    response={201: RoundOut, **documented(400, 403, 404, 409, 413, 415, 422)},
    operation_id="begin_round",
    summary="Begin the next round",
)
def begin_round(request: ApiRequest, id: ShareId, body: RoundIn) -> Status[RoundOut]:
    """Freezes the one before. Pictures may be others than before; each is traced to the one it was made from."""
    share = visible(request, id)
    links.require_editor(share, request.auth)
    if not share.reviews or not share.is_open:
        raise Problem(409, "This is no open review.")
    images = in_order(request, body.images)
    try:
        links.refuse(images, None, share.owner, "")
        made = rounds.begin(share, images, by=request.auth, note=body.note.strip())
    except links.NotShared as refusal:
        raise invalid({"images": [str(refusal)]}) from None
    except rounds.NotBegun as refusal:
        raise Problem(409, str(refusal)) from None
    return Status(201, round_of(made, share, request.auth))


def visible(request: ApiRequest, id: UUID) -> Share:
    return get_object_or_404(Share.objects.visible_to(request.auth).select_related("owner", "team", "board"), pk=id)


def in_order(request: ApiRequest, ids: Sequence[UUID]) -> list[Image]:
    seen = Image.objects.pictures_visible_to(request.auth).select_related("team", "owner").in_bulk(ids)
    if not ids or any(id not in seen for id in ids):
        raise invalid({"images": ["Name pictures that you see; one of these is none."]})
    return [seen[id] for id in dict.fromkeys(ids)]


def until(ends: date | None) -> datetime | None:
    if ends is not None and not timezone.localdate() <= ends < LAST_DAY:
        raise invalid({"ends": ["Choose today or a later day, before the year 2200."]})
    return end_of(ends) if ends else None


def checked(values: dict[str, Any]) -> dict[str, Any]:
    if values.get("watermark") and values.get("download") == "original":
        raise invalid({"download": [str(MARK_AND_ORIGINALS)]})
    if letters := undrawable(values.get("watermark") or ""):
        raise invalid({"watermark": [str(UNDRAWN) % {"letters": letters}]})
    return values


def shape(share: Share, request: ApiRequest) -> ShareOut:
    return ShareOut(**fields_of(share, request))


def with_address(share: Share, token: str, request: ApiRequest) -> ShareMade:
    return ShareMade(**fields_of(share, request), address=f"{settings.PUBLIC_URL}{reverse('room', args=[token])}")


PLAIN = ("id", "title", "note", "mode", "created_at", "expires_at", "revoked_at", "download", "hide_prompt")


def fields_of(share: Share, request: ApiRequest) -> dict[str, Any]:
    role = None if share.owner_id == request.auth.pk else request.auth.role_in(share.team)
    return {
        **{name: getattr(share, name) for name in PLAIN},
        "watermark": share.watermark,
        "open_notes": share.open_notes,
        "opened": share.opened,
        "last_opened_at": share.last_opened_at,
        "owner": share.owner.name,
        "team": share.team_id,
        "board": share.board_id,
        "open": share.is_open,
        "password": bool(share.password),
        "may_edit": can_edit_share(request.auth, share, role),
    }


def round_of(row: Any, share: Share, by: User) -> RoundOut:
    row.share = share
    return RoundOut(
        number=row.number,
        note=row.note,
        begun_at=row.at,
        frozen_at=row.frozen_at,
        done=[done.guest.name for done in row.dones.select_related("guest").order_by("at")],
        items=[item_of(one) for one in rounds.shown(row, by=by)],
    )


def item_of(one: rounds.Shown) -> ItemOut:
    before = one.item.before
    return ItemOut(
        image=one.image.pk,
        change=one.change,
        before=before.image_id if before else None,
        approved_by=[verdict.guest.name for verdict in one.verdicts if verdict.answer == "approve"],
        rejected_by=[verdict.guest.name for verdict in one.verdicts if verdict.answer == "reject"],
        notes=[NoteOut(by=note.guest.name, text=note.text, x=note.x, y=note.y, at=note.at) for note in one.notes],
    )
