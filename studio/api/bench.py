"""GET /runs/{id}/bench: a request's models in figures, over every time it was run."""

from typing import Annotated, Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Path, Router
from pydantic import BaseModel, Field

from gallery.api.auth import ApiRequest
from gallery.api.problems import documented
from gallery.api.shapes import dollars
from studio.bench import BenchRow, bench_of
from studio.models import Run

router = Router()


class BenchFigures(BaseModel):
    model: str
    model_label: str
    vendor: str
    asked: int = Field(description="Pictures.")
    delivered: int = Field(description="Pictures.")
    cost: float | None = Field(description="US dollars; null when a part of it is not known.")
    cost_each: float | None = Field(description="US dollars per delivered picture.")
    unclear: float = Field(description="US dollars that may have been charged beside it.")
    seconds: float | None = Field(description="Median of the calls that gave pictures.")
    sizes: list[list[int]] = Field(description="Pixels as delivered, width and height, each size once.")
    refused: int = Field(description="Calls, those that were tried again too.")
    failed: int = Field(description="Calls, those that were tried again too.")
    running: int = Field(description="Calls.")


class BenchPart(BenchFigures):
    """One model in one run of the series."""

    run: UUID


class BenchRowOut(BenchFigures):
    """One model over all runs of the series."""

    by_run: list[BenchPart] = Field(description="The same in each run, the first one first; empty where it is one run.")


class BenchOut(BaseModel):
    runs: list[UUID] = Field(description="The series: the same request run again, the first one first.")
    rows: list[BenchRowOut]


@router.get(
    "/runs/{id}/bench",
    response={200: BenchOut, **documented(404)},
    operation_id="get_bench",
    summary="Compare a run's models in figures",
)
def get_bench(request: ApiRequest, id: Annotated[UUID, Path(description="Any run of the series.")]) -> BenchOut:
    """Cost, seconds, delivered sizes and refusals per model, over the run and every one that repeats it."""
    own = Run.objects.visible_to(request.auth)
    run = get_object_or_404(own, pk=id)
    bench = bench_of(own.series_of(run).with_generations())
    return BenchOut(runs=[one.pk for one in bench.runs], rows=[row_out(row) for row in bench.rows])


def row_out(row: BenchRow) -> BenchRowOut:
    parts = [BenchPart(**figures_of(part), run=part.run.pk) for part in row.by_run if part.run]
    return BenchRowOut(**figures_of(row), by_run=parts)


def figures_of(row: BenchRow) -> dict[str, Any]:
    return {
        "model": row.model,
        "model_label": row.label,
        "vendor": row.vendor,
        "asked": row.asked,
        "delivered": row.delivered,
        "cost": dollars(row.cost),
        "cost_each": dollars(row.cost_each),
        "unclear": float(row.unclear),
        "seconds": None if row.seconds is None else round(row.seconds, 3),
        "sizes": [list(size) for size in row.sizes],
        "refused": row.refused,
        "failed": row.failed,
        "running": row.running,
    }
