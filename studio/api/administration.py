"""Running the studio: models on and off."""

from django.core.exceptions import PermissionDenied
from ninja import Router
from pydantic import BaseModel, Field

from gallery.api.auth import ApiRequest
from gallery.api.problems import documented
from studio import offer
from studio.administration import switching
from studio.api.offers import ModelOut, model_of
from studio.api.orders import STRICT
from studio.waits import paused

router = Router()

ADMINISTRATORS = "Only administrators do this."


class SwitchIn(BaseModel):
    model_config = STRICT

    model: str = Field(max_length=100, description="An id of GET /models.")
    on: bool
    why: str = Field(default="", max_length=200, description="Why it goes off; everybody reads it.")


@router.put(
    "/models/state",
    response={200: ModelOut, **documented(400, 403, 413, 415, 422)},
    operation_id="switch_model",
    summary="Switch a model",
)
def switch_model(request: ApiRequest, body: SwitchIn) -> ModelOut:
    """For administrators: off for everybody here, or on again, also after the gateway's word that it is gone."""
    by = administrator(request)
    spec = offer.get(body.model)
    if body.on:
        switching.switch_on(spec.id, by=by)
        switching.offer_again(spec.id, by=by)
    else:
        switching.switch_off(spec.id, by=by, why=body.why.strip())
    return model_of(offer.get(spec.id, by), paused().get(spec.vendor))


def administrator(request: ApiRequest) -> object:
    if not request.auth.is_superuser:
        raise PermissionDenied(ADMINISTRATORS)
    return request.auth
