"""A stored file as a response, after the view has checked who asks: ranges, a tag, a good name, or the proxy's turn."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from gallery.files import storage
from gallery.files.links import store_link
from gallery.models import Image

PIECE = 512 * 1024
SINGLE_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
UNNAMEABLE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')
NAME_LENGTH = 80


class Piece:
    """``length`` bytes of an open file from ``start``; closes it at the end, or when the reader goes away."""

    def __init__(self, file: IO[bytes], start: int, length: int):
        self.file, self.left = file, length
        file.seek(start)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        data = self.file.read(min(PIECE, self.left)) if self.left else b""
        if not data:
            self.close()
            raise StopIteration
        self.left -= len(data)
        return data

    def close(self) -> None:
        self.file.close()


def send(request: HttpRequest, image: Image, name: str, *, download: bool = False, stem: str = "") -> HttpResponseBase:
    """The file stored under ``name``. What lies under a name never changes, so the name and the hash are its tag.

    ``stem``: what it is called on the reader's side, without its ending.

    Raises:
        Http404: the storage has it no more.
    """
    form = Path(name).suffix[1:]
    disposition = content_disposition_header(download, f"{stem or title_of(image)}.{form}") or "inline"
    path = storage.local_path(name)
    if path is None:
        return HttpResponseRedirect(store_link(name, disposition))
    tag = f'"{image.sha256[:32]}-{Path(name).name}"'
    headers = {
        "Content-Type": f"image/{'jpeg' if form == 'jpg' else form}",
        "Content-Disposition": disposition,
        "Cache-Control": "private, no-cache",
        "ETag": tag,
        "Accept-Ranges": "bytes",
    }
    if unchanged := get_conditional_response(request, etag=tag):
        return unchanged
    if settings.X_ACCEL_PREFIX:
        return HttpResponse(headers=headers | {"X-Accel-Redirect": f"{settings.X_ACCEL_PREFIX}/{name}"})
    return stream(request, path, headers)


def stream(request: HttpRequest, path: Path, headers: dict[str, Any]) -> HttpResponseBase:
    try:
        file = path.open("rb")
    except FileNotFoundError:
        raise Http404("The file of this picture is not in the storage.") from None
    size = path.stat().st_size
    same = request.headers.get("If-Range", headers["ETag"]) == headers["ETag"]
    wanted = request.headers.get("Range", "") if same else ""
    found = SINGLE_RANGE.fullmatch(wanted.strip())
    if not found or found.groups() == ("", ""):
        return StreamingHttpResponse(Piece(file, 0, size), headers=headers | {"Content-Length": str(size)})
    start, end = bounds(found[1], found[2], size)
    if start >= size or end < start:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    length = end - start + 1
    partial = {"Content-Length": str(length), "Content-Range": f"bytes {start}-{end}/{size}"}
    return StreamingHttpResponse(Piece(file, start, length), status=206, headers=headers | partial)


def bounds(first: str, last: str, size: int) -> tuple[int, int]:
    """First and last byte, inclusive. "-500" are the last 500, "500-" all but the first 500."""
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


def title_of(image: Image) -> str:
    """A file name without its ending: what the picture is called, safe on every system."""
    title = UNNAMEABLE.sub(" ", Path(image.file_name).stem if image.file_name else image.short_title)
    short = " ".join(title.split())[:NAME_LENGTH].strip(" .")
    return f"{short or 'picture'} {image.pk.hex[-6:]}"
