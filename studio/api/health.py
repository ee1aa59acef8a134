"""How the instance does, for administrators: the health page as data."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from ninja import Router
from pydantic import BaseModel, Field

from gallery.api.auth import ApiRequest
from gallery.api.problems import documented
from studio.administration import health, traffic
from studio.api.administration import administrator

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
