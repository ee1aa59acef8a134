"""The block list and the allow list of pictures' likenesses."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.db.models import Q
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Status
from pydantic import BaseModel, ConfigDict, Field

from gallery.access import is_administrator, is_moderator
from gallery.api.auth import ApiRequest
from gallery.api.problems import Problem, documented, invalid
from gallery.cases import freeing
from gallery.judging import block_list
from gallery.models import Image, ListedHash

router = Router()

PAGE = 100
HashId = Annotated[UUID, Path(description="A listed hash's id.")]


class HashIn(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"hash": "9f1c2b3a4d5e6f70"}]})

    hash: str | None = Field(default=None, max_length=16, description="16 hexadecimal digits; or name an image.")
    image: UUID | None = Field(default=None, description="A picture that you may judge.")
    list: Literal["block", "allow"] = "block"
    reason: str = Field(default="", max_length=500)
    release: bool = Field(default=False, description="With an allowed one: pictures that nothing holds any more, too.")


class HashOut(BaseModel):
    id: UUID
    list: str
    hash: str
    reason: str
    at: datetime
    searched_at: datetime | None = Field(description="When all older pictures were looked through for a blocked one.")
    found: int = Field(description="Older pictures that were held for it.")


class FreedOut(BaseModel):
    released: int = Field(description="Pictures that waited, and that nothing holds any more.")
    left: int = Field(description="Of such, how many somebody judges now, or are your own.")


class HashEffect(HashOut):
    waiting: int = Field(description="Pictures that wait because of it, and that nothing would hold without it.")


class AddedHash(HashOut, FreedOut):
    """With `release` what became of the pictures that waited; 0 otherwise."""


class UnlistIn(BaseModel):
    release: bool = Field(default=False, description="The pictures that nothing holds any more, too.")


class HashPage(BaseModel):
    items: list[HashOut]
    next: int | None = Field(description="`before` of the next page; null on the last.")


class PageIn(BaseModel):
    list: Literal["block", "allow"] = "block"
    before: int | None = Field(default=None, ge=1, le=2**62)


@router.get(
    "/hashes", response={200: HashPage, **documented(403, 422)}, operation_id="list_hashes", summary="List hashes"
)
def list_hashes(request: ApiRequest, query: Query[PageIn]) -> HashPage:
    """For moderators. Newest first."""
    refuse_members(request)
    rows = ListedHash.objects.filter(list=query.list).order_by("-pk")
    found = list((rows.filter(pk__lt=query.before) if query.before else rows)[: PAGE + 1])
    after = found[PAGE - 1].pk if len(found) > PAGE else None
    return HashPage(items=[shown(row) for row in found[:PAGE]], next=after)


@router.post(
    "/hashes",
    response={201: AddedHash, **documented(400, 403, 404, 413, 415, 422)},
    operation_id="list_hash",
    summary="Block or allow a likeness",
)
def list_hash(request: ApiRequest, body: HashIn) -> Status[AddedHash]:
    """For administrators. Every new picture is compared, and older ones with a hash that is blocked.

    The nearer hash decides; where both are as near, the blocked one.
    """
    refuse_others(request)
    row = listed(request, body)
    waiting = (
        freeing.by_allowing(block_list.unsigned(row.dhash)) if body.release and row.list == block_list.ALLOW else []
    )
    freed = freeing.release(waiting, by=request.auth)
    return Status(201, AddedHash(**shown(row).model_dump(), **asdict(freed)))


def listed(request: ApiRequest, body: HashIn) -> ListedHash:
    if body.image:
        image = get_object_or_404(Image.objects.filter(before_moderators(request)).distinct(), pk=body.image)
        try:
            return block_list.add(image, by=request.auth, reason=body.reason, name=body.list)
        except block_list.NoLikeness as refusal:
            raise invalid({"image": [str(refusal)]}) from None
    value = block_list.read(body.hash or "")
    if value is None:
        raise invalid({"hash": ["A hash has 16 hexadecimal digits, not all of them 0."]})
    return block_list.add_hash(value, by=request.auth, reason=body.reason, name=body.list)


@router.get(
    "/hashes/{id}",
    response={200: HashEffect, **documented(403, 404)},
    operation_id="get_hash",
    summary="Read a hash, and what waits because of it",
)
def get_hash(request: ApiRequest, id: HashId) -> HashEffect:
    """For moderators."""
    refuse_members(request)
    row = get_object_or_404(ListedHash, uuid=id)
    return HashEffect(**shown(row).model_dump(), waiting=len(freeing.by_taking_off(row)))


@router.delete(
    "/hashes/{id}",
    response={200: FreedOut, 204: None, **documented(403, 404, 422)},
    operation_id="unlist_hash",
    summary="Take off a list",
)
def unlist_hash(request: ApiRequest, id: HashId, query: Query[UnlistIn]) -> Status[FreedOut] | Status[None]:
    """For administrators. With `release` the answer says what became of the pictures that it held."""
    refuse_others(request)
    row = get_object_or_404(ListedHash, uuid=id)
    waiting = freeing.by_taking_off(row) if query.release else []
    block_list.remove([row], by=request.auth)
    if not query.release:
        return Status(204, None)
    return Status(200, FreedOut(**asdict(freeing.release(waiting, by=request.auth))))


@router.post(
    "/hashes/{id}/search",
    response={200: HashOut, **documented(403, 404)},
    operation_id="search_hash",
    summary="Look through older pictures",
)
def search_hash(request: ApiRequest, id: HashId) -> HashOut:
    """For administrators: a blocked one of an earlier release that was never sought; any other stays as it is."""
    refuse_others(request)
    block_list.search_older(ListedHash.objects.filter(pk=get_object_or_404(ListedHash, uuid=id).pk))
    return shown(get_object_or_404(ListedHash, uuid=id))


def before_moderators(request: ApiRequest) -> Q:
    """Nobody reads private pictures this way: those that a case is about, and one's own."""
    return Q(owner=request.auth) | Q(cases__isnull=False) | ~Q(moderation="")


def refuse_members(request: ApiRequest) -> None:
    if not is_moderator(request.auth):
        raise Problem(403, "Moderators read the lists.")


def refuse_others(request: ApiRequest) -> None:
    if not is_administrator(request.auth):
        raise Problem(403, "Administrators keep the lists.")


def shown(row: ListedHash) -> HashOut:
    digits = block_list.told(block_list.unsigned(row.dhash))
    return HashOut(
        id=row.uuid,
        list=row.list,
        hash=digits,
        reason=row.reason,
        at=row.at,
        searched_at=row.searched_at,
        found=row.found,
    )
