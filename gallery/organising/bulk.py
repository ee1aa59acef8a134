"""One press on many pictures: each verb says how many it changed and gives the way back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from gallery import trashing
from gallery.files import storage
from gallery.models import Board, Image, Rating, Team
from gallery.organising import boards, ordering, picks, tags, undoing
from gallery.people import publishing

MOST = 10_000  # pictures of one press
MOST_WITH_FILES = 1000  # where files move by copies


class TooMany(ValueError):  # noqa: N818 (reads as a sentence where it is raised)
    """More than one press takes; the message says how many it does."""


@dataclass(frozen=True, slots=True)
class Done:
    """``undo``: a token for undoing.undo, "" where nothing changed. ``gone``: pictures that left the list."""

    number: int
    undo: str = ""
    gone: list[UUID] = field(default_factory=list)


def lay_on(board: Board, images: Sequence[Image], *, by: Any) -> Done:
    """Those of the board's space; the others are passed over, since a selection may hold both."""
    fitting = [image for image in images if fits(board, image)]
    if images and not fitting:
        boards.require_editor(board, by)
        boards.add(board, images[:1], by=by)
    new = boards.add(board, fitting, by=by)
    return Done(len(new), undoing.keep("board", by=by, board=board.pk, ids=new) if new else "")


def fits(board: Board, image: Image) -> bool:
    return image.team_id == board.team_id if board.team_id else image.owner_id == board.owner_id


def take_off(board: Board, images: Sequence[Image], *, by: Any) -> Done:
    places = ordering.places_of(board, [image.pk for image in images])
    number = boards.remove(board, images, by=by)
    undo = undoing.keep("off_board", by=by, board=board.pk, places=places) if number else ""
    return Done(number, undo, list(places))


def tag(images: Sequence[Image], names: Sequence[str], *, by: Any, team: Team | None) -> Done:
    """Those of the space whose tags they are; the number is of pictures that have a tag more."""
    mine = [image for image in images if (image.team_id == team.pk if team else image.owner_id == by.pk)]
    new = tags.add(mine or images, names, by=by, team=team)
    undo = undoing.keep("tag", by=by, team=team.pk if team else None, pairs=new) if new else ""
    return Done(len({pk for _name, pk in new}), undo)


def untag(images: Sequence[Image], names: Sequence[str], *, by: Any, team: Team | None) -> Done:
    pairs = tags.pairs_of(images, names, by=by, team=team)
    tags.remove(images, names, by=by, team=team)
    undo = undoing.keep("untag", by=by, team=team.pk if team else None, pairs=pairs) if pairs else ""
    return Done(len({pk for _name, pk in pairs}), undo)


def rate(images: Sequence[Image], stars: int, *, by: Any) -> Done:
    rated = dict(Rating.objects.filter(user=by, image__in=images).values_list("image_id", "stars"))
    before = {image.pk: rated.get(image.pk, 0) for image in images if rated.get(image.pk, 0) != stars}
    tags.rate(images, stars, by=by)
    return Done(len(before), undoing.keep("rate", by=by, stars=before) if before else "")


def pick(images: Sequence[Image], *, by: Any, team: Team | None, picked: bool) -> Done:
    flags = picks.picked_among(images, user=by, team=team)
    turned = [image.pk for image in images if (image.pk in flags) != picked]
    number = picks.pick(images, by=by, team=team, picked=picked)
    place = team.pk if team else None
    return Done(number, undoing.keep("pick", by=by, team=place, ids=turned, picked=not picked) if turned else "")


def publish(images: Sequence[Image], *, by: Any, team: Team) -> Done:
    """Those that are ``by``'s own. Raises PermissionDenied where ``by`` is no editor of the team."""
    places = publishing.publish_all([image.pk for image in images], team=team, by=by)
    return Done(len(places), undoing.keep("publish", by=by, places=places) if places else "")


def withdraw(images: Sequence[Image], *, by: Any) -> Done:
    """Own pictures out of their teams."""
    places = publishing.withdraw_all([image.pk for image in images], by=by)
    return Done(len(places), undoing.keep("publish", by=by, places=places) if places else "", list(places))


def to_trash(images: Sequence[Image], *, by: Any) -> Done:
    """Those that are ``by``'s own. A store that copies to move takes MOST_WITH_FILES in one press."""
    if not storage.is_local():
        refuse_more(images)
    moved = trashing.trash([image.pk for image in images if image.owner_id == by.pk], by=by)
    return Done(len(moved), undoing.keep("trash", by=by, ids=moved) if moved else "", moved)


def refuse_more(images: Sequence[Image]) -> None:
    if len(images) > MOST_WITH_FILES:
        raise TooMany(_("Up to %(most)d pictures at once. Narrow the list first.") % {"most": MOST_WITH_FILES})
