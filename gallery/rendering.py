"""Makes the renditions of stored pictures, once each, never on a page request."""

import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import structlog
from django.conf import settings
from django.db import connection
from django.utils import timezone

from gallery import storage
from gallery.ingest import spool_folder
from gallery.models import Image
from gallery.renditions import Rendition, Undecodable, color_of, renditions

log = structlog.get_logger(__name__)

WEBP_DONE, AVIF_DONE, UNDECODABLE = 1, 2, 9
MISSING_AFTER = timedelta(seconds=30)
BATCH = 200


def render(image_id: UUID) -> bool:
    """The three WebP sizes and the dominant colour. False where there is nothing to do."""
    image = Image.objects.filter(pk=image_id, renditions=0).first()
    if image is None:
        return False
    connection.close()
    try:
        made = make(image, "webp")
    except FileNotFoundError:
        log.warning("original_missing", image=str(image_id))
        return False
    except Undecodable as error:
        log.warning("undecodable", image=str(image_id), error=str(error))
        Image.objects.filter(pk=image_id, renditions=0).update(renditions=UNDECODABLE)
        return False
    color = color_of(made[-1].data)
    return bool(Image.objects.filter(pk=image_id, renditions=0).update(renditions=WEBP_DONE, color=color))


def render_avif(image_id: UUID) -> bool:
    """AVIF beside the WebP, at low priority. False where there is nothing to do."""
    image = Image.objects.filter(pk=image_id, renditions=WEBP_DONE).first()
    if image is None:
        return False
    connection.close()
    try:
        make(image, "avif")
    except (FileNotFoundError, Undecodable) as error:
        log.warning("no_avif", image=str(image_id), error=str(error))
        return False
    return bool(Image.objects.filter(pk=image_id, renditions=WEBP_DONE).update(renditions=AVIF_DONE))


def make(image: Image, format: str) -> Sequence[Rendition]:
    with storage.local_original(image) as path:
        made = list(renditions(path, max_pixels=settings.MAX_PIXELS, format=format))
    with tempfile.TemporaryDirectory(dir=spool_folder()) as folder:
        for rendition in made:
            draft = Path(folder) / f"{rendition.width}"
            draft.write_bytes(rendition.data)
            storage.put(storage.rendition_name(image, rendition.width, format), draft)
    return made


def missing() -> list[UUID]:
    """Pictures whose renditions should have been made by now."""
    old = timezone.now() - MISSING_AFTER
    rows = Image.objects.filter(renditions=0, created_at__lt=old, quarantine="").order_by("created_at")
    return list(rows.values_list("pk", flat=True)[:BATCH])
