"""Bytes: uploads in, originals and renditions out."""

from enum import IntEnum
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers
from ninja import File, Form, Query, Status
from ninja.files import UploadedFile
from pydantic import BaseModel, Field

from gallery import audit, ingest
from gallery.api.auth import ApiRequest
from gallery.api.images import ImageId, router, visible
from gallery.api.problems import INVALID, Problem, documented
from gallery.api.shapes import ImageOut, base_of, full
from gallery.audit import Act
from gallery.export import cleaning
from gallery.files import delivery, signatures, storage
from gallery.files.rendering import AVIF_DONE
from gallery.files.uploads import Unacceptable
from gallery.models import Image
from gallery.models.image import Kind

PICTURE = {"schema": {"type": "string", "format": "binary"}}


class UploadForm(BaseModel):
    kind: Literal["reference", "upload", "mask"] = Field(
        default="reference",
        description="A reference is for runs and in no list; an upload stands in your gallery; a mask says what of a "
        "picture is repainted. Same bytes give the same picture, uploads aside. May stand in the query.",
    )
    of: UUID | None = Field(default=None, description="The picture that a mask belongs to. May stand in the query.")


class UploadQuery(BaseModel):
    kind: Literal["reference", "upload", "mask"] | None = Field(default=None, description="In place of the form's.")
    of: UUID | None = Field(default=None, description="In place of the form's.")


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
    form: Form[UploadForm],
    query: Query[UploadQuery],
) -> Status[ImageOut]:
    """Keeps the file byte for byte. Its id goes into a run's references, a mask's into its mask.

    A mask is as large as its picture. Grey and colour count by luminance; where an alpha channel is not fully opaque,
    clear pixels are repainted. It is kept as 8-bit grey, 255 being repainted.
    """
    kind, of = query.kind or form.kind, query.of or form.of
    try:
        if kind == Kind.MASK:
            image, _ = ingest.add_mask(owner=request.auth, uploaded_file=file, of=masked(request, of))
        else:
            image = ingest.add_upload(owner=request.auth, uploaded_file=file, kind=kind)
    except Unacceptable as refusal:
        status = 413 if refusal.code == "too_large" else 422
        raise Problem(status, type=INVALID, errors={"file": [str(refusal)]}) from None
    return Status(201, full(image, base=base_of(request), user=request.auth))


def masked(request: ApiRequest, of: UUID | None) -> Image:
    found = Image.objects.pictures_visible_to(request.auth).filter(pk=of).first() if of else None
    if found is None:
        raise Problem(422, type=INVALID, errors={"of": ["Name the picture that this mask belongs to."]})
    return found


@router.get(
    "/images/{id}/file",
    response={200: None, 302: None, **documented(404)},
    operation_id="get_file",
    summary="Download the original",
    openapi_extra=pictures("png", "jpeg", "webp", "avif", "gif"),
)
def get_file(request: ApiRequest, id: ImageId) -> HttpResponseBase:
    """The bytes as they came; somebody else's upload in full, without place and maker's notes. Files in S3: leads to
    a signed link.
    """
    image = visible(request, id)
    if cleaning.needed(image, request.auth):
        response = cleaning.send(image)
    else:
        response = delivery.send(request, image, storage.original_name(image))
    if image.owner_id != request.auth.pk:
        audit.record(Act.EXPORTED, by=request.auth, obj=image, details={"as": "original", "bytes": image.bytes})
    return response


@router.get(
    "/images/{id}/rendition",
    response={200: None, 302: None, **documented(404, 422)},
    operation_id="get_rendition",
    summary="Download a smaller copy",
    openapi_extra=pictures("webp", "avif", "png", "jpeg", "gif"),
)
def get_rendition(
    request: ApiRequest, id: ImageId, w: Annotated[Width, Query(description="Pixels; never enlarged.")] = Width.MIDDLE
) -> HttpResponseBase:
    """WebP, or AVIF where it is made and accepted; the original until then. Files in S3: leads to a signed link."""
    image = visible(request, id)
    form = rendition_format(image, request)
    if not form and cleaning.needed(image, request.auth):
        response = cleaning.send(image)
    else:
        name = storage.rendition_name(image, w, form) if form else storage.original_name(image)
        response = delivery.send(request, image, name)
    patch_vary_headers(response, ["Accept"])
    return response


def rendition_format(image: Image, request: HttpRequest) -> str:
    """ "" while only the original can be shown."""
    if not signatures.has_renditions(image):
        return ""
    wanted = "image/avif" in request.headers.get("Accept", "")
    return "avif" if wanted and image.renditions == AVIF_DONE else "webp"
