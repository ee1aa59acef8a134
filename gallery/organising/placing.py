"""The order of boards side by side, by hand: those of one space that lie in the same board, or on the shelf itself.

A row is a person's or a team's boards, tens of them: a move numbers it anew and writes what changed.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gallery.models import Board, Team, User
from gallery.models.board import BoardQuerySet
from gallery.organising.boards import NotPossible, require_editor


def place(board: Board, *, after: Board | None, by: Any) -> UUID | None:
    """Stands it behind ``after``, or first; the id of what it stood behind, None where it was first.

    Raises:
        PermissionDenied: ``by`` only looks at the board.
        NotPossible: ``after`` is of another row, or the board itself.
    """
    require_editor(board, by)
    with transaction.atomic():
        lock_space(board)
        row = list(beside(board))
        names = [one.pk for one in row]
        at = names.index(board.pk)
        before = names[at - 1] if at else None
        rest = [one for one in row if one.pk != board.pk]
        rest.insert(index_behind(rest, after), row[at])
        number_anew(rest)
    return before


def beside(board: Board) -> BoardQuerySet:
    """The row that it stands in, itself too, in order."""
    return Board.objects.of_space(user=board.owner_id, team=board.team_id).filter(parent=board.parent_id)


def index_behind(row: Sequence[Board], after: Board | None) -> int:
    if after is None:
        return 0
    names = [one.pk for one in row]
    if after.pk not in names:
        raise NotPossible(_("A board is stood behind another one of its row."))
    return names.index(after.pk) + 1


def number_anew(row: Sequence[Board]) -> None:
    changed = [(number, one) for number, one in enumerate(row) if one.position != number]
    for number, one in changed:
        one.position = number
    Board.objects.bulk_update([one for _, one in changed], ["position"], batch_size=200)


def lock_space(board: Board) -> None:
    """Two who move at once do it one after the other."""
    rows: Any = Team.objects.filter(pk=board.team_id) if board.team_id else User.objects.filter(pk=board.owner_id)
    list(rows.select_for_update().values_list("pk"))


def steps_of(board: Board) -> tuple[str | None, str | None]:
    """Behind which board ("": first) it stands one earlier, and one later, among those of its project; None: nowhere.
    For a form without script.
    """
    row = [str(pk) for pk in beside(board).filter(project=board.project_id).values_list("pk", flat=True)]
    at = row.index(str(board.pk))
    earlier = ("", *row)[at - 1] if at else None
    return earlier, row[at + 1] if at + 1 < len(row) else None
