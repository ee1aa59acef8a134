"""Running the studio: models on and off, and what would be sent to one."""

from django.core.exceptions import PermissionDenied
from ninja import Router
from pydantic import BaseModel, Field

from gallery.access import is_administrator
from gallery.api.auth import ApiRequest
from gallery.api.problems import documented
from studio import keys, offer
from studio.administration import switching
from studio.administration.rehearsing import Rehearsed, rehearse
from studio.api.offers import ModelOut, model_of
from studio.api.orders import STRICT, QuoteIn, order_of
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
    if not is_administrator(request.auth):
        raise PermissionDenied(ADMINISTRATORS)
    return request.auth


class RequestOut(BaseModel):
    """What a press would send. The key is masked, a file stands as its size."""

    model: str
    calls: int = Field(description="How many such requests; this is the first.")
    method: str
    url: str
    headers: dict[str, str]
    body: str
    warnings: list[str]


class RequestList(BaseModel):
    items: list[RequestOut]


@router.post(
    "/dry-runs",
    response={200: RequestList, **documented(400, 403, 413, 415, 422)},
    operation_id="dry_run",
    summary="Dry run",
)
def dry_run(request: ApiRequest, body: QuoteIn) -> RequestList:
    """For administrators: the first request of each model, by the code that sends it. Sends and spends nothing."""
    administrator(request)
    rehearsed = rehearse(order_of(body, request.auth), demo=keys.on_sandbox())
    return RequestList(items=[request_out(one) for one in rehearsed])


def request_out(one: Rehearsed) -> RequestOut:
    told = one.request
    return RequestOut(
        model=one.asked.spec.id,
        calls=one.calls,
        method=told.method,
        url=told.url,
        headers=dict(told.headers),
        body=told.body,
        warnings=list(one.asked.warnings),
    )
