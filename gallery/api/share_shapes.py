"""What the API takes and tells of links and their rounds."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from pydantic import BaseModel, ConfigDict, Field

from gallery.access import can_edit_share
from gallery.api.auth import ApiRequest
from gallery.models import Share, User
from gallery.reviewing import rounds
from gallery.sharing import links

STRICT = ConfigDict(extra="forbid", strict=True)
Id = Annotated[UUID, Field(strict=False)]
Title = Annotated[str, Field(min_length=1, max_length=120, pattern=r"\S")]
Password = Annotated[str, Field(min_length=4, max_length=100)]


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
