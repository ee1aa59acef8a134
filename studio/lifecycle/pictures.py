"""The files that go along with a call: a run's references in order and its mask, as the model's lane wants it."""

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from django.conf import settings

from gallery.files import storage
from gallery.models import Image
from studio.catalogue import ModelSpec, ReferenceFacts
from studio.gateway import ReferenceFile, masks
from studio.models import Run, RunReference


def facts_of(image: Image, role: str = "") -> ReferenceFacts:
    return ReferenceFacts(image.format, image.width, image.height, image.bytes, role)


def sent_to(run: Run, spec: ModelSpec) -> list[RunReference]:
    """The references that go to this model, in order: none where it takes none and works from the words alone."""
    return list(run.run_references.all()) if spec.references.max else []


def references_of(run: Run, spec: ModelSpec) -> list[ReferenceFacts]:
    return [facts_of(reference.image, reference.role) for reference in sent_to(run, spec)]


def roles_of(run: Run) -> list[str]:
    return [reference.role for reference in run.run_references.all()]


def mask_of(run: Run) -> ReferenceFacts | None:
    return facts_of(run.mask) if run.mask else None


def files_of(run: Run, spec: ModelSpec, files: ExitStack) -> tuple[tuple[ReferenceFile, ...], ReferenceFile | None]:
    """Files that live as long as ``files``.

    Raises:
        FileNotFoundError: an original is gone.
    """
    return files_for([(one.image, one.role) for one in sent_to(run, spec)], run.mask, spec, files)


def files_for(
    pairs: Sequence[tuple[Image, str]], mask: Image | None, spec: ModelSpec, files: ExitStack
) -> tuple[tuple[ReferenceFile, ...], ReferenceFile | None]:
    """(picture, role) and a mask as this model takes them. Raises as ``files_of`` does."""
    sent = [file_of(image, role, files) for image, role in pairs]
    if mask is None or spec.mask is None:
        return tuple(sent), None
    folder = Path(files.enter_context(tempfile.TemporaryDirectory(dir=spool_folder(), prefix="mask-")))
    kept = files.enter_context(storage.local_original(mask))
    if masks.lies_askew(sent[0].path):
        sent[0] = masks.turned(sent[0].path, folder / "picture")
    return tuple(sent), masks.write(kept, spec.mask, folder / "mask.png")


def file_of(image: Image, role: str, files: ExitStack) -> ReferenceFile:
    path = files.enter_context(storage.local_original(image))
    return ReferenceFile(path, image.format, image.width, image.height, role)


def spool_folder() -> Path:
    settings.SPOOL_DIR.mkdir(parents=True, exist_ok=True)
    return Path(settings.SPOOL_DIR)
