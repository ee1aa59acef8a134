"""Into a team's gallery and out of it again."""

from typing import Any

from django.utils import timezone

from gallery import signatures
from gallery.models import Image, Team
from gallery.models.image import Kind


class NotReady(Exception):  # noqa: N818 (reads as a sentence where it is raised)
    """An upload whose cleaned copies are not made yet: its original may tell where it was taken."""


def publish(image: Image, *, team: Team, by: Any) -> bool:
    """Everybody in the team sees it then. ``by`` is the owner and may publish there: the caller has checked.

    False when it lies in the trash or was judged meanwhile.

    Raises:
        NotReady: try again in a moment.
    """
    if image.kind != Kind.GENERATED and not signatures.has_renditions(image):
        raise NotReady
    rows = Image.objects.filter(pk=image.pk, owner=by, trashed_at=None, moderation="")
    return bool(rows.update(team=team, published_at=timezone.now()))


def withdraw(image: Image, *, by: Any) -> bool:
    """Out of the team it is in; it stays its owner's. False when ``by`` may not, or it is there no more."""
    rows = Image.objects.filter(pk__in=Image.objects.withdrawable_by(by).filter(pk=image.pk).values("pk"))
    return bool(rows.filter(team=image.team_id).update(team=None, published_at=None))
