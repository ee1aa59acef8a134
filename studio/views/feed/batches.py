"""Batches: a table before it runs, what became of its rows, stop and go on."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gallery.browsing import paging
from gallery.models import Team
from studio import lifecycle, offer
from studio.catalogue.counting import MAX_COUNT
from studio.composing.forms import as_uuid, first_offered
from studio.composing.places import Place
from studio.models import Batch, BatchKind, BatchState, Generation, InstanceSettings
from studio.models.generation import RUNNING
from studio.prompts import batches, tabulating
from studio.prompts.preflight import Defaults, figures_of
from studio.views.feed.batch_progress import progress_of
from studio.views.requests import Request
from studio.words import worded

BATCHES_A_PAGE = 40


@require_safe
def index(request: Request) -> HttpResponse:
    try:
        rows, older = paging.page(Batch.objects.visible_to(request.user), request.GET.get("before", ""), BATCHES_A_PAGE)
    except paging.BadCursor:
        raise Http404 from None
    counted = Batch.objects.filter(pk__in=[row.pk for row in rows]).annotate(n=Count("rows")).values_list("pk", "n")
    context = {"rows": rows, "sizes": dict(counted), "older": older, "tab": "batches"}
    return render(request, "prompts/batches.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """A table by paste or file. What cannot be read is told here; what can becomes a draft with its rows judged."""
    values = {"text": "", "title": "", "model": "", "aspect": "", "count": "1", "team": ""}
    if "from" in request.GET:
        values |= given_before(request)
    error = ""
    if request.method == "POST":
        values |= {name: request.POST.get(name, "") for name in values}
        try:
            batch = drafted(request, values)
        except tabulating.Unreadable as refusal:
            error = worded(str(refusal))
        else:
            return redirect("batch", batch.pk)
    context = {"values": values, "error": error, "tab": "table", "most": MAX_COUNT}
    context["models"] = offer.offered(request.user)
    context["teams"] = Team.objects.editable_by(request.user)
    return render(request, "prompts/table.html", context, status=422 if error else 200)


def given_before(request: Request) -> dict[str, str]:
    """The text of an earlier table, to change it."""
    batch = get_object_or_404(
        Batch.objects.visible_to(request.user), pk=as_uuid(request.GET["from"]), kind=BatchKind.TABLE
    )
    return {"text": batch.source, "title": batch.title, "team": str(batch.team_id or ""), **batch.defaults}


def drafted(request: Request, values: dict[str, str]) -> Batch:
    file = request.FILES.get("file")
    text = values["text"]
    if file is not None:
        if (file.size or 0) > tabulating.MOST_BYTES:
            raise tabulating.Unreadable(
                _("The file is larger than %(most_bytes)s MB. Split it.") % {"most_bytes": tabulating.MOST_BYTES >> 20}
            )
        text = tabulating.decoded(file.read())
    table = tabulating.read(text)
    defaults = Defaults(values["model"] or first_offered(request.user).id, values["aspect"], values["count"] or "1")
    teams = Team.objects.editable_by(request.user)
    team = next((team for team in teams if str(team.pk) == values["team"]), None)
    batch, _new = batches.draft(
        table,
        defaults,
        by=request.user,
        source=text,
        title=values["title"] or ((file.name or "").rpartition(".")[0] if file else ""),
        place=Place(team),
    )
    return batch


@require_safe
def detail(request: Request, pk: UUID) -> HttpResponse:
    return shown(request, own(request, pk))


def shown(request: Request, batch: Batch, *, ask: bool = False) -> HttpResponse:
    rows = list(batch.rows.select_related("run"))
    columns = list(dict.fromkeys(name for row in rows for name in row.request["models"][0]["options"]))
    context = {
        "batch": batch,
        "rows": rows,
        "columns": columns,
        "figures": figures_of(rows),
        "progress": progress_of([batch])[batch.pk],
        "labels": {spec.id: spec.short_label for spec in offer.all_models()},
        "several": any(len(row.request["models"]) > 1 for row in rows),
        "ask": ask,
        "tab": "batches",
    }
    return render(request, "prompts/batch.html", context, status=409 if ask else 200)


@require_safe
@never_cache
def head(request: Request, pk: UUID) -> HttpResponse:
    """How far it is, with its buttons; asked for again and again while it goes."""
    batch = own(request, pk)
    context = {"batch": batch, "progress": progress_of([batch])[batch.pk]}
    return render(request, "prompts/_batch_head.html", context)


@require_POST
def start(request: Request, pk: UUID) -> HttpResponse:
    """Begins or goes on. A dear one asks once."""
    batch = own(request, pk)
    if batch.state == BatchState.DRAFT and "confirmed" not in request.POST and is_dear(batch):
        return shown(request, batch, ask=True)
    batches.start(batch)
    if batch.state == BatchState.STOPPED and batch.note:
        messages.error(request, batches.note_of(batch))
    return came_from(request, batch)


def is_dear(batch: Batch) -> bool:
    """Rows of unknown price count at the instance's ceiling, as in a budget."""
    settings, figures = InstanceSettings.current(), figures_of(list(batch.rows.all()))
    counted = figures.total + settings.price_ceiling * figures.unknown_pictures
    return settings.ask_above is not None and counted > settings.ask_above


@require_POST
def stop(request: Request, pk: UUID) -> HttpResponse:
    batch = own(request, pk)
    batches.stop(batch)
    return came_from(request, batch)


@require_POST
def cancel(request: Request, pk: UUID) -> HttpResponse:
    """Stops, and cancels what was sent already as far as that is possible."""
    batch = own(request, pk)
    batches.stop(batch)
    running = Generation.objects.filter(run__batch=batch, state__in=RUNNING).select_related("run")
    for generation in running:
        lifecycle.cancel(generation, by=request.user)
    return came_from(request, batch)


@require_POST
def delete(request: Request, pk: UUID) -> HttpResponse:
    """A draft alone: what ran is kept."""
    batch = own(request, pk)
    if batch.state != BatchState.DRAFT or not batches.forget(batch):
        messages.error(request, _("What ran is kept. Only a table that was never started can be deleted."))
        return redirect("batch", batch.pk)
    messages.info(request, _("“%(title)s” is deleted.") % {"title": batch.title})
    return redirect("batches")


def own(request: Request, pk: UUID) -> Batch:
    return get_object_or_404(Batch.objects.visible_to(request.user), pk=pk)


def came_from(request: Request, batch: Batch) -> HttpResponse:
    """htmx gets the head as it is now; a plain form goes to the batch's page."""
    if request.htmx:
        context: dict[str, Any] = {"batch": batch, "progress": progress_of([batch])[batch.pk]}
        return render(request, "prompts/_batch_head.html", context)
    return redirect("batch", batch.pk)
