"""Many pictures to the trash and back: rows in transactions of CHUNK, each followed by its files."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gallery import audit
from gallery.audit import Act
from gallery.files import moving, storage
from gallery.models import Image

CHUNK = 200  # pictures of one transaction


def trash(ids: Sequence[UUID], *, by: Any) -> list[UUID]:
    """Those of ``ids`` that went: ``by``'s own, not there yet, not judged. As gallery.trash.trash does with one."""
    return [pk for some in chunks(ids) for pk in trash_some(some, by=by)]


def trash_some(ids: Sequence[UUID], *, by: Any) -> list[UUID]:
    rows = Image.objects.select_for_update().filter(pk__in=ids, owner=by, trashed_at=None, moderation="")
    with transaction.atomic():
        images = list(rows.only("pk", "format", "quarantine", "renditions"))
        for image in images:
            image.trashed_at, image.moving = timezone.now(), True
            image.quarantine = image.quarantine or storage.secret_folder()
        Image.objects.bulk_update(images, ["trashed_at", "quarantine", "moving"])
        gone = [image.pk for image in images]
        if gone:
            audit.record_pictures(Act.TRASHED, by=by, ids=gone)
    moving.all_into_quarantine(images)
    return gone


def restore(ids: Sequence[UUID], *, by: Any) -> int:
    """How many came back. Files first, as gallery.trash.restore does with one."""
    return sum(restore_some(some, by=by) for some in chunks(ids))


def restore_some(ids: Sequence[UUID], *, by: Any) -> int:
    images = {image.pk: image for image in Image.objects.in_trash_of(by).filter(pk__in=ids)}
    folders = {pk: image.quarantine for pk, image in images.items()}
    for image in images.values():
        moving.begin_return(image)
    rows = Image.objects.in_trash_of(by).filter(pk__in=list(images))
    with transaction.atomic():
        back = list(rows.select_for_update().values_list("pk", flat=True))
        Image.objects.filter(pk__in=back).update(trashed_at=None, quarantine="", moving=False)
        if back:
            audit.record_pictures(Act.UNTRASHED, by=by, ids=back)
    for pk in back:
        moving.end_return(images[pk], folders[pk])
    for pk in images.keys() - set(back):  # judged, or deleted for good, while its files were on their way
        moving.put_back(images[pk])
    return len(back)


def chunks(ids: Sequence[UUID]) -> list[Sequence[UUID]]:
    return [ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK)]
