"""To the trash and back, and for good once the days are over. The original is never lost before that."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, ProtectedError, Q
from django.utils import timezone
from django.utils.module_loading import import_string

from gallery import audit
from gallery.audit import Act
from gallery.files import moving, storage
from gallery.models import Case, Image

log = structlog.get_logger(__name__)

BATCH = 200
NOTHING_PERSONAL: dict[str, Any] = {
    **dict.fromkeys(("title", "alt", "branch", "prompt", "revised_prompt"), ""),
    **dict.fromkeys(("file_name", "request_id", "sha256", "color"), ""),
    **dict.fromkeys(("seed", "parent", "team", "published_at")),
    "asked": {},
    "run": "",
    "quarantine": "",
    "moving": False,
}  # what a row keeps of a picture that is deleted for good: its owner, its model and its size


def trash(image: Image, *, by: Any) -> bool:
    """Out of every list at once; links that are still valid find nothing. False when it lies there already."""
    folder = image.quarantine or storage.secret_folder()
    rows = Image.objects.filter(pk=image.pk, owner=by, trashed_at=None, moderation="")
    with transaction.atomic():
        if not rows.update(trashed_at=timezone.now(), quarantine=folder, moving=True):
            return False
        audit.record(Act.TRASHED, by=by, obj=image)
    image.quarantine = folder
    moving.into_quarantine(image)
    return True


def restore(image: Image, *, by: Any) -> bool:
    """Back to where it was, in its team too if it was published. False when it is not in the trash.

    Files first: whoever sees the row again finds them.
    """
    rows = Image.objects.restorable_by(by).filter(pk=image.pk)
    if not rows.exists():
        return False
    folder = image.quarantine
    moving.begin_return(image)
    with transaction.atomic():
        back = bool(rows.update(trashed_at=None, quarantine="", moving=False))
        if back:
            audit.record(Act.UNTRASHED, by=by, obj=image)
    if not back:  # judged, or deleted for good, while its files were on their way
        moving.put_back(image)
        return False
    moving.end_return(image, folder)
    image.quarantine = ""
    return True


def days_kept() -> int:
    """How many days, as the administrator sets it: TRASH_DAYS_FROM names the function that knows."""
    return int(import_string(settings.TRASH_DAYS_FROM)())


def days_left(trashed_at: datetime, kept: int | None = None) -> int:
    """Until a trashed picture goes for good, rounded up; 0 when it may go at any time. ``kept``: days, once asked."""
    left = trashed_at + timedelta(days=days_kept() if kept is None else kept) - timezone.now()
    return max(0, -(-left // timedelta(days=1)))


def delete_for_good(image: Image, *, by: Any = None) -> bool:
    """Files and row. Where a run names it as its reference the row stays, without a file and in no list. False when
    somebody was faster, by a restore, by a moderator's decision or by this.
    """
    rows = Image.objects.filter(pk=image.pk, trashed_at__isnull=False, moderation=image.moderation)
    facts = {"sha256": image.sha256, "bytes": image.bytes, "owner": image.owner_id}
    with transaction.atomic():
        if not rows.filter(Q(purged_at=None) | ~Q(quarantine="")).update(purged_at=timezone.now()):
            return False
        audit.record(Act.PURGED, by=by, obj=image, details=facts)
    storage.delete_files(image)
    try:
        image.delete()
    except ProtectedError:
        rows.update(**NOTHING_PERSONAL)
    return True


def purge_expired() -> int:
    """What has lain in the trash for all its days, and what an earlier purge did not end."""
    unfinished = Q(purged_at__lt=timezone.now() - timedelta(hours=1)) & ~Q(quarantine="")
    rows = Image.objects.filter(expired(days_kept()) | unfinished, trashed_at__isnull=False, moderation="")
    return delete_all(rows[:BATCH])


def expired(days: int) -> Q:
    """What goes by itself under so many days: nothing that a moderator hid or removed, or has to judge still."""
    judged = Exists(Case.objects.waiting().filter(image=OuterRef("pk")))
    return Q(~judged, trashed_at__lt=timezone.now() - timedelta(days=days), purged_at=None, moderation="")


def delete_all(images: Iterable[Image], *, by: Any = None) -> int:
    return sum(1 for image in images if delete_for_good(image, by=by))
