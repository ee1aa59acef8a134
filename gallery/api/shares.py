"""Links that show pictures to people without an account, and what came back from a review."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Query, Router, Status

from gallery.api.auth import ApiRequest
from gallery.api.paging import Paging, page
from gallery.api.problems import Problem, documented, invalid
from gallery.api.share_shapes import (
    RoundIn,
    RoundList,
    RoundOut,
    ShareChange,
    ShareIn,
    ShareMade,
    ShareOut,
    SharePage,
    round_of,
    shape,
    with_address,
)
from gallery.models import Board, Image, Share
from gallery.reviewing import rounds
from gallery.sharing import links
from gallery.sharing.forms import MARK_AND_ORIGINALS, UNDRAWN, end_of
from gallery.sharing.marking import undrawable

router = Router()

ShareId = Annotated[UUID, Path(description="A link's id.")]
LAST_DAY = date(2200, 1, 1)


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
    if values.get("watermark") == share.watermark:  # as it was, even where its letters can be drawn no more
        values.pop("watermark")
    check_words(values.get("watermark") or "")
    check_mark({"watermark": share.watermark, "download": share.download} | values)
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
    check_mark(values)
    check_words(values.get("watermark") or "")
    return values


def check_mark(values: dict[str, Any]) -> None:
    if values.get("watermark") and values.get("download") == "original":
        raise invalid({"download": [str(MARK_AND_ORIGINALS)]})


def check_words(watermark: str) -> None:
    if letters := undrawable(watermark):
        raise invalid({"watermark": [str(UNDRAWN) % {"letters": letters}]})
