"""Usage: what was spent in a time, by day, model, person and state; the ledger; all of it as CSV."""

import csv
from calendar import monthrange
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gallery.access import is_administrator
from studio.money.budgets import Room
from studio.usage import approvals, chart, sums
from studio.usage.filters import SERIES, UsageForm, projects_seen, today
from studio.usage.lines import line_of, lines, table
from studio.views.composer.picker import monogram
from studio.views.requests import Request
from studio.views.spending.budget_rows import rooms_seen

LATEST = 8  # lines below the overview
A_PAGE = 100


@require_safe
def overview(request: Request) -> HttpResponse:
    form = UsageForm(request.GET, user=request.user)
    books, series = form.books(), request.GET.get("by", "")
    series = series if series in SERIES else "model"
    models, people = sums.by_model(books), sums.by_person(books)
    daily = sums.by_day(books, form.days, series)
    named = {
        "model": lambda: sums.names_of_models(models),
        "person": lambda: sums.names_of_people(people),
        "project": lambda: sums.names_of_projects(projects_seen(request.user), daily),
    }[series]()
    drawn, totals = chart.draw(daily, form.days, named), sums.totals(books)
    approved = approvals.by_model(form)
    number = sum(approved.values())
    context = frame_of(request, form) | {
        "tab": "overview",
        "totals": totals,
        "approved": number,
        "per_approved": approvals.each(totals.spent, number),
        "series": series,
        "chart": drawn,
        "models": [row | {"monogram": monogram(row["vendor"])} for row in approvals.beside(models, approved)],
        "colours": drawn.colours if series == "model" else {},
        "people": people,
        "most": max((amount for _, amount, _ in people), default=Decimal(0)),
        "states": sums.by_word(sums.by_state(books)),
        "rooms": [(room, pace(room)) for room in rooms_seen(request.user, sandbox=form.sandbox)],
        "lines": [line_of(entry) for entry in lines(form.entries())[:LATEST]],
    }
    return render(request, "usage/index.html", context, status=200 if form.is_valid() else 422)


@require_safe
def ledger(request: Request) -> HttpResponse:
    form = UsageForm(request.GET, user=request.user)
    page = Paginator(lines(form.entries()), A_PAGE).get_page(request.GET.get("page"))
    context = frame_of(request, form) | {"tab": "ledger", "page": page, "lines": [line_of(entry) for entry in page]}
    return render(request, "usage/ledger.html", context, status=200 if form.is_valid() else 422)


@require_safe
def export(request: Request) -> HttpResponse | StreamingHttpResponse:
    """The lines of the filter. A wrong filter is told on the page, never answered with everything."""
    form = UsageForm(request.GET, user=request.user)
    if not form.is_valid():
        return overview(request)
    first, last = form.days
    response = StreamingHttpResponse(written(form), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="usage-{first}-{last}.csv"'
    response["Cache-Control"] = "no-store"
    return response


class Echo:
    """A file that gives back what is written."""

    def write(self, line: str) -> str:
        return line


def written(form: UsageForm) -> Iterator[str]:
    writer = csv.writer(Echo())
    for row in table(form.entries()):
        yield writer.writerow(row)


def frame_of(request: Request, form: UsageForm) -> dict[str, Any]:
    query = request.GET.copy()
    for name in ("by", "page"):
        query.pop(name, None)
    first, last = form.days
    return {
        "form": form,
        "first": first,
        "last": last,
        "query": query.urlencode(),
        "demo_book": form.sandbox,
        "narrowed": form.chosen_names,
        "everybody": is_administrator(request.user),
    }


def pace(room: Room) -> tuple[int, int, Decimal]:
    """Day of the month, its days, and the US dollars that it comes to if the month goes on like this."""
    day = today()
    days = monthrange(day.year, day.month)[1]
    return day.day, days, room.used * days / day.day
