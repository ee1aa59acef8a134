"""Crop a picture, or lay it on a larger canvas: a new picture each time, the old one stays as it is."""

from typing import Annotated, Any

from ninja import Router, Status
from pydantic import BaseModel, ConfigDict, Field

from gallery.api.auth import ApiRequest
from gallery.api.images import ImageId, visible
from gallery.api.problems import INVALID, Problem, documented, invalid
from gallery.api.shapes import ImageOut, base_of, full
from gallery.derived import deriving
from gallery.derived.forms import CropForm, ExtendForm, ReshapeForm
from gallery.files.uploads import Unacceptable
from gallery.models import Image
from gallery.models.image import Kind

router = Router()

STRICT = ConfigDict(extra="forbid", strict=True)
Pixels = Annotated[int | None, Field(default=None, ge=0, le=65_536)]
Ratio = Annotated[str | None, Field(default=None, max_length=10, description='A shape such as "3:4", up to 8:1.')]
GONE = "The original of this picture is not there. Nothing was made."


class CropIn(BaseModel):
    """A box in pixels, all four of it; or a shape, whose largest part in the middle is taken."""

    model_config = STRICT | {"json_schema_extra": {"examples": [{"ratio": "3:4"}]}}

    ratio: Ratio
    left: Pixels
    top: Pixels
    width: Pixels
    height: Pixels


class ExtendIn(BaseModel):
    """Pixels to add at each side; or a shape, which is reached with as little as it takes."""

    model_config = STRICT | {"json_schema_extra": {"examples": [{"ratio": "16:9"}]}}

    ratio: Ratio
    left: Pixels
    top: Pixels
    right: Pixels
    bottom: Pixels


class ExtendOut(BaseModel):
    image: ImageOut = Field(description="The larger canvas, a reference for a run: its first.")
    mask: ImageOut = Field(description="The mask of the run: what is new of the canvas.")


@router.post(
    "/images/{id}/crop",
    response={201: ImageOut, **documented(400, 404, 409, 413, 415, 422)},
    operation_id="crop_image",
    summary="Crop a picture",
)
def crop_image(request: ApiRequest, id: ImageId, body: CropIn) -> Status[ImageOut]:
    """Makes a picture of your own of a part, a child of the whole with relation crop. Costs nothing."""
    image = picture(request, id)
    part = read(CropForm(body.model_dump(exclude_none=True), image=image))
    made = derived(lambda: deriving.crop(image, part, by=request.auth))
    return Status(201, full(made, base=base_of(request), user=request.auth))


@router.post(
    "/images/{id}/extend",
    response={201: ExtendOut, **documented(400, 404, 409, 413, 415, 422)},
    operation_id="extend_image",
    summary="Extend a picture's canvas",
)
def extend_image(request: ApiRequest, id: ImageId, body: ExtendIn) -> Status[ExtendOut]:
    """Makes a larger canvas and the mask of its border. Send both in a run of a model that takes masks to fill it."""
    image = picture(request, id)
    part = read(ExtendForm(body.model_dump(exclude_none=True), image=image))
    larger, mask = derived(lambda: deriving.extend(image, part, by=request.auth))
    base = base_of(request)
    made = (full(one, base=base, user=request.auth) for one in (larger, mask))
    return Status(201, ExtendOut(image=next(made), mask=next(made)))


def picture(request: ApiRequest, id: Any) -> Image:
    found = visible(request, id)
    if found.kind == Kind.MASK:
        raise Problem(404)
    return found


def read(form: ReshapeForm) -> Any:
    """The Box or Sides that the body asks for; 422 with sentences per field."""
    if form.is_valid():
        return form.part
    errors = {name: [str(sentence) for sentence in sentences] for name, sentences in form.errors.items()}
    raise invalid({("body" if name == "__all__" else name): sentences for name, sentences in errors.items()})


def derived(make: Any) -> Any:
    try:
        return make()
    except Unacceptable as refusal:
        raise Problem(422, type=INVALID, errors={"body": [str(refusal)]}) from None
    except FileNotFoundError:
        raise Problem(409, GONE) from None
