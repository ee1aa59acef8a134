"""Pictures taken away: one as another format and size, many as a ZIP, or a contact sheet."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponseBase
from ninja import Query, Router
from pydantic import BaseModel, ConfigDict, Field

from gallery.api.auth import ApiRequest
from gallery.api.files import pictures
from gallery.api.images import ImageId, visible
from gallery.api.problems import Problem, documented, invalid_form
from gallery.credentials.keeping import credentials_of
from gallery.credentials.reading import Credentials
from gallery.export import answering, chosen, naming
from gallery.export.forms import QUALITY, WIDEST, ExportForm
from gallery.export.making import Lost
from gallery.export.marking import source_type
from gallery.export.placements import PLACEMENTS
from gallery.export.sheet import MOST as MOST_ON_SHEET

router = Router()

Format = Literal["original", "png", "jpeg", "webp", "avif"]
FIELDS = ", ".join(f"{{{name}}}" for name in naming.FIELDS)


class Converted(BaseModel):
    """How pictures leave."""

    model_config = ConfigDict(extra="forbid")

    format: Format = Field(default="original", description="The original leaves byte for byte, and as large as it is.")
    quality: int = Field(default=QUALITY, ge=1, le=100, description="Of JPEG, WebP and AVIF.")
    side: int | None = Field(default=None, ge=16, le=WIDEST, description="Longest side in pixels; never enlarged.")
    placement: str = Field(default="", max_length=40, description="A name of GET /exports/placements: cut to its size.")
    anchor: Literal["start", "middle", "end"] = Field(
        default="middle", description="What a cut keeps: start is top or left."
    )
    name: str = Field(
        default=naming.DEFAULT, max_length=naming.LONGEST_TEMPLATE, description=f"File name by the fields {FIELDS}."
    )
    recipe: bool = Field(default=False, description="Prompt and model in converted files and on sheets.")


class ExportIn(Converted):
    ids: list[UUID] = Field(
        default=[], max_length=chosen.MOST, description="Pictures in the order in which they leave; or else where."
    )
    where: str = Field(
        default="",
        max_length=2000,
        description='All of a list, as the query of its page: "q=harbour&team=<id>". The newest is the first.',
    )
    kind: Literal["zip", "sheet"] = Field(default="zip", description="A sheet is a PDF.")
    sidecar: bool = Field(default=True, description="recipes.json and recipes.csv in the ZIP.")
    layout: Literal["small", "recipes", "large"] = Field(
        default="small", description=f"Of a sheet: 20, 4 or 1 a page; up to {MOST_ON_SHEET} in all."
    )


class PlacementOut(BaseModel):
    name: str
    label: str
    group: str
    width: int = Field(description="Pixels.")
    height: int = Field(description="Pixels.")


class Placements(BaseModel):
    items: list[PlacementOut]


class CredentialsOut(BaseModel):
    """Content Credentials (C2PA) within the original, as its vendor put them there."""

    state: Literal["none", "unreadable", "unchecked", "broken", "changed", "intact", "missing"] = Field(
        description="intact: the signature holds and the file is the one that was signed. changed: it is another. "
        "broken: the signature does not hold. unchecked: signed in a way not known here. missing: no original."
    )
    signer: str = Field(description="The name in the certificate. Who issued it is not checked.")
    generator: str = Field(description="What made it, as it says itself.")
    signed_at: datetime | None = Field(description="As a time stamp says.")


class ProvenanceOut(BaseModel):
    digital_source_type: str = Field(
        description="IPTC's term, as converted files carry it; empty for an upload of which nobody knows."
    )
    credentials: CredentialsOut


def files(*types: str) -> dict[str, Any]:
    binary = {"schema": {"type": "string", "format": "binary"}}
    return {"responses": {200: {"description": "The file.", "content": dict.fromkeys(types, binary)}}}


@router.get("/exports/placements", response={200: Placements, **documented()}, operation_id="list_placements",
            summary="Sizes that places ask for")  # fmt: skip
def list_placements(request: ApiRequest) -> Placements:
    """For ``placement`` of a download."""
    rows = (
        PlacementOut(name=at.name, label=str(at.label), group=str(at.group), width=at.width, height=at.height)
        for at in PLACEMENTS.values()
    )
    return Placements(items=list(rows))


@router.get(
    "/images/{id}/download",
    response={200: None, 302: None, **documented(404, 409, 422)},
    operation_id="download_image",
    summary="Download a picture in a format and size",
    openapi_extra=pictures("png", "jpeg", "webp", "avif", "gif"),
)
def download_image(request: ApiRequest, id: ImageId, how: Query[Converted]) -> HttpResponseBase:
    """Converted files carry IPTC's DigitalSourceType, and prompt and model where ``recipe`` says so."""
    image = visible(request, id)
    return made(request, how.model_dump() | {"ids": str(image.pk), "kind": "files", "sidecar": False})


@router.get(
    "/images/{id}/provenance",
    response={200: ProvenanceOut, **documented(404)},
    operation_id="get_provenance",
    summary="Say what a picture is and who signed it",
)
def get_provenance(request: ApiRequest, id: ImageId) -> ProvenanceOut:
    """Reads the original the first time that it is asked for."""
    image = visible(request, id)
    found = credentials_of(image) or Credentials("missing")
    told = CredentialsOut(state=found.state, signer=found.signer, generator=found.generator, signed_at=found.at)  # type: ignore[arg-type]
    return ProvenanceOut(digital_source_type=source_type(image), credentials=told)


@router.post(
    "/exports",
    response={200: None, **documented(400, 404, 409, 413, 415, 422)},
    operation_id="export_images",
    summary="Download many pictures as a ZIP, or as a contact sheet",
    openapi_extra=files("application/zip", "application/pdf"),
)
def export_images(request: ApiRequest, body: ExportIn) -> HttpResponseBase:
    """The ZIP's length is exact. A picture whose file is not there is named in its NOTES.txt, and the rest arrives.

    Ids that you may not see are left out. Up to 10,000 originals, or 5,000 converted pictures, leave at once.
    """
    given = body.model_dump() | {"ids": ",".join(id.hex for id in body.ids)}
    return made(request, given | {"kind": "sheet" if body.kind == "sheet" else "files"}, zipped=body.kind == "zip")


def made(request: ApiRequest, given: dict[str, Any], *, zipped: bool = False) -> HttpResponseBase:
    form = ExportForm({name: "" if value is None else value for name, value in given.items()}, user=request.auth,
                      strict=True)  # fmt: skip
    if not form.is_valid():
        raise invalid_form(form)
    try:
        return answering.zipped(form) if zipped else answering.answer(request, form)
    except Lost as lost:
        raise Problem(409, str(lost)) from None
