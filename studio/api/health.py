"""How the instance does, for administrators: the health page as data."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

from ninja import Path, Router
from pydantic import BaseModel, Field

from gallery.api.auth import ApiRequest
from gallery.api.problems import Problem, documented
from studio.administration import health, probing, setting_up, traffic
from studio.api.administration import administrator
from studio.api.orders import STRICT
from studio.models import SelfTest

router = Router()


class CheckOut(BaseModel):
    name: str
    ok: bool
    words: str
    needed: bool = Field(description="Without it /readyz is a 503.")
    ms: float | None


class QueueOut(BaseModel):
    name: str
    messages: int = Field(description="On the broker.")
    waiting: int = Field(description="Rows that are due.")
    oldest: float = Field(description="Seconds of the oldest of them.")


class HourOut(BaseModel):
    vendor: str
    hour: datetime
    calls: int
    failed: int = Field(description="By the vendor.")
    refused: int
    seconds: float | None = Field(description="Mean from send to answer.")


class WorkerOut(BaseModel):
    host: str
    pid: int
    queues: str
    started_at: datetime
    beat_at: datetime


class HealthOut(BaseModel):
    checks: list[CheckOut]
    queues: list[QueueOut]
    workers: list[WorkerOut]
    hours: list[HourOut] = Field(description="The last 24, of vendors that were asked.")
    versions: dict[str, str]


@router.get("/health", response={200: HealthOut, **documented(403)}, operation_id="health", summary="How it does")
def look(request: ApiRequest) -> dict[str, Any]:
    """For administrators."""
    administrator(request)
    return {
        "checks": [asdict(check) for check in health.checks()],
        "queues": [asdict(queue) for queue in traffic.queues()],
        "workers": [{name: getattr(row, name) for name in WorkerOut.model_fields} for row in health.alive()],
        "hours": [asdict(hour) for hour in traffic.hours()],
        "versions": asdict(health.versions()),
    }


class StorageOut(BaseModel):
    asked_at: datetime | None = Field(description="A worker tests it since then; null: it is done.")
    at: datetime | None
    ok: bool
    steps: list[dict[str, Any]] = Field(description="write, read, delete: ok, ms and what the storage said.")


@router.post(
    "/health/storage",
    response={200: StorageOut, **documented(403)},
    operation_id="test_storage",
    summary="Test storage",
)
def probe_storage(request: ApiRequest) -> StorageOut:
    """For administrators: a worker writes, reads and removes a file. Ask GET /health for what it came to."""
    administrator(request)
    probing.ask_storage(by=request.auth)
    row = SelfTest.objects.get(name=probing.STORAGE)
    return StorageOut(asked_at=row.asked_at, at=row.at, ok=row.ok, steps=row.steps)


StepName = Annotated[str, Path(max_length=40, description="account, key, storage, models, budget or people.")]


class StepOut(BaseModel):
    name: str
    done: bool
    skipped: bool


class StepList(BaseModel):
    items: list[StepOut]


class StepIn(BaseModel):
    model_config = STRICT

    skipped: bool = Field(description="false: done with it.")


@router.get("/setup", response={200: StepList, **documented(403)}, operation_id="list_setup", summary="Setting up")
def list_setup(request: ApiRequest) -> StepList:
    """For administrators: which steps are done, skipped or open."""
    administrator(request)
    return StepList(items=[StepOut(name=one.name, done=one.done, skipped=one.skipped) for one in setting_up.steps()])


@router.put(
    "/setup/{name}",
    response={200: StepList, **documented(400, 403, 404, 413, 415, 422)},
    operation_id="take_step",
    summary="Take a step",
)
def take_step(request: ApiRequest, name: StepName, body: StepIn) -> StepList:
    by = administrator(request)
    if name not in setting_up.NAMES:
        raise Problem(404)
    setting_up.take(name, skipped=body.skipped, by=by)
    return list_setup(request)
