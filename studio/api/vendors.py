"""Vendors: who is paused and since when; an administrator sets and lifts a pause."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Router, Status
from pydantic import BaseModel, Field

from gallery.access import is_administrator
from gallery.api.auth import ApiRequest
from gallery.api.problems import Problem, documented
from studio.api.orders import STRICT
from studio.lifecycle import pauses
from studio.models import VendorPause
from studio.vendors import pause_by_hand, vendor_names
from studio.waits import pause_words, paused

router = Router()

A_WEEK = 7 * 24 * 60  # minutes
VendorName = Annotated[str, Path(max_length=40, description="As models name it, such as Baidu.")]


class VendorOut(BaseModel):
    name: str
    models: int
    paused: bool
    since: datetime | None
    until: datetime | None = Field(description="When one generation tries again; null until somebody lifts it.")
    reason: str = Field(description="A code as in a generation's reason; empty when paused by hand.")
    failures: int = Field(description="Tries that failed since.")
    detail: str


class VendorList(BaseModel):
    items: list[VendorOut]


class PauseIn(BaseModel):
    model_config = STRICT | {"json_schema_extra": {"examples": [{"minutes": 60}]}}

    minutes: int | None = Field(default=None, ge=1, le=A_WEEK, description="null: until it is lifted.")


@router.get("/vendors", response={200: VendorList, **documented()}, operation_id="list_vendors", summary="List vendors")
def list_vendors(request: HttpRequest) -> VendorList:
    """Every vendor of the catalogue. While one is paused its generations wait; what is already sent goes on."""
    down = paused()
    return VendorList(items=[shown(name, count, down.get(name)) for name, count in vendor_names().items()])


@router.put(
    "/vendors/{vendor}/pause",
    response={200: VendorOut, **documented(400, 403, 404, 413, 415, 422)},
    operation_id="pause_vendor",
    summary="Pause a vendor",
)
def pause_vendor(request: ApiRequest, vendor: VendorName, body: PauseIn) -> VendorOut:
    """For administrators. Nothing more is sent to it; after the time one generation tries, then all go."""
    pause_by_hand(administered(request, vendor), minutes=body.minutes or 0, by=request.auth)
    return shown(vendor, vendor_names()[vendor], paused().get(vendor))


@router.delete(
    "/vendors/{vendor}/pause",
    response={204: None, **documented(403, 404)},
    operation_id="lift_pause",
    summary="Lift a pause",
)
def lift_pause(request: ApiRequest, vendor: VendorName) -> Status[None]:
    """For administrators. What waits goes on within seconds; lifting twice is no error."""
    pauses.lift(administered(request, vendor))
    return Status(204, None)


def administered(request: ApiRequest, vendor: str) -> str:
    if vendor not in vendor_names():
        raise Problem(404)
    if not is_administrator(request.auth):
        raise Problem(403, "Only administrators pause vendors.")
    return vendor


def shown(name: str, models: int, pause: VendorPause | None) -> VendorOut:
    return VendorOut(
        name=name,
        models=models,
        paused=pause is not None,
        since=pause.since if pause else None,
        until=pause.until if pause else None,
        reason=pause.reason if pause else "",
        failures=pause.failures if pause else 0,
        detail=pause_words(pause) if pause else "",
    )
