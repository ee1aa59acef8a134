"""A file that gives back the recipe it carries, and the price book: what each model costs, and writing a price."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from ninja import File, Router
from ninja.files import UploadedFile
from pydantic import BaseModel, Field

from gallery.access import is_administrator
from gallery.api.auth import ApiRequest
from gallery.api.problems import documented, invalid
from studio import catalogue, offer
from studio.administration import pricing
from studio.api.orders import STRICT
from studio.catalogue import ModelSpec
from studio.composing.recovering import recover
from studio.models import PriceRevision
from studio.views.spending.prices import ADMINISTRATORS, MOST, STEP, plain, words_of

router = Router()


class PartOut(BaseModel):
    label: str
    told: str = Field(description="As the file says it.")
    name: str = Field(description="The composer's field that takes it; empty where none does.")
    value: str
    note: str


class RecipeOut(BaseModel):
    """``image``: the very same bytes are kept here. Otherwise what the file's metadata says."""

    image: UUID | None
    tool: str
    parts: list[PartOut]


@router.post(
    "/recipes", response={200: RecipeOut, **documented(400, 403, 413, 415, 422)}, operation_id="recover_recipe"
)
def recover_recipe(
    request: ApiRequest, file: Annotated[UploadedFile, File(description="A picture, up to 50 MB.")]
) -> RecipeOut:
    """Reads a picture's recipe out of the file: ours, and the common texts of other tools. Nothing of it is kept."""
    if not file.size or file.size > settings.UPLOAD_MAX_BYTES:
        raise invalid({"file": ["Send a file of up to 50 MB that is not empty."]})
    found = recover(file.read(), request.auth)
    parts = [
        PartOut(label=part.label, told=part.told, name=part.name, value=part.value, note=part.note)
        for part in found.parts
    ]
    return RecipeOut(image=found.image.pk if found.image else None, tool=found.tool, parts=parts)


class PriceRowOut(BaseModel):
    when: dict[str, Any] = Field(description="What the row is for, such as a quality; empty for any picture.")
    words: str
    amount: float | None = Field(description="US dollars a picture; null where it is not known.")
    per_megapixel: float


class PriceOut(BaseModel):
    model: str
    label: str
    version: str = Field(description="Of the book that it is quoted by now.")
    written_at: datetime | None = Field(description="Of an administrator's revision; null for the shipped price.")
    rows: list[PriceRowOut]


class PriceList(BaseModel):
    items: list[PriceOut]


class PriceIn(BaseModel):
    model_config = STRICT

    model: str = Field(max_length=100, description="An id of GET /models.")
    amounts: list[float | None] | None = Field(
        description="US dollars of each row in its order, null where unknown; null instead of a list: as shipped again."
    )
    source: str = Field(default="", max_length=200, description="Where it is from.")


@router.get("/prices", response={200: PriceList, **documented()}, operation_id="list_prices", summary="The price book")
def list_prices(request: ApiRequest) -> PriceList:
    """Every model's rows, the first that fits counts. Not paged."""
    written: dict[str, datetime] = {}
    for model, at in PriceRevision.objects.order_by("pk").values_list("model", "at"):
        written[model] = at
    return PriceList(items=[price_of(spec, written.get(spec.id)) for spec in offer.all_models()])


@router.put(
    "/prices",
    response={200: PriceOut, **documented(400, 403, 413, 415, 422)},
    operation_id="write_price",
    summary="Write a price",
)
def write_price(request: ApiRequest, body: PriceIn) -> PriceOut:
    """For administrators. A new revision counts from the next press; earlier ones and what was quoted by them stay."""
    if not is_administrator(request.auth):
        raise PermissionDenied(ADMINISTRATORS)
    spec = offer.get(body.model)
    rows = None if body.amounts is None else rows_of(spec, body.amounts)
    source = "" if rows is None else body.source.strip() or "Set here"
    made = pricing.write(spec.id, rows, source=source, by=request.auth)
    return price_of(offer.get(spec.id), made.at)


def rows_of(spec: ModelSpec, amounts: list[float | None]) -> list[dict[str, Any]]:
    known = spec.prices or (None,)
    if len(amounts) != len(known):
        raise invalid({"amounts": [f"This price has {len(known)} rows."]})
    rows = []
    for row, amount in zip(known, amounts, strict=True):
        value = Decimal(str(amount or 0))
        if not (value.is_finite() and 0 <= value <= MOST and value == value.quantize(STEP)):
            raise invalid({"amounts": ["Dollars up to 1000, with four decimals at most."]})
        more = plain(row.per_megapixel) if row and row.per_megapixel else "0"
        when = dict(row.when) if row else {}
        rows.append({"amount": plain(value), "when": when, "per_megapixel": more, "unknown": amount is None})
    return rows


def price_of(spec: ModelSpec, at: datetime | None) -> PriceOut:
    rows = [
        PriceRowOut(
            when=dict(row.when),
            words=words_of(spec, row),
            amount=None if row.unknown else float(row.amount),
            per_megapixel=float(row.per_megapixel or 0),
        )
        for row in spec.prices
    ]
    return PriceOut(model=spec.id, label=spec.label, version=catalogue.version_of(spec), written_at=at, rows=rows)
