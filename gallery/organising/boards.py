"""Boards: made, changed, filled and ordered by whoever may edit their space."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gallery import access
from gallery.models import Board, BoardItem, Image, Project, Team
from gallery.sharing import revocation

EDITORS_LAY = gettext_lazy("Viewers look at this team’s boards. Ask its owner to make you an editor.")
APART = 1024.0  # between two positions


class NotPossible(ValueError):  # noqa: N818 (reads as a sentence where it is raised)
    """What was asked contradicts itself; the message says how."""


def create(
    *,
    name: str,
    by: Any,
    team: Team | None = None,
    project: Project | None = None,
    parent: Board | None = None,
    description: str = "",
) -> Board:
    """
    Raises:
        PermissionDenied: ``by`` only looks at the team.
        NotPossible: the project or the parent is of another space, or the parent has a parent.
    """
    require_place(team, by=by)
    refuse_foreign(team, by, project, parent)
    last = Board.objects.of_space(user=by, team=team).aggregate(last=Max("position"))["last"]
    return Board.objects.create(
        owner=by,
        team=team,
        project=project,
        parent=parent,
        name=name,
        description=description,
        position=0 if last is None else last + 1,
    )


def refuse_foreign(team: Team | None, by: Any, project: Project | None, parent: Board | None) -> None:
    team_id = team.pk if team else None
    if project is not None and project.team_id != team_id:
        raise NotPossible(_("This project is of another team."))
    if parent is None:
        return
    if parent.team_id != team_id or (team_id is None and parent.owner_id != by.pk):
        raise NotPossible(_("A board lies in a board of its own space."))
    if parent.parent_id is not None:
        raise NotPossible(_("Boards nest once: “%(name)s” lies in a board already.") % {"name": parent.name})


def require_place(team: Team | None, *, by: Any) -> None:
    """Whether ``by`` may make boards there."""
    if team is not None and not access.can_publish_in(by.role_in(team)):
        raise PermissionDenied(EDITORS_LAY)


def require_editor(board: Board, by: Any) -> None:
    if not access.can_edit_board(by, board, by.role_in(board.team)):
        raise PermissionDenied(EDITORS_LAY)


def change(board: Board, *, by: Any, **fields: Any) -> None:
    """``fields``: name, description, cover, project, parent. Raises as ``create`` does; a cover has to lie on it."""
    require_editor(board, by)
    refuse_foreign(board.team, by, fields.get("project"), fields.get("parent"))
    refuse_to_nest(board, fields.get("parent"))
    cover = fields.get("cover")
    if cover is not None and not board.items.filter(image=cover).exists():
        raise NotPossible(_("The cover is one of the board’s own pictures."))
    Board.objects.filter(pk=board.pk).update(**fields)
    for name, value in fields.items():
        setattr(board, name, value)


def refuse_to_nest(board: Board, parent: Board | None) -> None:
    if parent is None:
        return
    if parent.pk == board.pk:
        raise NotPossible(_("A board does not lie in itself."))
    if board.boards.exists():
        raise NotPossible(_("Boards nest once: “%(name)s” holds boards of its own.") % {"name": board.name})


def delete(board: Board, *, by: Any) -> None:
    """With the boards in it. The pictures stay where they are."""
    require_editor(board, by)
    board.delete()


def may_lie(board: Board) -> Q:
    """Which pictures may lie on it: a person's own, or what is published in the team."""
    return Q(team=board.team_id) if board.team_id else Q(owner=board.owner_id)


def add(board: Board, images: Sequence[Image], *, by: Any) -> list[UUID]:
    """Lays pictures at the end; one that lies there keeps its place. The ids of those that are new.

    Raises:
        PermissionDenied: ``by`` only looks at the board.
        NotPossible: one of them is not of the board's space; nothing is laid then.
    """
    require_editor(board, by)
    ids = list(dict.fromkeys(image.pk for image in images))
    mine = Image.objects.pictures_visible_to(by).filter(may_lie(board), pk__in=ids)
    if set(mine.values_list("pk", flat=True)) != set(ids):
        raise NotPossible(
            _("Only pictures published in the team lie on its boards.")
            if board.team_id
            else _("Only your own pictures lie on your boards.")
        )
    return lay(board, ids, by=by)


def lay(board: Board, ids: Sequence[UUID], *, by: Any) -> list[UUID]:
    """Without asking who may; the ids of those that did not lie there."""
    with transaction.atomic():
        Board.objects.select_for_update().get(pk=board.pk)
        known = set(board.items.filter(image__in=ids).values_list("image_id", flat=True))
        last = board.items.order_by("-position").values_list("position", flat=True).first() or 0.0
        new = [pk for pk in ids if pk not in known]
        rows = [BoardItem(board=board, image_id=pk, by=by, position=last + APART * n) for n, pk in enumerate(new, 1)]
        BoardItem.objects.bulk_create(rows, ignore_conflicts=True)
    return new


def remove(board: Board, images: Sequence[Image], *, by: Any) -> int:
    """Takes pictures off the board, and off it alone."""
    require_editor(board, by)
    taken = board.items.filter(image__in=[image.pk for image in images]).delete()[0]
    revocation.changed(image.pk for image in images)
    return taken
