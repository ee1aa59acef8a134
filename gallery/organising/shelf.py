"""The boards of a space as a tree: projects, their boards, the boards in those; each with a number and first pictures.

Numbers are counted no further than MOST, so that a board of a hundred thousand costs no more than one of a thousand;
one that has so many is remembered for a while, and not counted with every page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.core.cache import cache
from django.db import models
from django.db.models import Case, Count, Exists, OuterRef, QuerySet, Subquery, UUIDField, When

from gallery.browsing import wall
from gallery.models import Board, BoardItem, Image, Pick, Project, Team
from gallery.models.board import BoardQuerySet
from gallery.organising.counting import Capped
from gallery.reviewing import waiting
from gallery.reviewing.waiting import Progress

MOST = 1000
FULL_FOR = 600  # seconds that MOST is believed
SUM_FOR = 60  # seconds
SHOWN = 3  # pictures of a card: one large, two small


@dataclass(slots=True)
class Branch:
    """``number`` of pictures that hang on it, capped at MOST; ``pictures``: its cover and those that follow;
    ``review``: how far its clients are, where it is shown to any.
    """

    board: Board
    number: int
    pictures: list[Image]
    branches: list["Branch"] = field(default_factory=list)
    review: Progress | None = None

    @property
    def many(self) -> bool:
        return self.number >= MOST

    @property
    def cover(self) -> Image | None:
        return self.pictures[0] if self.pictures else None


@dataclass(slots=True)
class Group:
    """``project`` None: boards of no project."""

    project: Project | None
    branches: list[Branch]

    def boards(self) -> list[Branch]:
        """Those in boards too."""
        return [branch for top in self.branches for branch in (top, *top.branches)]

    @property
    def number(self) -> int:
        """Of pictures on its boards: one that lies on two counts twice."""
        return sum(branch.number for branch in self.boards())

    @property
    def many(self) -> bool:
        return any(branch.many for branch in self.boards())

    def called(self, words: str) -> "Group | None":
        """Only what has ``words`` in its name, or lies in what has; None where nothing has."""
        wanted = words.casefold()
        if self.project and wanted in self.project.name.casefold():
            return self
        kept = [replace(top, branches=inside) for top in self.branches if (inside := found_in(top, wanted)) is not None]
        return Group(self.project, kept) if kept else None


def found_in(top: Branch, wanted: str) -> list[Branch] | None:
    """The boards in it that stay where ``wanted`` is looked for; None where it goes too."""
    if wanted in top.board.name.casefold():
        return top.branches
    return [branch for branch in top.branches if wanted in branch.board.name.casefold()] or None


def shelf_of(user: Any, team: Team | None) -> list[Group]:
    """Four queries. The caller has checked the membership."""
    boards = Board.objects.of_space(user=user, team=team)
    branches = branches_of(boards, user=user, team=team)
    known = {branch.board.pk: branch for branch in branches}
    for pk, progress in waiting.of_boards(known).items():
        known[pk].review = progress
    for branch in branches:
        if branch.board.parent_id in known:
            known[branch.board.parent_id].branches.append(branch)
    tops = [branch for branch in branches if branch.board.parent_id is None]
    projects = list(Project.objects.filter(team=team).open()) if team else []
    groups = [Group(project, [one for one in tops if one.board.project_id == project.pk]) for project in projects]
    open_ids = {project.pk for project in projects}
    rest = [one for one in tops if one.board.project_id not in open_ids]
    return [*groups, Group(None, rest)] if rest or not groups else groups


def branches_of(boards: BoardQuerySet, *, user: Any, team: Any) -> list[Branch]:
    """Boards of one space, in their order. Two queries."""
    space = f"full-boards:{team.pk if team else ''}:{user.pk}"
    full = cache.get(space) or []
    rows = list(with_pictures(boards, user=user, team=team, full=full))
    if new := [row.pk for row in rows if row.number >= MOST and row.pk not in full]:  # type: ignore[attr-defined]
        cache.set(space, [*full, *new], FULL_FOR)
    ids = {pk for row in rows for pk in picture_ids(row)}
    images = Image.objects.only(*wall.SHOWN).in_bulk(list(ids)) if ids else {}
    return [Branch(row, row.number, [images[pk] for pk in picture_ids(row) if pk in images]) for row in rows]  # type: ignore[attr-defined]


def with_pictures(boards: BoardQuerySet, *, user: Any, team: Any, full: Sequence[Any] = ()) -> "QuerySet[Board]":
    """Annotates ``number``, ``first`` to ``third`` (image ids) and ``shown_cover``: the cover while it hangs there.

    ``full``: ids of boards that have MOST.
    """
    items = BoardItem.objects.filter(board=OuterRef("pk")).shown_in(user=user, team=team).order_by("position", "id")
    cover = items.filter(image=OuterRef("cover")).order_by()
    return boards.select_related("project").annotate(
        number=Case(When(pk__in=full, then=MOST), default=Capped(Subquery(items.order_by().values("pk")[:MOST]))),
        first=picture_of(items[:1]),
        second=picture_of(items[1:2]),
        third=picture_of(items[2:3]),
        shown_cover=picture_of(cover[:1]),
    )


@dataclass(frozen=True, slots=True)
class Sum:
    """Of the first MOST that hang on a board: how many are picked, and what they cost in US dollars."""

    picked: int
    cost: Decimal | None


def sum_on(branch: Branch) -> Sum:
    """Of a board that has MOST it is remembered for a minute."""
    if not branch.many:
        return sum_of(branch.board)
    key = f"board-sum:{branch.board.pk}"
    found: Sum | None = cache.get(key)
    if found is None:
        found = sum_of(branch.board)
        cache.set(key, found, SUM_FOR)
    return found


def sum_of(board: Board) -> Sum:
    """One query."""
    hung = BoardItem.objects.filter(board=board).shown_in(user=board.owner_id, team=board.team_id)
    images = Image.objects.filter(pk__in=hung.order_by("position", "id").values("image")[:MOST])
    picked = Exists(Pick.objects.filter(image=OuterRef("pk"), team=board.team_id))
    found = images.aggregate(cost=models.Sum("cost"), picked=Count("pk", filter=picked))
    return Sum(found["picked"], found["cost"])


def picture_of(items: Any) -> Subquery:
    return Subquery(items.values("image"), output_field=UUIDField())


def picture_ids(row: Any) -> list[Any]:
    """The cover first, each once."""
    ids: Iterable[Any] = (row.shown_cover, row.first, row.second, row.third)
    return list(dict.fromkeys(pk for pk in ids if pk))[:SHOWN]
