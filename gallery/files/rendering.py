"""Makes the renditions of stored pictures, once each, never on a page request."""

import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from gallery.files import moving, storage
from gallery.files.looks import bands, looks_of, signed
from gallery.files.renditions import Rendition, Undecodable, color_of, renditions
from gallery.ingest import spool_folder
from gallery.judging import block_list
from gallery.models import Image, Likeness, words
from gallery.models.image import BARE

log = structlog.get_logger(__name__)

NONE, WEBP_DONE, AVIF_DONE, UNDECODABLE = 0, 1, 2, 9
LATE = timedelta(seconds=30)  # after which a message counts as lost
MOST_LATE = 200  # pictures a round; the next round has the others
MOST_AVIF = 60  # so that a round never keeps a fresh picture waiting for long


def render(image_id: UUID) -> bool:
    """The three WebP sizes and the dominant colour. False where there is nothing to do."""
    image = Image.objects.filter(pk=image_id, renditions=NONE).first()
    if image is None:
        return False
    try:
        made = make(image, "webp")
        moving.settle(image)
    except FileNotFoundError:
        log.warning("original_missing", image=str(image_id))
        return False
    except Undecodable as error:
        log.warning("undecodable", image=str(image_id), error=str(error))
        Image.objects.filter(pk=image_id, renditions=NONE).update(renditions=UNDECODABLE)
        return False
    saved = Image.objects.filter(pk=image_id, renditions=NONE).update(
        renditions=WEBP_DONE, color=color_of(made[-1].data)
    )
    if saved:
        look(image, made[-1].data)
        block_list.check(image)
    return bool(saved)


def look(image: Image, data: bytes) -> None:
    """Measures what it looks like on its smallest copy, and has it found by its colours."""
    found = looks_of(data)
    columns: dict[str, Any] = {f"band{number}": band for number, band in enumerate(bands(found.dhash))}
    columns |= {"dhash": signed(found.dhash), "palette": [list(shade) for shade in found.palette]}
    columns |= {"colors": list(found.colors)}
    try:
        with transaction.atomic():
            Likeness.objects.update_or_create(image=image, defaults=columns)
            if image.kind not in BARE:
                words.index([image])
    except IntegrityError:
        log.info("gone_meanwhile", image=str(image.pk))


def render_avif(image_id: UUID) -> bool:
    """AVIF beside the WebP. False where there is nothing to do."""
    image = Image.objects.filter(pk=image_id, renditions=WEBP_DONE).first()
    if image is None:
        return False
    try:
        make(image, "avif")
        moving.settle(image)
    except (FileNotFoundError, Undecodable) as error:
        log.warning("no_avif", image=str(image_id), error=str(error))
        return False
    saved = Image.objects.filter(pk=image_id, renditions=WEBP_DONE).update(renditions=AVIF_DONE)
    return bool(saved)


def make(image: Image, format: str) -> Sequence[Rendition]:
    with storage.local_original(image) as path:
        made = list(renditions(path, max_pixels=settings.MAX_PIXELS, format=format))
    with tempfile.TemporaryDirectory(dir=spool_folder(), prefix="render-") as folder:
        for rendition in made:
            draft = Path(folder) / f"{rendition.width}"
            draft.write_bytes(rendition.data)
            storage.put(storage.rendition_name(image, rendition.width, format), draft)
    return made


def missing() -> list[UUID]:
    """Pictures whose renditions should have been made by now, newest first: a lost original starves none."""
    return late(NONE, MOST_LATE)


def without_avif() -> list[UUID]:
    return late(WEBP_DONE, MOST_AVIF)


def late(renditions: int, most: int) -> list[UUID]:
    rows = Image.objects.filter(renditions=renditions, purged_at=None, quarantine="")
    rows = rows.filter(created_at__lt=timezone.now() - LATE)
    return list(rows.order_by("-created_at").values_list("pk", flat=True)[:most])
