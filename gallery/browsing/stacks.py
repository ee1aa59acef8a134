"""The pictures of a run as one stack, in any list. A page is folded once it is read: a stack hangs where its newest
picture hangs, under its cover, and is counted over the whole list. Four queries more a page, whatever it holds.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy

from gallery import access
from gallery.models import Image, Pick, Stack, Team
from gallery.models.image import ImageQuerySet
from gallery.organising.boards import NotPossible

EDITORS_COVER = gettext_lazy("Viewers look at this team’s stacks. Its editors choose what lies on top.")
NOT_IN_IT = gettext_lazy("The cover is one of the stack’s own pictures.")
MOST = 200  # pictures of a run that its page shows


@dataclass(slots=True)
class Pile:
    """The pictures of a run in one list, newest first, and which lies on top."""

    run: str
    ids: list[UUID] = field(default_factory=list)
    cover: UUID | None = None

    @property
    def number(self) -> int:
        return len(self.ids)


def fold(rows: ImageQuerySet, images: Sequence[Image], *, listed: ImageQuerySet, team: Team | None) -> list[Image]:
    """A page of ``rows`` with each stack as its cover alone, which has its ``pile``. One whose newest picture hangs on
    another page is shown there. ``listed``: the whole list.
    """
    piles = piles_among(listed, {image.run for image in images if image.run}, team)
    here = {image.pk for image in images}
    tops = {pile.ids[0]: pile for pile in piles.values() if pile.number > 1 and pile.ids[0] in here}
    known = {image.pk: image for image in images}
    known |= {image.pk: image for image in rows.filter(pk__in=[one.cover for one in tops.values()])}
    shown = []
    for image in images:
        pile = piles.get(image.run)
        if pile is None or pile.number < 2:
            shown.append(image)
        elif image.pk in tops and pile.cover in known:
            cover: Any = known[pile.cover]
            cover.pile = pile
            shown.append(cover)
    return shown


def piles_among(listed: ImageQuerySet, runs: set[str], team: Team | None) -> dict[str, Pile]:
    """Of the list's own pictures. By run first: that index alone leads to few."""
    if not runs:
        return {}
    ids = list(Image.objects.filter(run__in=runs).order_by().values_list("pk", flat=True))
    rows = listed.filter(pk__in=ids).order_by("-created_at", "-id")
    piles: dict[str, Pile] = {}
    for pk, run in rows.values_list("pk", "run"):
        piles.setdefault(run, Pile(run)).ids.append(pk)
    several = [pile for pile in piles.values() if pile.number > 1]
    chosen = dict(Stack.objects.filter(run__in=[pile.run for pile in several]).values_list("run", "cover_id"))
    asked = [pk for pile in several for pk in pile.ids]
    picked = set(Pick.objects.filter(team=team, image__in=asked).values_list("image_id", flat=True))
    for pile in several:
        flagged = next((pk for pk in pile.ids if pk in picked), pile.ids[0])
        pile.cover = chosen[pile.run] if chosen.get(pile.run) in pile.ids else flagged
    return piles


def of_run(run: str, *, by: Any, team: Team | None) -> list[Image]:
    """What ``by`` sees of a run, in their own gallery or a team's, newest first. The caller has checked the team."""
    space = Image.objects.of_team(team) if team else Image.objects.mine(by)
    return list(space.filter(run=run).select_related("owner", "team").order_by("-created_at", "-id")[:MOST])


def cover_of(run: str, images: Sequence[Image], team: Team | None) -> UUID | None:
    """What lies on top of these, which are all of one run."""
    pile = piles_among(Image.objects.filter(pk__in=[image.pk for image in images]), {run}, team).get(run)
    return pile.cover or pile.ids[0] if pile else None


def choose(run: str, image: Image, *, by: Any) -> None:
    """Lays a picture of the run on top, for everybody.

    Raises:
        PermissionDenied: it is not ``by``'s own, and they only look at its team.
        NotPossible: it is of another run.
    """
    if image.owner_id != by.pk and not (image.team_id and access.can_publish_in(by.role_in(image.team))):
        raise PermissionDenied(EDITORS_COVER)
    if image.run != run:
        raise NotPossible(str(NOT_IN_IT))
    Stack.objects.update_or_create(run=run, defaults={"cover": image})
