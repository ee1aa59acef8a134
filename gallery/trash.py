"""To the trash and back, and for good once the days are over. The original is never lost before that."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db.models import ProtectedError
from django.utils import timezone

from gallery import storage
from gallery.models import Image

log = structlog.get_logger(__name__)

BATCH = 200


def trash(image: Image, *, by: Any) -> bool:
    """Out of every list at once; links that are still valid find nothing. False when it lies there already."""
    moved = Image.objects.filter(pk=image.pk, owner=by, trashed_at=None, moderation="").update(trashed_at=timezone.now())
    if not moved:
        return False
    put_away(image)
    return True


def restore(image: Image, *, by: Any) -> bool:
    """Back to where it was, in its team too if it was published. False when it is not in the trash."""
    if image.quarantine:
        storage.release(image)
    moved = Image.objects.filter(pk=image.pk, owner=by, trashed_at__isnull=False, moderation="").update(
        trashed_at=None, quarantine=""
    )
    image.quarantine = ""
    return bool(moved)


def put_away(image: Image) -> None:
    folder = storage.quarantine(image)
    Image.objects.filter(pk=image.pk).update(quarantine=folder)
    image.quarantine = folder


def delete_for_good(image: Image) -> bool:
    """Row and files. False where a run still needs it as its reference: then only the trash forgets it later."""
    try:
        Image.objects.filter(pk=image.pk).delete()
    except ProtectedError:
        return False
    storage.delete_files(image)
    return True


def purge_expired() -> int:
    """What has lain in the trash for TRASH_DAYS."""
    old = timezone.now() - timedelta(days=settings.TRASH_DAYS)
    return delete_all(Image.objects.filter(trashed_at__lt=old)[:BATCH])


def delete_all(images: Iterable[Image]) -> int:
    return sum(1 for image in images if delete_for_good(image))
