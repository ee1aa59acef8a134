"""GET /models: what may be asked of each model."""

from datetime import datetime
from typing import Any

from ninja import Router
from pydantic import BaseModel, Field

from gallery.api.auth import ApiRequest
from gallery.api.problems import documented
from gallery.api.shapes import dollars
from studio import catalogue, offer
from studio.catalogue import Asked, ModelSpec, Option
from studio.catalogue.rules import judged
from studio.models import VendorPause
from studio.waits import paused

router = Router()


class OptionOut(BaseModel):
    """One parameter that the model takes. Leave it out for its default."""

    name: str
    label: str
    type: str = Field(description="choice, integer, number, boolean or string.")
    choices: list[Any] | None = Field(description="The values of a choice; suggestions for a string.")
    min: float | None
    max: float | None
    step: float | None
    max_length: int | None = Field(description="Characters.")
    default: Any = Field(description="null: not set.")
    required: bool
    help: str
    advanced: bool
    only_with: list[str] = Field(description="Rules that tie it to other options, as sentences.")


class ReferencesOut(BaseModel):
    max: int = Field(description="How many pictures it takes; 0: none.")
    required: bool
    min: int
    formats: list[str]
    max_bytes: int | None = Field(description="Per picture.")
    roles: dict[str, int] = Field(description="References with a role, beside those: how many of each.")


class ModelOut(BaseModel):
    id: str = Field(description="What a run's models[].id takes.", examples=["openai/gpt-image-1.5"])
    label: str
    vendor: str = Field(description="The company that made it.")
    strength: str = Field(description="What it is good at, in a line.")
    options: list[OptionOut]
    aspects: list[str] = Field(description="Shapes as w:h, and auto where the model may choose.")
    default_aspect: str
    sizes: dict[str, list[int]] = Field(description="Pixels, width and height, per shape where known.")
    references: ReferencesOut
    mask: bool
    images_per_call: int
    prompt_max: int | None = Field(description="Characters.")
    prompt_required: bool
    price: float | None = Field(description="US dollars for one picture with every default; null when unknown.")
    usual_seconds: float
    retired: bool = Field(description="Not offered any more; its pictures stay.")
    retired_since: str | None = Field(description="A date.")
    may_use: bool = Field(description="Whether you may ask it; false for a retired one too.")
    why_not: str = Field(description="Why you may not, in a sentence; empty where you may.")
    down_since: datetime | None = Field(description="Its vendor is paused since then: runs wait. Null: it answers.")


class ModelList(BaseModel):
    items: list[ModelOut]


@router.get("/models", response={200: ModelList, **documented()}, operation_id="list_models", summary="List models")
def list_models(request: ApiRequest) -> ModelList:
    """Every model of the catalogue in the order of the picker, with its options and limits. Not paged."""
    down = paused()
    return ModelList(items=[model_of(spec, down.get(spec.vendor)) for spec in offer.all_models(request.auth)])


def model_of(spec: ModelSpec, pause: VendorPause | None) -> ModelOut:
    rule = spec.references
    return ModelOut(
        id=spec.id,
        label=spec.label,
        vendor=spec.vendor,
        strength=spec.strength,
        options=[option_of(option) for option in spec.options],
        aspects=[aspect.ratio for aspect in spec.aspects],
        default_aspect=spec.default_aspect,
        sizes={aspect.ratio: list(aspect.size) for aspect in spec.aspects if aspect.size},
        references=ReferencesOut(
            max=rule.max,
            required=rule.min > 0,
            min=rule.min,
            formats=list(rule.formats),
            max_bytes=rule.max_bytes,
            roles={name: role.max for name, role in rule.roles.items()},
        ),
        mask=spec.mask is not None,
        images_per_call=spec.images_per_call,
        prompt_max=spec.prompt_max,
        prompt_required=spec.prompt_required,
        price=usual_price(spec),
        usual_seconds=spec.usual_seconds,
        retired=spec.retired,
        retired_since=spec.retired_since or None,
        may_use=spec.offered,
        why_not=" ".join(judged(spec)),
        down_since=pause.since if pause else None,
    )


def option_of(option: Option) -> OptionOut:
    return OptionOut(
        name=option.name,
        label=option.label,
        type=option.type,
        choices=list(option.choices) or None,
        min=option.min,
        max=option.max,
        step=option.step,
        max_length=option.max_length,
        default=option.default,
        required=option.required,
        help=option.help,
        advanced=option.advanced,
        only_with=[rule.message for rule in option.conditions if rule.message],
    )


def usual_price(spec: ModelSpec) -> float | None:
    """One picture with everything at its default, and with the references that the model cannot do without."""
    options = {option.name: option.default for option in spec.options}
    aspect = spec.aspect(spec.default_aspect)
    size = aspect.size if aspect else None
    asked = Asked(spec, "", options, spec.default_aspect, 1, (1,), spec.lane, (), size)
    return dollars(catalogue.quote_call(asked, 1, spec.references.min))
