"""The studio: the feed, the docked composer, its panel and its price."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from studio.composing.forms import ComposerForm, as_uuid
from studio.composing.option_fields import chosen_models
from studio.models import PromptHelp, Run
from studio.serving import live
from studio.views.composer.briefs import briefs
from studio.views.composer.composing import composer_context, price_context, starting_data
from studio.views.composer.helps import help_context
from studio.views.composer.panel import priced_choices
from studio.views.composer.picker import model_rows
from studio.views.composer.references import take_uploads
from studio.views.feed.batch_progress import progress_of
from studio.views.feed.wall import hang, running_of
from studio.views.requests import Request

RUNS_A_PAGE = 12
MOST_TOLD = 3  # models that an address names and nobody knows


@require_http_methods(["GET", "HEAD", "POST"])
def studio(request: Request) -> HttpResponse:
    """The page. A POST draws it again with the composer as posted: the way without script to change models."""
    before = request.GET.get("before", "")
    context = feed_context(request, before)
    if request.htmx and before:
        return render(request, "studio/_feed.html", context)
    if request.method == "POST" and "recovered" not in request.POST:
        data, wanted, errors = recomposed(request)
        form = ComposerForm(data, user=request.user, wanted=wanted)
        context |= composer_context(form, show_errors=bool(errors), key=data.get("key", ""))
        for error in errors:
            form.add_error(None, error)
        return render(request, "studio/index.html", context | {"prefilled": True})
    data, filled = starting_data(request)
    tell_unknown(request)
    context |= composer_context(ComposerForm(data, user=request.user)) | {"prefilled": bool(filled), "filled": filled}
    context["recalled"] = set(filled) - {"team"}
    context |= help_of(request)
    return render(request, "studio/index.html", context)


def tell_unknown(request: Request) -> None:
    """An address, such as a bookmark's, may name a model that no catalogue has any more: another one is chosen."""
    for id in chosen_models(request.GET)[1][:MOST_TOLD]:
        messages.warning(request, _("There is no model “%(id)s” here. Another one is chosen.") % {"id": id[:80]})


def help_of(request: Request) -> dict[str, Any]:
    """A chat model's help that the address names, to be waited for in the composer."""
    row = PromptHelp.objects.filter(owner_id=request.user.pk, pk=as_uuid(request.GET.get("help", ""))).first()
    return help_context(row) if row and "take" not in request.GET else {}


def recomposed(request: Request) -> tuple[QueryDict, list[str], list[str]]:
    """The posted composer after one of its plain buttons: reset an option, take a reference out, add files."""
    data = request.POST.copy()
    if reset := data.pop("reset", None):
        data.pop(reset[-1], None)
    if without := data.pop("without", None):
        data.setlist("reference", [id for id in data.getlist("reference") if id not in without])
    if data.pop("unmask", None):
        data["mask"] = ""
    images, errors = take_uploads(request)
    return data, [str(image.pk) for image in images], errors


def feed_context(request: Request, before: str) -> dict[str, Any]:
    """A page of runs, newest first, and where the next one starts; by keyset, so that no page costs more."""
    runs = list(page_of_runs(request, before)[: RUNS_A_PAGE + 1])
    older = runs[RUNS_A_PAGE - 1].pk if len(runs) > RUNS_A_PAGE else None
    wall = hang(runs[:RUNS_A_PAGE])
    return {
        "wall": wall,
        "batches": progress_of(run.batch for run in runs[:RUNS_A_PAGE] if run.batch),
        "older": older,
        "before": before,
        "running": running_of(request.user),
        "stream_url": stream_url(request),
        "briefs": [] if wall else briefs(request.user),
    }


def page_of_runs(request: Request, before: str) -> QuerySet[Run]:
    runs = Run.objects.visible_to(request.user).with_generations()
    edge = Run.objects.visible_to(request.user).filter(pk=as_uuid(before)).first() if before else None
    if edge is None:
        return runs
    older = Q(created_at__lt=edge.created_at) | Q(created_at=edge.created_at, pk__lt=edge.pk)
    return runs.filter(created_at__lte=edge.created_at).filter(older)


def stream_url(request: Request) -> str:
    return f"/events?t={live.token_for(request.user)}"


@require_POST
def panel(request: Request) -> HttpResponse:
    """The option panel of the posted model; chips, tray and price come along out of band."""
    form = ComposerForm(request.POST, user=request.user)
    return render(request, "studio/_panel_swap.html", composer_context(form) | {"oob": True})


@require_POST
def quote(request: Request) -> HttpResponse:
    form = ComposerForm(request.POST, user=request.user)
    context = price_context(form) | {"oob": True, "priced_choices": priced_choices(form)}
    return render(request, "studio/_quote_swap.html", context)


@require_POST
def models(request: Request) -> HttpResponse:
    """The picker's rows at the shape that is chosen now."""
    form = ComposerForm(request.POST, user=request.user)
    form.is_valid()
    return render(request, "studio/_model_rows.html", {"form": form, "models": model_rows(form)})
