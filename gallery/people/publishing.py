"""Many pictures into a team and out again: rows in transactions of CHUNK, as teams.publish and teams.withdraw do with
one. A team's feed gets a line for each, the log one for each chunk.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from gallery import audit
from gallery.audit import Act
from gallery.models import Activity, Image, Team
from gallery.models.image import Kind
from gallery.models.notice import Verb
from gallery.people.teams import require_publisher
from gallery.sharing import revocation

CHUNK = 200  # pictures of one transaction
Places = dict[UUID, UUID | None]


def publish(ids: Sequence[UUID], *, team: Team, by: Any) -> Places:
    """Those of ``ids`` that moved, each with the team that it was in before: ``by``'s own, not there yet, no masks,
    none trashed or judged.

    Raises:
        PermissionDenied: ``by`` is no editor or owner of the team.
    """
    require_publisher(team, by)
    moved: Places = {}
    for start in range(0, len(ids), CHUNK):
        moved |= publish_some(ids[start : start + CHUNK], team=team, by=by)
    return moved


def publish_some(ids: Sequence[UUID], *, team: Team, by: Any) -> Places:
    rows = Image.objects.changeable_by(by).filter(pk__in=ids, trashed_at=None).exclude(kind=Kind.MASK)
    try:
        with transaction.atomic():
            places: Places = dict(rows.exclude(team=team).select_for_update().values_list("pk", "team_id"))
            Image.objects.filter(pk__in=list(places)).update(team=team, published_at=timezone.now())
            Activity.objects.bulk_create(Activity(team=team, verb=Verb.PUBLISHED, by=by, image_id=pk) for pk in places)
            if places:
                audit.record_pictures(Act.PUBLISHED, by=by, ids=list(places), details={"team": str(team.pk)})
    except IntegrityError:  # the team went meanwhile
        return {}
    revocation.changed(places)
    return places


def withdraw(ids: Sequence[UUID], *, by: Any) -> Places:
    """Those of ``ids`` that are in a team no more, each with that team: ``by``'s own, none trashed or judged."""
    moved: Places = {}
    for start in range(0, len(ids), CHUNK):
        moved |= withdraw_some(ids[start : start + CHUNK], by=by)
    return moved


def withdraw_some(ids: Sequence[UUID], *, by: Any) -> Places:
    rows = Image.objects.changeable_by(by).filter(pk__in=ids, trashed_at=None, team__isnull=False)
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
    revocation.changed(pk for pk, _, _ in found)
    return {pk: team for pk, team, _ in found}
