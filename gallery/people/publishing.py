"""Pictures into a team and out again, one as many: rows in transactions of CHUNK. A team's feed gets a line for each
picture, the log one for each chunk.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from gallery import access, audit
from gallery.audit import Act
from gallery.files import withdrawn
from gallery.models import Activity, Image, Team
from gallery.models.image import Kind
from gallery.models.notice import Verb
from gallery.people.teams import require_publisher
from gallery.sharing import revocation

NOT_YOURS_TO_WITHDRAW = gettext_lazy("The picture’s owner and the team’s owner may take it out of the team.")
CHUNK = 200  # pictures of one transaction
Places = dict[UUID, UUID | None]


def publish(image: Image, *, team: Team, by: Any) -> bool:
    """Shows the owner's picture to everybody in the team; one that was in another team moves.

    False when it cannot be: it is a mask, in the trash, judged by a moderator, or not ``by``'s, or the team went.

    Raises:
        PermissionDenied: ``by`` is no editor or owner of the team.
    """
    at = timezone.now()
    if publish_all([image.pk], team=team, by=by, at=at):
        image.team, image.published_at = team, at
        return True
    return publishable([image.pk], by).filter(team=team).exists()


def publish_all(ids: Sequence[UUID], *, team: Team, by: Any, at: datetime | None = None) -> Places:
    """Those of ``ids`` that moved, each with the team that it was in before: ``by``'s own, not there yet, no masks,
    none trashed or judged.

    Raises:
        PermissionDenied: ``by`` is no editor or owner of the team.
    """
    require_publisher(team, by)
    moved: Places = {}
    for start in range(0, len(ids), CHUNK):
        moved |= publish_some(ids[start : start + CHUNK], team, by, at or timezone.now())
    return moved


def publishable(ids: Sequence[UUID], by: Any) -> QuerySet[Image]:
    return Image.objects.changeable_by(by).filter(pk__in=ids, trashed_at=None).exclude(kind=Kind.MASK)


def publish_some(ids: Sequence[UUID], team: Team, by: Any, at: datetime) -> Places:
    rows = publishable(ids, by)
    try:
        with transaction.atomic():
            elsewhere = rows.filter(~Q(team=team) | Q(team=None))
            places: Places = dict(elsewhere.select_for_update().values_list("pk", "team_id"))
            Image.objects.filter(pk__in=list(places)).update(team=team, published_at=at)
            Activity.objects.bulk_create(Activity(team=team, verb=Verb.PUBLISHED, by=by, image_id=pk) for pk in places)
            if places:
                audit.record_pictures(Act.PUBLISHED, by=by, ids=list(places), details={"team": str(team.pk)})
    except IntegrityError:  # the team went meanwhile
        return {}
    withdrawn.put_in((pk, team.pk) for pk in places)
    withdrawn.taken_out((pk, was) for pk, was in places.items() if was)
    revocation.changed(places)
    return places


def withdraw(image: Image, *, by: Any) -> bool:
    """Takes the picture out of the team that it was seen in; it stays its owner's. False when it is in it no more.

    Raises:
        PermissionDenied: ``by`` owns neither the picture nor the team.
    """
    if image.owner_id != by.pk and not access.can_withdraw_image(by, image, by.role_in(image.team)):
        raise PermissionDenied(NOT_YOURS_TO_WITHDRAW)
    allowed = Image.objects.withdrawable_by(by).filter(pk=image.pk, team=image.team_id)
    if not withdraw_some(Image.objects.filter(pk__in=allowed.values("pk")), by):
        return False
    image.team, image.published_at = None, None
    return True


def withdraw_all(ids: Sequence[UUID], *, by: Any) -> Places:
    """Those of ``ids`` that are in a team no more, each with that team: ``by``'s own, none trashed or judged."""
    own = Image.objects.changeable_by(by).filter(trashed_at=None, team__isnull=False)
    moved: Places = {}
    for start in range(0, len(ids), CHUNK):
        moved |= withdraw_some(own.filter(pk__in=ids[start : start + CHUNK]), by)
    return moved


def withdraw_some(rows: QuerySet[Image], by: Any) -> Places:
    with transaction.atomic():
        found = list(rows.select_for_update().values_list("pk", "team_id", "title"))
        Image.objects.filter(pk__in=[pk for pk, _, _ in found]).update(team=None, published_at=None)
        Activity.objects.bulk_create(
            Activity(team_id=team, verb=Verb.WITHDREW, by=by, told=title[:200]) for _, team, title in found
        )
        left: dict[UUID, list[UUID]] = defaultdict(list)
        for pk, team, _ in found:
            left[team].append(pk)
        for team, gone in left.items():
            audit.record_pictures(Act.WITHDRAWN, by=by, ids=gone, details={"team": str(team)})
    withdrawn.taken_out((pk, team) for pk, team, _ in found)
    revocation.changed(pk for pk, _, _ in found)
    return {pk: team for pk, team, _ in found}
