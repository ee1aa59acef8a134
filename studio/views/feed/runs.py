"""A run and what can be done to it. Every act works as a plain form; for htmx it answers with an event instead."""

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gallery.remembered import one_look
from studio import submission
from studio.catalogue import Invalid
from studio.composing import standing_in
from studio.composing.forms import ComposerForm, as_uuid, new_key
from studio.lifecycle import NotPossible, cancel, check_again, close_as_charged, close_as_free
from studio.models import Generation, Run, State
from studio.models.generation import RUNNING
from studio.money.budgets import OverBudget
from studio.money.outlook import agreed
from studio.views.composer.composing import composer_context
from studio.views.composer.money import dear, outlook_again, outlook_of
from studio.views.composer.pressing import press, started
from studio.views.composer.references import take_uploads
from studio.views.composer.studio import feed_context, stream_url
from studio.views.feed.tiles import queued_word, waiting_state
from studio.views.feed.wall import hang, running_of
from studio.views.requests import Request
from studio.waits import Waits, waits_of
from studio.words import worded

REFUSED = (NotPossible, Invalid, OverBudget)
KEY = re.compile(r"[\x20-\x7e]{0,200}")
WAITING_TOLD = 200
BAD_KEY = gettext_lazy("The key of this press cannot be read. Reload the page and press again.")


@require_POST
@one_look()
def create(request: Request) -> HttpResponse:
    """Generate. Errors stand at their fields and nothing that was typed is lost; the same key again is the same run."""
    images, errors = take_uploads(request)
    form = ComposerForm(request.POST, user=request.user, wanted=[str(image.pk) for image in images])
    for error in errors:
        form.add_error(None, error)
    if form.is_valid() and form.order:
        question = dear(form, request.POST.get("confirmed", ""))
        if question:
            return asked(request, form, question)
        try:
            run, said = press(form, by=request.user)
            return told(request, run.pk, said=said, key=new_key())
        except Invalid as invalid:
            form.take(invalid.errors)
        except OverBudget as refusal:
            form.add_error(None, str(refusal))
    return rejected(request, form)


def asked(request: Request, form: ComposerForm, question: dict[str, Any]) -> HttpResponse:
    """The composer as it was posted, with the question in the place of its buttons."""
    context = composer_context(form, key=form.value("key")[:200]) | question | {"asking": True}
    if request.htmx:
        return render(request, "studio/_composer.html", context | {"prefilled": True})
    return render(request, "studio/index.html", feed_context(request, "") | context | {"prefilled": True})


def rejected(request: Request, form: ComposerForm) -> HttpResponse:
    context = composer_context(form, show_errors=True, key=form.value("key")[:200])
    if request.htmx:
        return render(request, "studio/_composer.html", context, status=422)
    return render(request, "studio/index.html", feed_context(request, "") | context | {"prefilled": True}, status=422)


@require_safe
def detail(request: Request, pk: UUID) -> HttpResponse:
    """One run on a page of its own; for the live page the fragment alone, with what is running in a header."""
    run = get_object_or_404(Run.objects.visible_to(request.user).with_generations(), pk=pk)
    context: dict[str, Any] = {"run": hang([run])[0]}
    if request.headers.get("X-Fragment"):
        response = render(request, "studio/_run.html", context)
        response["X-Running"] = str(running_of(request.user))
        response["Cache-Control"] = "no-store"
        return response
    context |= {"stream_url": stream_url(request), "running": running_of(request.user)}
    return render(request, "studio/run.html", context)


