"""Picking pictures: the red dot of a space. One's own gallery is one's own; in a team its editors pick for all."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy

from gallery import access
from gallery.models import Image, Pick, Team
from gallery.models.image import ImageQuerySet

VIEWERS_LOOK = gettext_lazy("Viewers look at this team’s pictures. Its editors pick.")


def space_of(image: Image, *, user: Any, team: Team | None) -> Any:
    """The id of the team in which ``user`` sees the picture, None for the own gallery. ``team``: the list walked."""
    if team is not None and image.team_id == team.pk:
        return team.pk
    return None if image.owner_id == user.pk else image.team_id


def pick(images: Iterable[Image], *, by: Any, team: Team | None, picked: bool = True) -> int:
    """Sets or takes the flag, each picture in the space that ``by`` sees it in. How many were changed.

    Raises:
        PermissionDenied: ``by`` only looks at one of those teams; nothing is changed then.
    """
    places = {image.pk: space_of(image, user=by, team=team) for image in images}
    refuse_viewers(by, {place for place in places.values() if place})
    if not picked:
        return sum(taken(places, place) for place in set(places.values()))
    before = set(Pick.objects.filter(image__in=places).values_list("image_id", "team_id"))
    new = [Pick(image_id=pk, team_id=place, by=by) for pk, place in places.items() if (pk, place) not in before]
    Pick.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def taken(places: Mapping[UUID, Any], place: Any) -> int:
    ids = [pk for pk, other in places.items() if other == place]
    return Pick.objects.filter(image__in=ids, team=place).delete()[0]


def may_pick(image: Image, *, user: Any, team: Team | None) -> bool:
    place = space_of(image, user=user, team=team)
    if place is None:
        return True
    return access.can_pick_in(user.memberships.filter(team=place).values_list("role", flat=True).first())


def pickable_among(images: Sequence[Image], *, user: Any, team: Team | None) -> set[UUID]:
    """Those whose flag ``user`` may set where they see them: the same rule for many. At most one query."""
    places = {image.pk: space_of(image, user=user, team=team) for image in images}
    teams = {place for place in places.values() if place}
    roles = dict(user.memberships.filter(team__in=teams).values_list("team_id", "role")) if teams else {}
    return {pk for pk, place in places.items() if place is None or access.can_pick_in(roles.get(place))}


def refuse_viewers(user: Any, teams: set[UUID]) -> None:
    if not teams:
        return
    roles = dict(user.memberships.filter(team__in=teams).values_list("team_id", "role"))
    if not all(access.can_pick_in(roles.get(team)) for team in teams):
        raise PermissionDenied(VIEWERS_LOOK)


def with_picked(rows: ImageQuerySet, team: Team | None) -> ImageQuerySet:
    """Annotates ``is_picked`` for a list of one space: ``team``'s, or the owner's own."""
    flags = Pick.objects.filter(image=OuterRef("pk"), team=team).values(flag=Value(True))[:1]
    return rows.annotate(is_picked=Coalesce(Subquery(flags), False))  # an EXISTS would be answered from all picks


def picked_among(images: Sequence[Image], *, user: Any, team: Team | None) -> set[UUID]:
    """Those that are picked where ``user`` sees them. One query."""
    flags = set(Pick.objects.filter(image__in=[image.pk for image in images]).values_list("image_id", "team_id"))
    return {image.pk for image in images if (image.pk, space_of(image, user=user, team=team)) in flags}
