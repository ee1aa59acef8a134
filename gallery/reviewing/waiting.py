"""What a team waits for: pictures of open rounds that no guest decided, or that guests decided differently."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gallery.models import Board, Round, RoundItem, Share, Verdict
from gallery.models.review import Answer

MOST = 1000  # pictures of a board that are told apart


@dataclass(frozen=True, slots=True)
class Progress:
    """Of the open rounds that show a board: ``decided`` of ``pictures``."""

    pictures: int
    decided: int


def of_boards(ids: Iterable[UUID]) -> dict[UUID, Progress]:
    """Of those that are shown for review just now. One query."""
    rounds = open_rounds().filter(share__board__in=list(ids)).values("share__board").order_by()
    judged = Exists(Verdict.objects.filter(item=OuterRef("items")))
    found = rounds.annotate(pictures=Count("items"), decided=Count("items", filter=judged))
    return {row["share__board"]: Progress(row["pictures"], row["decided"]) for row in found if row["pictures"]}


def open_rounds() -> "QuerySet[Round]":
    return Round.objects.filter(frozen_at=None, share__in=Share.objects.open())


def undecided(board: Board) -> list[Any]:
    """Ids of the pictures on a board that an open round of its space shows, none trashed or gone. One query."""
    space = Q(share__team=board.team_id) if board.team_id else Q(share__team=None, share__owner=board.owner_id)
    items = RoundItem.objects.filter(round__in=open_rounds().filter(space))
    said = Verdict.objects.filter(item=OuterRef("pk"))
    split = Exists(said.filter(answer=Answer.APPROVE)) & Exists(said.filter(answer=Answer.REJECT))
    hung = board.hung().filter(image=OuterRef("image"))
    rows = items.filter(~Exists(said) | split, Exists(hung)).order_by()
    return list(rows.values_list("image_id", flat=True).distinct()[:MOST])
