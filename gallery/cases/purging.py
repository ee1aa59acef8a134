"""Removed pictures lie in quarantine for the days that the administrator set; then their files are destroyed.

The row stays, with who made it and how, so that the decision can still be answered for.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from gallery import audit
from gallery.audit import Act
from gallery.cases.terms import terms
from gallery.files import storage
from gallery.models import Case, Decision, Image
from gallery.models.decision import Action
from gallery.models.image import Moderation

BATCH = 200


def due(now: datetime | None = None) -> QuerySet[Image]:
    """Removed long enough ago, with nothing about it still waiting; and what an earlier round did not end."""
    over = removed_before((now or timezone.now()) - terms().kept)
    return removed().filter(over | (Q(purged_at__isnull=False) & ~Q(quarantine=""))).order_by("pk")


def going(before: datetime) -> QuerySet[Image]:
    """What would be due if all that was removed before then were."""
    return removed().filter(removed_before(before))


def removed() -> QuerySet[Image]:
    last = Decision.objects.filter(image=OuterRef("pk"), action=Action.REMOVE).order_by("-at", "-pk")
    return Image.objects.filter(moderation=Moderation.REMOVED).annotate(removed_at=Subquery(last.values("at")[:1]))


def removed_before(then: datetime) -> Q:
    return Q(~Exists(waiting()), purged_at=None, removed_at__lt=then)


def waiting() -> QuerySet[Case]:
    """What somebody still has to judge about a picture, such as an appeal: it is kept until then."""
    return Case.objects.waiting().filter(image=OuterRef("pk"))


def purge_due(now: datetime | None = None) -> int:
    """How many it destroyed."""
    return sum(1 for image in list(due(now)[:BATCH]) if purge(image))


def purge(image: Image) -> bool:
    """Original, renditions and what was drawn on them. False where it was brought back or appealed meanwhile."""
    with transaction.atomic():
        rows = Image.objects.filter(pk=image.pk, moderation=Moderation.REMOVED)
        fresh = rows.filter(~Exists(waiting()), purged_at=None).update(purged_at=timezone.now())
        if not fresh and not rows.exclude(purged_at=None).exists():
            return False
        if fresh:
            audit.record(Act.PURGED, obj=image, details={"after_days": terms().kept.days})
    storage.delete_files(image)
    rows.update(quarantine="", moving=False, renditions=0)
    return True
