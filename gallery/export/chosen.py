"""Which pictures go out: those named, or all of a list as the gallery shows it. Only what their reader may see."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from gallery.browsing.listing import listing_of, team_of
from gallery.models import Board, Image, Team
from gallery.models.board import BoardItem
from gallery.models.image import ImageQuerySet
from gallery.models.tag import Tagging
from gallery.organising import hanging

MOST = 10_000  # pictures of one download
A_BATCH = 400  # rows that are held at a time


class NotChosen(ValueError):  # noqa: N818 (reads as a sentence where it is raised)
    """With the sentence to show at the field."""


@dataclass(slots=True)
class One:
    """A picture with the board it is named after and its tags."""

    image: Image
    board: str = ""
    tags: Sequence[str] = ()


def ids_in(text: str) -> list[UUID]:
    """Ids with commas between, each once.

    Raises:
        NotChosen: one of them is none.
    """
    try:
        return list(dict.fromkeys(UUID(part) for part in text.replace(",", " ").split()))
    except ValueError:
        raise NotChosen(_("One of the pictures that were selected is none.")) from None


def named(user: Any, ids: Sequence[UUID]) -> list[UUID]:
    """Those that ``user`` may see, in the same order.

    Raises:
        NotChosen: none, or more than MOST.
    """
    if len(ids) > MOST:
        raise too_many()
    rows = Image.objects.pictures_visible_to(user)
    seen = {pk for part in batches(ids) for pk in rows.filter(pk__in=part).values_list("pk", flat=True)}
    return some([pk for pk in ids if pk in seen])


def listed(user: Any, where: Mapping[str, str]) -> list[UUID]:
    """All of the list that an address of the gallery shows, newest first; or of the board ``on``, in its order.

    Raises:
        NotChosen: none, or more than MOST.
        Unreadable: it is no such address.
    """
    if on := where.get("on", ""):
        board = Board.objects.visible_to(user).filter(pk__in=ids_in(on)[:1]).first()
        return named(user, hanging.ids_of(board, most=MOST + 1) if board else [])
    team = team_of(list(Team.objects.visible_to(user)), where.get("team", ""))
    rows = listing_of(user, team, where).rows().order_by("-created_at", "-id")
    found = list(rows.values_list("pk", flat=True)[: MOST + 1])
    if len(found) > MOST:
        raise too_many()
    return some(found)


def some(ids: list[UUID]) -> list[UUID]:
    if not ids:
        raise NotChosen(_("Choose pictures first. Those named here are gone or not yours to see."))
    return ids


def too_many() -> NotChosen:
    return NotChosen(_("Up to %(most)s pictures leave at once. Choose fewer.") % {"most": f"{MOST:,}"})


def each(user: Any, ids: Sequence[UUID]) -> Iterator[One]:
    """The pictures in order, a batch in memory at a time. Three queries a batch."""
    for part in batches(ids):
        rows: ImageQuerySet = Image.objects.pictures_visible_to(user).select_related("owner", "parent")
        found = {image.pk: image for image in rows.filter(pk__in=part)}
        boards, tags = boards_of(user, part), tags_of(user, found)
        yield from (One(found[pk], boards.get(pk, ""), tags.get(pk, ())) for pk in part if pk in found)


def batches(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (ids[start : start + A_BATCH] for start in range(0, len(ids), A_BATCH))


def boards_of(user: Any, ids: Sequence[UUID]) -> dict[UUID, str]:
    """The first of each picture's boards that ``user`` sees."""
    seen = Board.objects.visible_to(user).values("pk")
    items = BoardItem.objects.filter(image__in=ids, board__in=seen).order_by(F("board_id").desc())
    return dict(items.values_list("image_id", "board__name"))


def tags_of(user: Any, images: Mapping[UUID, Image]) -> dict[UUID, list[str]]:
    """One's own on one's own pictures, a team's on those published in it."""
    rows = Tagging.objects.filter(image__in=images).order_by("tag__name")
    found: dict[UUID, list[str]] = {}
    for pk, name, owner, team in rows.values_list("image_id", "tag__name", "tag__owner_id", "tag__team_id"):
        if owner == user.pk or (team is not None and team == images[pk].team_id):
            found.setdefault(pk, []).append(name)
    return found
