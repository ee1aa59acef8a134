"""The way back from a press on many pictures: what it changed is kept for a while, and undone by who pressed."""

import secrets
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.core.exceptions import PermissionDenied

from gallery import trashing
from gallery.models import Board, Image, Team
from gallery.organising import boards, ordering, picks, placing, tags
from gallery.people import publishing

KEPT = 3600  # seconds that an Undo is good for


def keep(act: str, *, by: Any, **facts: Any) -> str:
    """A token that nobody guesses."""
    token = secrets.token_urlsafe(18)
    cache.set(key_of(token), (by.pk, act, facts), KEPT)
    return token


def undo(token: str, *, by: Any) -> tuple[str, int] | None:
    """The act that was undone and how many pictures it concerned. None for a token that is none, too old, used, or
    somebody else's.

    Raises:
        PermissionDenied: the right to it was lost since.
    """
    key = key_of(token)
    found = cache.get(key)
    if found is None or found[0] != by.pk or not cache.delete(key):
        return None
    _owner, act, facts = found
    return act, ACTS[act](by, **facts)


def key_of(token: str) -> str:
    return f"undo:{token[:40]}" if token.isascii() and token.isprintable() and " " not in token else "undo:"


def off_board(by: Any, board: UUID, ids: Sequence[UUID]) -> int:
    row = Board.objects.editable_by(by).filter(pk=board).first()
    return int(row.items.filter(image__in=ids).delete()[0]) if row else 0


def back_on_board(by: Any, board: UUID, places: Mapping[UUID, float]) -> int:
    row = Board.objects.editable_by(by).filter(pk=board).first()
    if row is None:
        return 0
    still = Image.objects.visible_to(by).filter(boards.may_lie(row), pk__in=list(places))
    new = boards.lay(row, list(still.values_list("pk", flat=True)), by=by)
    ordering.put_back(row, {pk: places[pk] for pk in new})
    return len(new)


def untag(by: Any, team: UUID | None, pairs: Sequence[tuple[str, UUID]]) -> int:
    space = team_of(by, team)
    number = 0
    for name in {name for name, _ in pairs}:
        ids = [pk for other, pk in pairs if other == name]
        number += tags.remove(visible(by, ids), [name], by=by, team=space)
    return number


def tag_again(by: Any, team: UUID | None, pairs: Sequence[tuple[str, UUID]]) -> int:
    space = team_of(by, team)
    number = 0
    for name in {name for name, _ in pairs}:
        ids = [pk for other, pk in pairs if other == name]
        number += len(tags.add(visible(by, ids), [name], by=by, team=space))
    return number


def rate_back(by: Any, stars: Mapping[UUID, int]) -> int:
    for value in set(stars.values()):
        tags.rate(visible(by, [pk for pk, before in stars.items() if before == value]), value, by=by)
    return len(stars)


def pick_back(by: Any, team: UUID | None, ids: Sequence[UUID], picked: bool) -> int:
    return picks.pick(visible(by, ids), by=by, team=team_of(by, team), picked=picked)


def publish_back(by: Any, places: Mapping[UUID, UUID | None]) -> int:
    """To the team that each was in before, or to none."""
    known = Team.objects.editable_by(by).in_bulk({team for team in places.values() if team})
    back: dict[UUID | None, list[UUID]] = defaultdict(list)
    for pk, team in places.items():
        back[team if team in known else None].append(pk)
    return sum(
        len(publishing.publish_all(ids, team=known[team], by=by) if team else publishing.withdraw_all(ids, by=by))
        for team, ids in back.items()
    )


def restore(by: Any, ids: Sequence[UUID]) -> int:
    return trashing.restore(ids, by=by)


def place_back(by: Any, board: UUID, after: UUID | None) -> int:
    """Behind the board that it stood behind, or first where that is gone."""
    row = Board.objects.editable_by(by).filter(pk=board).first()
    if row is None:
        return 0
    placing.place(row, after=placing.beside(row).filter(pk=after).first() if after else None, by=by)
    return 1


def visible(by: Any, ids: Sequence[UUID]) -> list[Image]:
    return list(Image.objects.pictures_visible_to(by).filter(pk__in=ids))


def team_of(by: Any, team: UUID | None) -> Team | None:
    """Raises PermissionDenied where ``by`` left it meanwhile."""
    if team is None:
        return None
    found = Team.objects.visible_to(by).filter(pk=team).first()
    if found is None:
        raise PermissionDenied
    return found


ACTS: dict[str, Callable[..., int]] = {
    "board": off_board,
    "off_board": back_on_board,
    "place": place_back,
    "tag": untag,
    "untag": tag_again,
    "rate": rate_back,
    "pick": pick_back,
    "publish": publish_back,
    "trash": restore,
}
