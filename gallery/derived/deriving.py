"""New pictures made of a kept one without any model: a crop, a larger canvas with the mask of what is new.

The picture that they are made from stays as it is, byte for byte; they are its children.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings

from gallery import ingest
from gallery.derived import masks, reshaping
from gallery.derived.ratios import ratio_of
from gallery.derived.reshaping import Box, Sides
from gallery.files import storage, uploads
from gallery.models import Image
from gallery.models.image import Kind, Relation
from gallery.recipes.recipe import SIZES

CARRIED = ("prompt", "model", "model_label", "vendor", "sandbox", "title", "alt", "file_name")


def crop(image: Image, box: Box, *, by: Any) -> Image:
    """The part of the picture as a picture of its own, ``by``'s, with the words and model that the whole came from.

    Raises:
        Unacceptable: the part is none, in a sentence for the form.
        FileNotFoundError: the original is not there.
    """
    reshaping.check_box(box, (image.width, image.height))
    with workshop() as folder, storage.local_original(image) as source:
        made = folder / "crop"
        reshaping.crop(source, made, box, max_pixels=settings.MAX_PIXELS)
        columns = carried(image) | {
            "asked": asked_of(image, box),
            "cost": Decimal(0) if image.kind == Kind.GENERATED else None,
        }
        return ingest.keep(
            made, facts(made), owner=by, kind=image.kind, parent=image, relation=Relation.CROP, **columns
        )


def extend(image: Image, sides: Sides, *, by: Any) -> tuple[Image, Image]:
    """The picture on a larger canvas as a reference for a run, and the mask of its new border, both ``by``'s.

    Raises:
        Unacceptable: nothing is added, or it grows too large, in a sentence for the form.
        FileNotFoundError: the original is not there.
    """
    reshaping.check_sides(sides, (image.width, image.height), max_pixels=settings.MAX_PIXELS)
    with workshop() as folder, storage.local_original(image) as source:
        canvas, border = folder / "canvas", folder / "border"
        reshaping.extend(source, canvas, border, sides, max_pixels=settings.MAX_PIXELS)
        found, marked = facts(canvas), facts(border)
        mask = ingest.same_bytes(by, Kind.MASK, marked.sha256) or ingest.keep(
            border, marked, owner=by, kind=Kind.MASK, file_name="border.png", asked={"share": masks.share_of(border)}
        )
        larger = ingest.keep(
            canvas, found, owner=by, kind=Kind.REFERENCE, parent=image, relation=Relation.EXTEND, **carried(image)
        )
    return larger, mask


@contextmanager
def workshop() -> Iterator[Path]:
    """A folder on the disk of DATA_DIR, so that what is made there is moved to its place by a rename."""
    with tempfile.TemporaryDirectory(dir=ingest.spool_folder(), prefix="derived-") as folder:
        yield Path(folder)


def facts(path: Path) -> uploads.Facts:
    return uploads.inspect(path, max_bytes=settings.UPLOAD_MAX_BYTES, max_pixels=settings.MAX_PIXELS)


def carried(image: Image) -> dict[str, Any]:
    return {name: getattr(image, name) for name in CARRIED}


def asked_of(image: Image, box: Box) -> dict[str, Any]:
    """What was asked of the whole, but for its size."""
    options = {name: value for name, value in (image.asked.get("options") or {}).items() if name not in SIZES}
    shape = {"aspect": ratio_of(box.width, box.height)}
    return image.asked | shape | {"options": options} if image.asked else shape
