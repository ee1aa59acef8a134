"""Somebody else's upload in its full size, without what its file tells about them."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

from gallery.export import converting
from gallery.export.converting import Conversion
from gallery.files import delivery, placeless, storage
from gallery.files.uploads import Unacceptable
from gallery.ingest import spool_folder
from gallery.models import Image
from gallery.models.image import Kind

LOSSLESS = Conversion("png", 90)


def needed(image: Image, user: Any) -> bool:
    """An upload may tell others where it was taken."""
    return image.kind != Kind.GENERATED and image.owner_id != user.pk


def ending_of(image: Image) -> str:
    """JPEG, PNG and WebP stay what they are, pixels byte for byte; another format is decoded and becomes a PNG."""
    kept = image.format if keeps_its_length(image) else LOSSLESS.ending
    return storage.EXTENSIONS.get(kept, kept)


def keeps_its_length(image: Image) -> bool:
    return image.format in placeless.FINDERS


def pieces(image: Image) -> Iterator[bytes]:
    """The copy. Raises OSError where the original is not there, Unacceptable where it cannot be read."""
    with ExitStack() as stack:
        source = stack.enter_context(storage.local_original(image))
        if keeps_its_length(image):
            yield from placeless.pieces(source, image.format)
            return
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=spool_folder(), prefix="copy-")))
        with as_png(source, folder).open("rb") as file:
            while piece := file.read(placeless.PIECE):
                yield piece


def as_png(source: Path, folder: Path) -> Path:
    target = folder / f"copy.{LOSSLESS.ending}"
    converting.convert(source, target, LOSSLESS, xmp=b"", max_pixels=settings.MAX_PIXELS)
    return target


def send(image: Image, *, download: bool = False, stem: str = "") -> HttpResponseBase:
    """The copy as a response. Raises Http404 where the original cannot be read."""
    found = pieces(image)
    try:
        first = next(found, b"")
    except (OSError, Unacceptable, placeless.NoCopy) as error:
        raise Http404("The file of this picture cannot be read.") from error
    ending = ending_of(image)
    name = f"{stem or delivery.title_of(image)}.{ending}"
    headers = {
        "Content-Type": f"image/{'jpeg' if ending == 'jpg' else ending}",
        "Content-Disposition": content_disposition_header(download, name) or "inline",
        "Cache-Control": "private, no-cache",
    }
    if keeps_its_length(image):
        headers["Content-Length"] = str(image.bytes)
    return StreamingHttpResponse(joined(first, found), headers=headers)


def joined(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