@require_POST
def cancel_run(request: Request, pk: UUID) -> HttpResponse:
    """What is queued is taken back for free; what was sent is wished away, and charged as it truly is."""
    run = run_of(request, pk)
    for generation in run.generations.filter(state__in=("held", *RUNNING)):
        cancel(generation, by=request.user)
    return told(request, run.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def retry_failed(request: Request, pk: UUID) -> HttpResponse:
    """Those that the button named, so that a second press tries none of the new ones again."""
    run, given = run_of(request, pk), request.POST or request.GET
    named = [as_uuid(text) for text in given.getlist("row")]
    rows = list(run.generations.filter(pk__in=named, state__in=submission.RETRYABLE).select_related("run"))
    if not rows:
        return told(request, run.pk)
    return gated(request, rows, lambda: [submission.retry(row, by=request.user) for row in rows])


@require_http_methods(["GET", "HEAD", "POST"])
def again(request: Request, pk: UUID) -> HttpResponse:
    """The whole run once more, as a new one on top. The same key again is the same run.

    A dear one is asked about once, on a page of its own: what a GET shows.
    """
    run = run_of(request, pk)
    key = request.POST.get("key", "")
    if not KEY.fullmatch(key):
        return HttpResponseBadRequest(BAD_KEY, content_type="text/plain; charset=utf-8")
    try:
        outlook = outlook_again(run, by=request.user)
        if request.method != "POST":
            context = {"run": run, "outlook": outlook, "fields": [("key", new_key())], "action": request.path}
            return render(request, "studio/ask.html", context)
        if not outlook.over and not agreed(outlook, request.POST.get("confirmed", "")):
            return elsewhere(request, reverse("run-again", args=[run.pk]))
        fresh, _ = submission.run_again(run, by=request.user, idempotency_key=key)
    except (Invalid, OverBudget) as refusal:
        return told(request, run.pk, failed=worded(str(refusal)))
    if request.POST.get("next") == "bench":
        return HttpResponseRedirect(reverse("run-bench", args=[fresh.pk]))
    return told(request, fresh.pk, said=started(fresh), again={"run": str(run.pk), "key": new_key()})


def elsewhere(request: Request, address: str) -> HttpResponse:
    """To another page, also from htmx."""
    return HttpResponse(status=204, headers={"HX-Redirect": address}) if request.htmx else HttpResponseRedirect(address)


@require_POST
def cancel_generation(request: Request, pk: UUID) -> HttpResponse:
    generation = generation_of(request, pk)
    free = cancel(generation, by=request.user)
    said = "" if free or generation.ended else gettext("It was sent already. What still comes goes to the trash.")
    return told(request, generation.run_id, said=said)


@require_http_methods(["GET", "HEAD", "POST"])
def retry_generation(request: Request, pk: UUID) -> HttpResponse:
    generation = generation_of(request, pk)
    return gated(request, [generation], lambda: submission.retry(generation, by=request.user))


@require_http_methods(["GET", "HEAD", "POST"])
def resend(request: Request, pk: UUID) -> HttpResponse:
    generation = generation_of(request, pk)
    return gated(request, [generation], lambda: submission.send_again(generation, by=request.user))


@require_http_methods(["GET", "HEAD", "POST"])
def instead(request: Request, pk: UUID) -> HttpResponse:
    """Another model in the place of one whose vendor is paused."""
    generation = generation_of(request, pk)
    model = (request.POST or request.GET).get("model", "")
    return gated(request, [generation], lambda: standing_in.instead(generation, model, by=request.user), model=model)


def gated(request: Request, rows: list[Generation], act: Callable[[], Any], *, model: str = "") -> HttpResponse:
    """Does what costs once more, but a dear one is asked about first, on a page of its own: what a GET shows."""
    run = rows[0].run
    try:
        outlook = outlook_of(rows, by=request.user, model=model)
    except REFUSED as refusal:
        return told(request, run.pk, failed=worded(str(refusal)))
    fields = [("row", str(row.pk)) for row in rows] if "row" in (request.POST or request.GET) else []
    fields += [("model", model)] if model else []
    if request.method != "POST":
        context = {"run": run, "outlook": outlook, "fields": fields, "action": request.path}
        return render(request, "studio/ask.html", context)
    if not outlook.over and not agreed(outlook, request.POST.get("confirmed", "")):
        return elsewhere(request, f"{request.path}?{urlencode(fields)}")
    return attempted(request, run.pk, act)


@require_safe
def waiting(request: Request) -> JsonResponse:
    """What the queued tiles of this person say now, by generation: the page asks while it shows any."""
    own = Run.objects.visible_to(request.user)
    rows = list(Generation.objects.filter(run__in=own, state=State.QUEUED)[:WAITING_TOLD])
    waits = waits_of(rows)
    told = {str(row.pk): queued_state(row, waits) for row in rows}
    return JsonResponse(told, headers={"Cache-Control": "no-store"})


def queued_state(row: Generation, waits: Waits) -> dict[str, str]:
    """``state`` as the tile carries it; ``word`` where only that changed."""
    pause = waits.pause_of(row)
    return {"paused": waiting_state(pause)} if pause else {"word": queued_word(row, waits)}


@require_POST
def close_charged(request: Request, pk: UUID) -> HttpResponse:
    generation = generation_of(request, pk)
    return attempted(request, generation.run_id, lambda: close_as_charged(generation, by=request.user))


@require_POST
def close_free(request: Request, pk: UUID) -> HttpResponse:
    generation = generation_of(request, pk)
    return attempted(request, generation.run_id, lambda: close_as_free(generation, by=request.user))


@require_POST
def check(request: Request, pk: UUID) -> HttpResponse:
    generation = generation_of(request, pk)
    return attempted(request, generation.run_id, lambda: check_again(generation, by=request.user))


def run_of(request: Request, pk: UUID) -> Run:
    return get_object_or_404(Run.objects.visible_to(request.user), pk=pk)


def generation_of(request: Request, pk: UUID) -> Generation:
    own = Run.objects.visible_to(request.user)
    return get_object_or_404(Generation.objects.select_related("run").filter(run__in=own), pk=pk)


def attempted(request: Request, run_id: Any, act: Callable[[], Any]) -> HttpResponse:
    """Does it, or says in the reader's words why it cannot be done."""
    try:
        act()
    except REFUSED as refusal:
        return told(request, run_id, failed=worded(str(refusal)))
    return told(request, run_id)


def toasted(request: Request, text: str, *, failed: bool = False) -> HttpResponse:
    """Says one sentence and changes nothing of the page."""
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Trigger": json.dumps({"toast": {"text": text, "failed": failed}})})
    (messages.error if failed else messages.info)(request, text)
    return HttpResponseRedirect(reverse("studio"))


def told(
    request: Request,
    run_id: Any,
    *,
    said: str = "",
    failed: str = "",
    key: str = "",
    again: dict[str, str] | None = None,
) -> HttpResponse:
    """A plain form goes back to the run; htmx gets events and swaps nothing: the page fetches what changed.

    ``key`` is the composer's next one, ``again`` the next one of a run that was run again.
    """
    if not request.htmx:
        if failed:
            messages.error(request, failed)
        return HttpResponseRedirect(f"{reverse('studio')}#run-{run_id}")
    events: dict[str, Any] = {"run-changed": {"run": str(run_id), "said": said}}
    if again:
        events["run-changed"]["again"] = again
    if key:
        events["run-started"] = {"key": key}
    if failed:
        events["toast"] = {"text": failed, "failed": True}
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(events)})
