"""What was made, as a response that saves a file."""

import os
from typing import IO, Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from gallery import audit
from gallery.audit import Act
from gallery.export import chosen, cleaning, making, naming
from gallery.export.forms import ExportForm
from gallery.export.making import Lost
from gallery.files import delivery, storage

TYPES = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp", "avif": "image/avif", "pdf": "application/pdf"}


def answer(request: HttpRequest, form: ExportForm) -> HttpResponseBase:
    """One picture alone is its file; several, or one with its recipe, are a ZIP.

    Raises:
        Lost: the only picture cannot be read.
        Http404: it went away meanwhile.
    """
    if form.value("kind") == "sheet":
        return contact_sheet(form)
    if len(form.chosen) == 1 and not form.wanted.sidecar:
        return one(request, form)
    return zipped(form)


def one(request: HttpRequest, form: ExportForm) -> HttpResponseBase:
    found = next(chosen.each(form.user, form.chosen), None)
    if found is None:
        raise Http404
    if form.wanted.conversion is None:
        key = storage.original_name(found.image)
        path = storage.local_path(key)
        if path is not None and not path.exists():
            raise Lost(_("The original of this picture is not there."))
        facts = naming.facts_of(found.image, board=found.board, number=1, total=1)
        stem = naming.stem(form.wanted.template, facts)
        if cleaning.needed(found.image, form.user):
            response = cleaning.send(found.image, download=True, stem=stem)
        else:
            response = delivery.send(request, found.image, key, download=True, stem=stem)
        written(form, "original", found.image.bytes)
        return response
    ending = form.wanted.conversion.ending
    name = making.file_name(found, ending, form.wanted.template)
    file = making.single(found, form.wanted)
    written(form, "file", os.fstat(file.fileno()).st_size)
    return saved(file, name)


def contact_sheet(form: ExportForm) -> HttpResponseBase:
    title = title_of(form)
    file = making.contact_sheet(form.user, form.chosen, form.wanted, layout=form.value("layout"), title=title)
    written(form, "sheet", os.fstat(file.fileno()).st_size)
    return saved(file, f"{naming.value(title)}.pdf")


def zipped(form: ExportForm) -> HttpResponseBase:
    packed = making.packed(form.user, form.chosen, form.wanted)
    written(form, "zip", packed.length)
    response = StreamingHttpResponse(packed, content_type="application/zip")
    return with_headers(response, f"{naming.value(title_of(form))}.zip", packed.length)


def written(form: ExportForm, kind: str, size: int | None) -> None:
    """Into the audit trail, before the first byte leaves."""
    recipe = form.wanted.recipe or form.wanted.sidecar
    audit.record_pictures(
        Act.EXPORTED, by=form.user, ids=form.chosen, details={"as": kind, "bytes": size, "recipe": recipe}
    )


def title_of(form: ExportForm) -> str:
    """The board that the first picture is named after, and the day."""
    first = next(chosen.each(form.user, form.chosen[:1]), None)
    board = first.board if first else ""
    return f"{board or _('Pictures')} {timezone.localdate():%Y-%m-%d}"


def saved(file: IO[bytes], name: str) -> HttpResponseBase:
    length = os.fstat(file.fileno()).st_size
    return with_headers(FileResponse(file, content_type=TYPES[name.rpartition(".")[2]]), name, length)


def with_headers(response: Any, name: str, length: int | None) -> HttpResponseBase:
    if length is not None:
        response.headers["Content-Length"] = str(length)
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
