"""Files follow their row into quarantine and back, whatever goes wrong on the way.

The row is written first and says ``moving`` until its files are where it says, so that a move that a crash or a
storage cut short is ended by the next round. Whoever moved files looks at the row again: where it changed meanwhile,
they follow.
"""

from collections.abc import Sequence
from typing import Any

import structlog

from gallery.files import storage
from gallery.models import Image

log = structlog.get_logger(__name__)

MOST = 200  # pictures a round; the next round has the others


def into_quarantine(image: Image) -> bool:
    """Takes the files along for a row that was just given its folder. False where the next round has to end it."""
    try:
        storage.quarantine(image)
        Image.objects.filter(pk=image.pk, quarantine=image.quarantine).update(moving=False)
        settle(image)
    except Exception as error:  # of any storage
        log.exception("move_unfinished", image=str(image.pk), folder=image.quarantine, error=str(error))
        return False
    return True


def all_into_quarantine(images: Sequence[Image]) -> None:
    """As ``into_quarantine`` with each, asking the rows once. What a storage cuts short the next round ends."""
    moved = {image.pk: image for image in images if taken_along(image)}
    folders = [image.quarantine for image in moved.values()]
    Image.objects.filter(pk__in=list(moved), quarantine__in=folders).update(moving=False)
    stayed = set(Image.objects.filter(quarantine__in=folders, purged_at=None).values_list("pk", flat=True))
    for pk in moved.keys() - stayed:
        settle(moved[pk])


def taken_along(image: Image) -> bool:
    try:
        storage.quarantine(image)
    except Exception as error:  # of any storage
        log.exception("move_unfinished", image=str(image.pk), folder=image.quarantine, error=str(error))
        return False
    return True


def begin_return(image: Image) -> None:
    """Brings the files back before the row says so: whoever sees it again finds them. ``end_return`` has to follow."""
    if image.quarantine:
        Image.objects.filter(pk=image.pk, quarantine=image.quarantine).update(moving=True)
        storage.release(image)


def end_return(image: Image, folder: str) -> None:
    """Once the row says so: what somebody else put into ``folder`` since ``begin_return`` comes along."""
    if folder:
        storage.release(image, folder)


def put_back(image: Image) -> None:
    """Where a return came to nothing: the files, to where the row says by now that they are. What was destroyed
    meanwhile is destroyed again: a file may have come back after it.
    """
    now = Image.objects.filter(pk=image.pk).first()
    if now is None or now.purged_at:
        storage.delete_files(image)
    elif now.quarantine:
        into_quarantine(now)


def settle(image: Image) -> None:
    """Moves files that were written or moved for the row as ``image`` knew it to where the row says by now."""
    now = Image.objects.filter(pk=image.pk).only("quarantine", "format", "purged_at").first()
    if now is None or now.purged_at:
        storage.delete_files(image)
        return
    if now.quarantine == image.quarantine:
        return
    if image.quarantine:
        storage.release(image)
    if now.quarantine:
        storage.quarantine(now)
    settle(now)


def finish() -> int:
    """Ends the moves that were cut short; says how many it ended."""
    rows = Image.objects.filter(moving=True, purged_at=None).exclude(quarantine="").order_by("-id")
    return sum(into_quarantine(image) for image in rows[:MOST])


def present_name(image: Any, key: str) -> str:
    """The name under which the file of ``key`` can be read now, also while it is on its way to quarantine."""
    name = storage.placed(image, key)
    if not image.moving or storage.exists(name):
        return name
    return key
