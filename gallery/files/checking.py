"""Rows against files, both ways: what a row should have and has not, and what lies there that no row knows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePosixPath
from uuid import UUID

from django.core.files.storage import default_storage
from django.utils import timezone

from gallery.files import storage
from gallery.files.rendering import AVIF_DONE, NONE, WEBP_DONE
from gallery.models import Image

ROOTS = ("originals", "renditions", "quarantine")
LOST = "lost"  # where --fix lays what no row knows; nothing is ever deleted
AT_ONCE = 500
FRESH = timedelta(hours=1)
COLUMNS = ("id", "format", "renditions", "quarantine", "moving")


@dataclass(frozen=True, slots=True)
class Gap:
    """A row without a file. ``original``: the picture itself is gone, which nothing can make again."""

    image: UUID
    name: str
    original: bool


def gaps() -> Iterator[Gap]:
    """Rows in turn, each with the names that it should have and has not. Masks have renditions too."""
    rows = Image.objects.filter(purged_at=None).only(*COLUMNS).order_by("pk")
    for image in rows.iterator(chunk_size=AT_ONCE):
        if not present(image, storage.original_key(image.pk, image.format)):
            yield Gap(image.pk, storage.original_name(image), True)
        for key in rendition_keys(image):
            if not present(image, key):
                yield Gap(image.pk, storage.placed(image, key), False)


def rendition_keys(image: Image) -> list[str]:
    formats = {WEBP_DONE: ("webp",), AVIF_DONE: storage.RENDITION_FORMATS}.get(image.renditions, ())
    return [storage.rendition_key(image.pk, width, form) for form in formats for width in storage.WIDTHS]


def present(image: Image, key: str) -> bool:
    """Also on its way to quarantine or back."""
    return storage.exists(storage.placed(image, key)) or (image.moving and storage.exists(key))


def strays() -> Iterator[str]:
    """Names of files that no row knows."""
    batch: list[str] = []
    for name in walked(ROOTS):
        batch.append(name)
        if len(batch) == AT_ONCE:
            yield from unknown(batch)
            batch = []
    yield from unknown(batch)


def walked(folders: Sequence[str]) -> Iterator[str]:
    for folder in folders:
        try:
            below, files = default_storage.listdir(folder)
        except FileNotFoundError:
            continue
        yield from (f"{folder}/{name}" for name in sorted(files))
        yield from walked([f"{folder}/{name}" for name in sorted(below)])


def unknown(names: Sequence[str]) -> list[str]:
    ids = {name: id_in(name) for name in names}
    known: dict[UUID | None, Image] = {**Image.objects.only(*COLUMNS).in_bulk([id for id in ids.values() if id])}
    return [name for name in names if is_stray(name, known.get(ids[name])) and is_settled(name)]


def is_stray(name: str, image: Image | None) -> bool:
    return image is None or name not in storage.places_of(image)


def is_settled(name: str) -> bool:
    """Long enough there that its row should be, too: a file is stored before its row is written."""
    try:
        return default_storage.get_modified_time(name) < timezone.now() - FRESH
    except FileNotFoundError:
        return False


def id_in(name: str) -> UUID | None:
    """originals/ab/<hex>.png, renditions/ab/<hex>/640.webp, each also below quarantine/<secret>/."""
    path = PurePosixPath(name)
    text = path.parent.name if "renditions" in path.parts[:3] else path.stem
    try:
        return UUID(hex=text)
    except ValueError:
        return None


def set_aside(name: str) -> str:
    """Moves a stray out of the way, to ``lost/<day>/…``: an administrator looks at it and decides."""
    target = f"{LOST}/{timezone.localdate():%Y-%m-%d}/{name}"
    storage.move(name, target)
    return target


def render_again(image: UUID) -> None:
    """Its smaller copies are made anew by the next round."""
    Image.objects.filter(pk=image, renditions__in=(WEBP_DONE, AVIF_DONE)).update(renditions=NONE)
