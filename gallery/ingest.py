"""Bytes and their provenance become a stored Image: what studio calls, and what uploads go through."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from gallery import dispatch
from gallery.derived import masks
from gallery.files import storage, uploads
from gallery.ids import uuid7
from gallery.models import Image
from gallery.models.image import BARE, Kind


@dataclass(frozen=True, slots=True)
class Original:
    """A checked picture file on this host. ``bytes`` is its size; width and height in pixels."""

    path: Path
    format: str
    width: int
    height: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a picture came from. ``cost`` in US dollars, None when unknown; ``asked`` and ``relation`` as in Image."""

    owner_id: Any
    prompt: str
    revised_prompt: str
    model: str
    model_label: str
    vendor: str
    asked: dict[str, Any] = field(default_factory=dict)
    seed: int | None = None
    cost: Decimal | None = None
    seconds: float | None = None
    request_id: str = ""
    sandbox: bool = False
    team_id: Any = None
    parent_id: Any = None
    relation: str = ""


def store_original(image_id: UUID, original: Original) -> None:
    """Puts the bytes under the key computed from the id. Storing twice leaves one file. OSError where it fails."""
    storage.put(storage.original_key(image_id, original.format), original.path)


def build_image(image_id: UUID, original: Original, provenance: Provenance) -> Image:
    """The row of a stored original, not saved: its maker saves it in one transaction with what made it."""
    return Image(
        id=image_id,
        owner_id=provenance.owner_id,
        team_id=provenance.team_id,
        published_at=timezone.now() if provenance.team_id else None,
        kind=Kind.GENERATED,
        prompt=provenance.prompt,
        revised_prompt=provenance.revised_prompt,
        model=provenance.model,
        model_label=provenance.model_label,
        vendor=provenance.vendor,
        asked=provenance.asked,
        seed=provenance.seed,
        cost=provenance.cost,
        seconds=provenance.seconds,
        request_id=provenance.request_id,
        sandbox=provenance.sandbox,
        parent_id=provenance.parent_id,
        relation=provenance.relation,
        **facts(original),
    )


def facts(original: Original) -> dict[str, Any]:
    return {
        "width": original.width,
        "height": original.height,
        "format": original.format,
        "bytes": original.bytes,
        "sha256": original.sha256,
    }


def add_upload(
    *, owner: Any, uploaded_file: UploadedFile, kind: str = Kind.UPLOAD, parent: Image | None = None, relation: str = ""
) -> Image:
    """Keeps somebody's own picture, byte for byte. A reference whose bytes its owner has already is that picture.

    It is published apart: a team sees cleaned copies only, once they are made. ``parent`` and ``relation`` say what a
    crop or an extended canvas was made from.

    Raises:
        Unacceptable: it is no picture that can be kept, in a sentence for the form.
    """
    with received(uploaded_file) as path:
        found = uploads.inspect(path, max_bytes=settings.UPLOAD_MAX_BYTES, max_pixels=settings.MAX_PIXELS)
        known = same_bytes(owner, kind, found.sha256)
        return known or keep(
            path,
            found,
            owner=owner,
            kind=kind,
            file_name=file_name(uploaded_file),
            parent=parent,
            relation=relation if parent else "",
        )


def add_mask(*, owner: Any, uploaded_file: UploadedFile, of: Image) -> tuple[Image, float]:
    """Keeps a mask of the picture ``of`` in its one form, and says how much it marks, in percent.

    Raises:
        Unacceptable: it is no mask of this picture, in a sentence for the form.
    """
    with received(uploaded_file) as path:
        size, limits = (
            (of.width, of.height),
            {"max_bytes": settings.UPLOAD_MAX_BYTES, "max_pixels": settings.MAX_PIXELS},
        )
        mask = masks.read(path, size=size, **limits)
        masks.save(mask, path)
        found = uploads.inspect(path, **limits)
        known = same_bytes(owner, Kind.MASK, found.sha256)
        name, share = file_name(uploaded_file), masks.share(mask)
        kept = {"owner": owner, "kind": Kind.MASK, "file_name": name, "asked": {"share": share}}
        return known or keep(path, found, **kept), share


@contextmanager
def received(uploaded_file: UploadedFile) -> Iterator[Path]:
    """An upload as a file on the disk of DATA_DIR, so that moving it to its place is a rename."""
    with tempfile.TemporaryDirectory(dir=spool_folder(), prefix="upload-") as folder:
        path = Path(folder) / "file"
        with path.open("wb") as file:
            shutil.copyfileobj(uploaded_file, file, 1 << 20)
        yield path


def file_name(uploaded_file: UploadedFile) -> str:
    return Path(uploaded_file.name or "upload").name[:255].replace("\x00", "")


def same_bytes(owner: Any, kind: str, sha256: str) -> Image | None:
    """What its owner has of these bytes. An upload for the gallery is always a picture of its own."""
    if kind not in BARE:
        return None
    own = Image.objects.filter(owner=owner, sha256=sha256, trashed_at=None, moderation="")
    alike = own.filter(kind=Kind.MASK) if kind == Kind.MASK else own.exclude(kind=Kind.MASK)
    return alike.order_by("created_at", "id").first()


def keep(path: Path, found: uploads.Facts, **columns: Any) -> Image:
    """Bytes first under a key of a fresh id, then the row: no visible row without a file; a row that cannot be written
    takes its file back.
    """
    image_id = uuid7()
    original = Original(path, found.format, found.width, found.height, found.bytes, found.sha256)
    store_original(image_id, original)
    image = Image(id=image_id, **columns, **facts(original))
    try:
        with transaction.atomic():
            image.save(force_insert=True)
            transaction.on_commit(lambda: dispatch.render(image.pk))
    except Exception:
        storage.delete_files(image)
        raise
    return image


def spool_folder() -> Path:
    settings.SPOOL_DIR.mkdir(parents=True, exist_ok=True)
    return settings.SPOOL_DIR
