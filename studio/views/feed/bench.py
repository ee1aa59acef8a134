"""The bench: one request's models side by side in figures, over every time it was run. As a page and as CSV."""

import csv
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from studio import offer
from studio.bench import Bench, BenchRow, bench_of
from studio.models import Run
from studio.views.composer.picker import monogram
from studio.views.feed.wall import again_act
from studio.views.requests import Request


@require_safe
def bench(request: Request, pk: UUID) -> HttpResponse:
    """A table, one row per model; anybody's but the owner's is 404."""
    run, found = bench_for(request, pk)
    context: dict[str, Any] = {
        "run": run,
        "bench": found,
        "rows": [(monogram(row.vendor), row) for row in found.rows],
        "again": None if found.running else again_act(run, offer.get),
    }
    return render(request, "studio/_bench.html" if request.htmx else "studio/bench.html", context)


@require_safe
def bench_csv(request: Request, pk: UUID) -> HttpResponse:
    run, found = bench_for(request, pk)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="bench-{run.pk}.csv"'
    csv.writer(response).writerows(lines_of(found))
    return response


def bench_for(request: Request, pk: UUID) -> tuple[Run, Bench]:
    own = Run.objects.visible_to(request.user)
    run = get_object_or_404(own.with_generations(), pk=pk)
    return run, bench_of(own.series_of(run).with_generations())


def lines_of(found: Bench) -> Iterator[list[Any]]:
    """Figures as a spreadsheet reads them: US dollars and seconds without units, empty where unknown."""
    yield [
        _("model"), _("vendor"), _("run"), _("started"), _("asked"), _("delivered"), _("cost (US$)"),
        _("cost per picture (US$)"), _("unclear (US$)"), _("median seconds"), _("sizes"), _("refused"), _("failed"),
    ]  # fmt: skip
    for row in found.rows:
        yield from (line_of(part, part.run or found.runs[0]) for part in row.by_run or (row,))


def line_of(row: BenchRow, run: Run) -> list[Any]:
    """One model in one run: sums are the spreadsheet's."""
    return [
        row.model,
        row.vendor,
        run.pk,
        run.created_at.isoformat(timespec="seconds"),
        row.asked,
        row.delivered,
        "" if row.cost is None else f"{row.cost:.4f}",
        "" if row.cost_each is None else f"{row.cost_each:.4f}",
        f"{row.unclear:.4f}",
        "" if row.seconds is None else f"{row.seconds:.1f}",
        " ".join(f"{width}x{height}" for width, height in row.sizes),
        row.refused,
        row.failed,
    ]
