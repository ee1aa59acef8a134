"""Generations: try again, cancel, and decide about one whose fate is unknown."""

from collections.abc import Callable
from typing import Annotated, Any, Literal
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Path, Router, Status
from pydantic import BaseModel, Field

from gallery.api.auth import ApiRequest
from gallery.api.problems import documented
from gallery.api.shapes import base_of
from studio import lifecycle, submission
from studio.api.orders import STRICT
from studio.api.shapes import GenerationOut, generation_of
from studio.composing import standing_in
from studio.models import Generation
from studio.waits import waits_of

router = Router()

GenerationId = Annotated[UUID, Path(description="A generation's id.")]
Verdict = Literal["charged", "free", "resend", "check"]


VERDICTS: dict[Verdict, Callable[..., Any]] = {
    "charged": lifecycle.close_as_charged,
    "free": lifecycle.close_as_free,
    "resend": submission.send_again,
    "check": lifecycle.check_again,
}


class VerdictIn(BaseModel):
    model_config = STRICT | {"json_schema_extra": {"examples": [{"as": "resend"}]}}

    verdict: Verdict = Field(
        alias="as",
        description="charged or free: close it so. resend: send it again, at its price. check: look the task up again.",
    )


class InsteadIn(BaseModel):
    model_config = STRICT | {"json_schema_extra": {"examples": [{"model": "doubao/doubao-seedream-4-5"}]}}

    model: str = Field(max_length=100, description="A model's id, of a vendor that is not paused.")


@router.get(
    "/generations/{id}",
    response={200: GenerationOut, **documented(404)},
    operation_id="get_generation",
    summary="Look at a generation",
)
def get_generation(request: ApiRequest, id: GenerationId) -> GenerationOut:
    return shown(request, id)


@router.post(
    "/generations/{id}/retry",
    response={201: GenerationOut, **documented(402, 403, 404, 409, 422)},
    operation_id="retry_generation",
    summary="Try again",
)
def retry_generation(request: ApiRequest, id: GenerationId) -> Status[GenerationOut]:
    """A new generation in the place of one that failed, was refused or was cancelled; twice gives the same one.

    One whose fate is unknown may have been charged: use resolve for it.
    """
    row = submission.retry(mine(request, id), by=request.auth)
    return Status(201, shown(request, row.pk))


@router.post(
    "/generations/{id}/cancel",
    response={200: GenerationOut, **documented(403, 404)},
    operation_id="cancel_generation",
    summary="Cancel a generation",
)
def cancel_generation(request: ApiRequest, id: GenerationId) -> GenerationOut:
    """Free while it is queued. Once sent, its pictures lie in the trash and cost as they do."""
    lifecycle.cancel(mine(request, id), by=request.auth)
    return shown(request, id)


@router.post(
    "/generations/{id}/resolve",
    response={200: GenerationOut, **documented(400, 402, 403, 404, 409, 413, 415, 422)},
    operation_id="resolve_generation",
    summary="Decide about an unknown one",
)
def resolve_generation(request: ApiRequest, id: GenerationId, body: VerdictIn) -> GenerationOut:
    """For one in state unknown: nobody answered, and it may have been charged. Answers with the new one on resend."""
    row = mine(request, id)
    made = VERDICTS[body.verdict](row, by=request.auth)
    return shown(request, made.pk if made else row.pk)


@router.post(
    "/generations/{id}/instead",
    response={201: GenerationOut, **documented(400, 402, 403, 404, 409, 413, 415, 422)},
    operation_id="use_another_model",
    summary="Use another model instead",
)
def use_another_model(request: ApiRequest, id: GenerationId, body: InsteadIn) -> Status[GenerationOut]:
    """For a queued one whose vendor is paused: it is cancelled for free, and the same is asked of another model."""
    made = standing_in.instead(mine(request, id), body.model, by=request.auth)
    return Status(201, shown(request, made.pk))


def mine(request: ApiRequest, id: UUID) -> Generation:
    rows = Generation.objects.filter(run__owner=request.auth).select_related("run__owner")
    return get_object_or_404(rows.prefetch_related("outputs__image"), pk=id)


def shown(request: ApiRequest, id: UUID) -> GenerationOut:
    row = mine(request, id)
    return generation_of(row, base_of(request), owner=request.auth, waits=waits_of([row]))
