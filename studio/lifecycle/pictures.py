"""The files that go along with a call: a run's references in order and its mask, as the model's lane wants it."""

import tempfile
from contextlib import ExitStack
from pathlib import Path

from django.conf import settings

from gallery import storage
from gallery.models import Image
from studio.catalogue import ModelSpec, ReferenceFacts
from studio.gateway import ReferenceFile, masks
from studio.models import Run


def facts_of(image: Image) -> ReferenceFacts:
    return ReferenceFacts(image.format, image.width, image.height, image.bytes)


def images_for(run: Run, spec: ModelSpec) -> list[Image]:
    """The references that go to this model, in order: none where it takes none and works from the words alone."""
    return [reference.image for reference in run.run_references.all() if spec.references.max]


def references_of(run: Run, spec: ModelSpec) -> list[ReferenceFacts]:
    return [facts_of(image) for image in images_for(run, spec)]


def mask_of(run: Run) -> ReferenceFacts | None:
    return facts_of(run.mask) if run.mask else None


def files_of(run: Run, spec: ModelSpec, files: ExitStack) -> tuple[tuple[ReferenceFile, ...], ReferenceFile | None]:
    """Files that live as long as ``files``.

    Raises:
        FileNotFoundError: an original is gone.
    """
    sent = [
        ReferenceFile(files.enter_context(storage.local_original(image)), image.format, image.width, image.height)
        for image in images_for(run, spec)
    ]
    if run.mask is None or spec.mask is None:
        return tuple(sent), None
    folder = Path(files.enter_context(tempfile.TemporaryDirectory(dir=spool_folder(), prefix="mask-")))
    kept = files.enter_context(storage.local_original(run.mask))
    if masks.lies_askew(sent[0].path):
        sent[0] = masks.turned(sent[0].path, folder / "picture")
    return tuple(sent), masks.write(kept, spec.mask, folder / "mask.png")


def spool_folder() -> Path:
    settings.SPOOL_DIR.mkdir(parents=True, exist_ok=True)
    return Path(settings.SPOOL_DIR)
