"""The order of a board by hand. A moved picture takes a number between two others; where none is left, its neighbours
make room: a move costs the same on a board of a hundred thousand.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from gallery.models import Board, BoardItem, Image
from gallery.organising.boards import APART, NotPossible, require_editor

CLOSE = 1e-4  # between two positions; nearer ones make room
NEIGHBOURS = (0, 100, None)  # how many that follow make room, tried in turn; None: all


def move(board: Board, images: Sequence[Image], *, after: Image | None, by: Any) -> None:
    """Lays pictures side by side, in the order given, behind ``after`` or first.

    Raises:
        PermissionDenied: ``by`` only looks at the board.
        NotPossible: one of them does not lie on the board, or ``after`` is among those that move.
    """
    require_editor(board, by)
    ids = list(dict.fromkeys(image.pk for image in images))
    if after is not None and after.pk in ids:
        raise NotPossible(_("A picture is laid behind another one."))
    with transaction.atomic():
        Board.objects.select_for_update().get(pk=board.pk)
        moved = {item.image_id: item for item in board.items.filter(image__in=ids)}
        start = board.items.filter(image=after.pk).first() if after else None
        if len(moved) < len(ids) or (after is not None and start is None):
            raise NotPossible(_("This picture does not lie on the board."))
        make_place(board, [moved[pk] for pk in ids], start)


def make_place(board: Board, moved: list[BoardItem], start: BoardItem | None) -> None:
    behind = following(board, start, [item.pk for item in moved])
    for most in NEIGHBOURS:
        rest = list(behind if most is None else behind[: most + 1])
        pushed = rest if most is None else rest[:most]
        end = rest[most].position if most is not None and len(rest) > most else None
        places = spaced(start.position if start else None, end, len(moved) + len(pushed))
        if places is not None:
            rows = [*moved, *pushed]
            for row, place in zip(rows, places, strict=True):
                row.position = place
            BoardItem.objects.bulk_update(rows, ["position"], batch_size=200)
            return


def following(board: Board, start: BoardItem | None, moved: Sequence[int]) -> Any:
    """Items behind ``start`` in their order, or all; without those that move."""
    rows = board.items.exclude(pk__in=moved).order_by("position", "id")
    if start is None:
        return rows
    at = start.position
    return rows.filter(Q(position__gt=at) | Q(position=at, id__gt=start.pk), position__gte=at)


def spaced(start: float | None, end: float | None, number: int) -> list[float] | None:
    """``number`` positions between the two, ascending; None where they would stand too close."""
    if end is None:
        first = 0.0 if start is None else start
        return [first + APART * n for n in range(1, number + 1)]
    if start is None:
        return [end - APART * (number - n) for n in range(number)]
    step = (end - start) / (number + 1)
    return [start + step * n for n in range(1, number + 1)] if step >= CLOSE else None


def places_of(board: Board, ids: Sequence[UUID]) -> dict[UUID, float]:
    return dict(board.items.filter(image__in=ids).values_list("image_id", "position"))


def put_back(board: Board, places: Mapping[UUID, float]) -> None:
    """To positions that ``places_of`` told before."""
    rows = list(board.items.filter(image__in=list(places)))
    for row in rows:
        row.position = places[row.image_id]
    BoardItem.objects.bulk_update(rows, ["position"], batch_size=200)
