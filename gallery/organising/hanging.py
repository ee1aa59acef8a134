"""What hangs on a board, in its order by hand: pages by keyset through one index, the same cost at any depth."""

import base64
import binascii
import math
import struct
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q

from gallery.browsing import wall
from gallery.browsing.neighbours import EACH_SIDE, Film, of_one_run
from gallery.browsing.paging import BadCursor
from gallery.models import Board, BoardItem, Image, Pick
from gallery.models.board import BoardItemQuerySet
from gallery.organising import picks
from gallery.reviewing import waiting

A_PAGE = 60
COUNTED = 1000  # pictures of a board, for the place of one among them
SHOWN = ("board", "position", *(f"image__{name}" for name in (*wall.SHOWN, *wall.OWNER)))
CURSOR = struct.Struct(">dq")  # position and id of the last item seen


def items_of(board: Board, *, show: str = "") -> BoardItemQuerySet:
    """The caller has checked who may see the board. ``show``: "picked", with the red dot alone; "undecided", what
    clients have yet to decide.
    """
    rows = board.hung()
    if show == "picked":
        return rows.filter(Exists(Pick.objects.filter(image=OuterRef("image"), team=board.team_id)))
    return rows.filter(image__in=waiting.undecided(board)) if show == "undecided" else rows


def page(
    rows: BoardItemQuerySet, cursor: str, limit: int = A_PAGE, *, tiles: bool = False
) -> tuple[list[Image], str | None]:
    """Pictures after the cursor, with their owners, and the next cursor. One query. ``tiles``: what a tile shows of
    each, and no more.

    Raises:
        BadCursor: it is none.
    """
    if cursor:
        rows = behind(rows, *read(cursor))
    rows = with_images(rows).only(*SHOWN) if tiles else with_images(rows)
    found = list(rows.order_by("position", "id")[: limit + 1])
    more = len(found) > limit
    return [item.image for item in found[:limit]], write(found[limit - 1]) if more else None


def with_images(rows: BoardItemQuerySet) -> BoardItemQuerySet:
    return rows.select_related("image__owner")


def behind(rows: BoardItemQuerySet, at: float, id: int) -> BoardItemQuerySet:
    return rows.filter(Q(position__gt=at) | Q(position=at, id__gt=id), position__gte=at)


def before(rows: BoardItemQuerySet, at: float, id: int) -> BoardItemQuerySet:
    return rows.filter(Q(position__lt=at) | Q(position=at, id__lt=id), position__lte=at)


def write(item: BoardItem) -> str:
    return base64.urlsafe_b64encode(CURSOR.pack(item.position, item.pk)).decode()


def read(cursor: str) -> tuple[float, int]:
    try:
        at, id = CURSOR.unpack(base64.b64decode(cursor.encode(), altchars=b"-_", validate=True))
    except (binascii.Error, UnicodeEncodeError, struct.error):
        raise BadCursor(cursor) from None
    if not math.isfinite(at):
        raise BadCursor(cursor)
    return at, id


def mark_picked(images: Iterable[Any], *, user: Any, team: Any) -> None:
    shown = list(images)
    flags = picks.picked_among(shown, user=user, team=team)
    for image in shown:
        image.is_picked = image.pk in flags


def film_of(board: Board, image: Image) -> Film | None:
    """Its neighbours on the board, and its place among the first COUNTED; None where it does not hang there. Five
    queries.
    """
    rows = items_of(board)
    here = rows.filter(image=image.pk).first()
    if here is None:
        return None
    place = before(rows, here.position, here.pk).order_by()[:COUNTED].count() + 1
    many = rows.order_by()[: COUNTED + 1].count()
    rows = with_images(rows)
    earlier = before(rows, here.position, here.pk).order_by(F("position").desc(), F("id").desc())[:EACH_SIDE]
    newer = [item.image for item in earlier]
    older = [item.image for item in behind(rows, here.position, here.pk).order_by("position", "id")[:EACH_SIDE]]
    images = [*reversed(newer), image, *older]
    run = [neighbour for neighbour in images if of_one_run(neighbour, image)]
    film = Film(images, newer[0] if newer else None, older[0] if older else None, run[0], run[-1])
    return replace(film, place=place, many=min(many, COUNTED), more=many > COUNTED) if place <= COUNTED else film


def ids_of(board: Board, *, most: int) -> list[UUID]:
    rows = items_of(board).order_by("position", "id")
    return list(rows.values_list("image_id", flat=True)[:most])
