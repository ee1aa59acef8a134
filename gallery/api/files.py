"""Bytes: uploads in, originals and renditions out."""

from enum import IntEnum
from pathlib import Path
from typing import Annotated, Any, Literal

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.cache import get_conditional_response, patch_vary_headers
from ninja import File, Form, Query, Status
from ninja.files import UploadedFile

from gallery import ingest, storage
from gallery.api.auth import ApiRequest
from gallery.api.images import ImageId, router, visible
from gallery.api.problems import INVALID, Problem, documented
from gallery.api.shapes import ImageOut, base_of, full
from gallery.models import Image
from gallery.rendering import AVIF_DONE, WEBP_DONE
from gallery.uploads import Unacceptable

PICTURE = {"schema": {"type": "string", "format": "binary"}}


class Width(IntEnum):
    SMALL = 320
    MIDDLE = 640
    LARGE = 1280


def pictures(*formats: str) -> dict[str, Any]:
    """The 200 of a route that answers with bytes, for the schema."""
    content = {f"image/{name}": PICTURE for name in formats}
    return {"responses": {200: {"description": "The picture's bytes.", "content": content}}}


@router.post(
    "/images",
    response={201: ImageOut, **documented(400, 403, 413, 415, 422)},
    operation_id="upload_image",
    summary="Upload a picture",
)
def upload_image(
    request: ApiRequest,
    file: Annotated[UploadedFile, File(description="PNG, JPEG, WebP, AVIF or GIF, one frame, up to 50 MB.")],
    kind: Annotated[
        Literal["reference", "upload"],
        Form(description="A reference is for runs and in no list; an upload stands in your gallery."),
    ] = "reference",
) -> Status[ImageOut]:
    """Keeps the file byte for byte. Its id goes into a run's references."""
    try:
        image = ingest.add_upload(owner=request.auth, uploaded_file=file, kind=kind)
    except Unacceptable as refusal:
        status = 413 if refusal.code == "too_large" else 422
        raise Problem(status, type=INVALID, errors={"file": [str(refusal)]}) from None
    return Status(201, full(image, base=base_of(request), user=request.auth))


@router.get(
    "/images/{id}/file",
    response={200: None, 307: None, **documented(404)},
    operation_id="get_file",
    summary="Download the original",
    openapi_extra=pictures("png", "jpeg", "webp", "avif", "gif"),
)
def get_file(request: ApiRequest, id: ImageId) -> HttpResponseBase:
    """The vendor's or the uploader's bytes, untouched. With files in S3 it leads to a signed link."""
    image = visible(request, id)
    return sent(request, image, storage.original_name(image), image.format)


@router.get(
    "/images/{id}/rendition",
    response={200: None, 307: None, **documented(404, 422)},
    operation_id="get_rendition",
    summary="Download a smaller copy",
    openapi_extra=pictures("webp", "avif", "png", "jpeg", "gif"),
)
def get_rendition(
    request: ApiRequest, id: ImageId, w: Annotated[Width, Query(description="Pixels; never enlarged.")] = Width.MIDDLE
) -> HttpResponseBase:
    """WebP, or AVIF where it is made and accepted; the original until then. With files in S3 it leads to a link."""
    image = visible(request, id)
    form = rendition_format(image, request)
    name = storage.rendition_name(image, w, form) if form else storage.original_name(image)
    response = sent(request, image, name, form or image.format)
    patch_vary_headers(response, ["Accept"])
    return response


def rendition_format(image: Image, request: HttpRequest) -> str:
    """ "" while only the original can be shown."""
    if image.renditions not in (WEBP_DONE, AVIF_DONE):
        return ""
    wanted = "image/avif" in request.headers.get("Accept", "")
    return "avif" if wanted and image.renditions == AVIF_DONE else "webp"


def sent(request: HttpRequest, image: Image, name: str, form: str) -> HttpResponseBase:
    """The stored file; what lies under a name never changes, so its name is its tag.

    Raises:
        Problem: 404, the storage has lost it.
    """
    if storage.local_path(name) is None:
        return HttpResponseRedirect(default_storage.url(name), preserve_request=True)
    tag = f'"{image.sha256[:32]}-{Path(name).name}"'
    if unchanged := get_conditional_response(request, etag=tag):
        return unchanged
    headers = {
        "Content-Type": f"image/{form}",
        "Content-Disposition": f'inline; filename="{Path(name).name}"',
        "Cache-Control": "private, no-cache",
        "ETag": tag,
    }
    if settings.X_ACCEL_PREFIX:
        return HttpResponse(headers=headers | {"X-Accel-Redirect": f"{settings.X_ACCEL_PREFIX}/{name}"})
    try:
        return FileResponse(default_storage.open(name), headers=headers)
    except FileNotFoundError:
        raise Problem(404, "The file of this picture is not in the storage.") from None
