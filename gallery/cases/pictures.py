"""A judged picture's state and its files: hidden and removed ones lie in a secret folder that its row names.

The row decides, by one conditional UPDATE of what was seen. The folder's name stands in the row before the first file
moves, so that a crash between loses none (see gallery.files.moving).
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from gallery.files import moving, storage
from gallery.models import Image
from gallery.models.image import Moderation
from gallery.sharing import revocation


class Changed(Exception):  # noqa: N818 (reads as a sentence where it is raised)
    """The picture is not any more as it was seen."""


@contextmanager
def becoming(image: Image | None, state: str | None) -> Iterator[None]:
    """Runs the block and gives the picture its ``state`` in one transaction; the files follow. None changes nothing.

    Files come back before the row says so: whoever sees it again finds them. They return to quarantine where the
    block fails.

    Raises:
        Changed: it was judged, trashed or destroyed since ``image`` was read.
    """
    if image is None or state is None or image.moderation == state or image.purged_at:
        with transaction.atomic():
            yield
        return
    returns = state == Moderation.CLEAR and image.trashed_at is None
    folder = image.quarantine
    try:
        if returns:
            moving.begin_return(image)
        with transaction.atomic():
            yield
            write(image, state, "" if returns else folder or storage.secret_folder())
    except BaseException:
        moving.put_back(image)
        raise
    if returns:
        moving.end_return(image, folder)
    else:
        moving.into_quarantine(image)
    revocation.changed([image.pk])


def write(image: Image, state: str, folder: str) -> None:
    seen = {"moderation": image.moderation, "trashed_at": image.trashed_at, "quarantine": image.quarantine}
    rows = Image.objects.filter(pk=image.pk, purged_at=None, **seen)
    if not rows.update(moderation=state, quarantine=folder, moving=bool(folder)):
        raise Changed
    image.moderation, image.quarantine = state, folder
