"""Earlier and saved prompts: pages, the picker at the caret, and the form of a prompt's variables."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gallery.browsing import paging
from gallery.models import Team
from studio.catalogue import Invalid
from studio.models import Saved, SavedPrompt
from studio.prompts import history
from studio.prompts.filling import filled, variables
from studio.prompts.finding import holding
from studio.prompts.keeping import changeable, keep_prompt
from studio.views.requests import Request

EARLIER_A_PAGE = 40
EARLIER_IN_COMPOSER = 50
PICKED = 30
VALUE = "v-"  # fields of a prompt's variables


@require_safe
def earlier(request: Request) -> HttpResponse:
    """What this person ran, each prompt once, newest first."""
    search = request.GET.get("q", "")
    try:
        rows, older = paging.page(history.earlier(request.user, search), request.GET.get("before", ""), EARLIER_A_PAGE)
    except paging.BadCursor:
        raise Http404 from None
    context = {"rows": rows, "older": older, "q": search, "tab": "earlier"}
    return render(request, "prompts/_earlier.html" if request.htmx else "prompts/earlier.html", context)


@require_safe
def recent(request: Request) -> HttpResponse:
    """The newest ones as JSON, for Alt Up and Alt Down in the composer."""
    texts = history.earlier(request.user).values_list("text", flat=True)[:EARLIER_IN_COMPOSER]
    return JsonResponse({"items": list(texts)}, headers={"Cache-Control": "no-store"})


@require_POST
def forget(request: Request, pk: UUID) -> HttpResponse:
    """Takes one out of the history; the runs stay."""
    get_object_or_404(history.earlier(request.user), pk=pk).delete()
    messages.info(request, _("Taken out of your history. Its runs stay."))
    return redirect("prompts")


def found(user: Any, search: str) -> QuerySet[SavedPrompt]:
    return SavedPrompt.objects.visible_to(user).filter(holding(search, "title", "text"))


@require_safe
def saved(request: Request) -> HttpResponse:
    search, kind = request.GET.get("q", ""), request.GET.get("kind", Saved.PROMPT)
    rows = found(request.user, search).filter(kind=kind)[:500]
    editable = set(SavedPrompt.objects.editable_by(request.user).values_list("pk", flat=True))
    context = {"rows": rows, "editable": editable, "q": search, "kind": kind, "tab": kind}
    return render(request, "prompts/_saved.html" if request.htmx else "prompts/saved.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """A new prompt or list; ``?text=`` or ``?earlier=`` gives its words."""
    kind = Saved.LIST if request.GET.get("kind") == Saved.LIST else Saved.PROMPT
    start = {"kind": kind, "title": "", "text": request.GET.get("text", ""), "team": ""}
    if "earlier" in request.GET:
        start["text"] = history.text_of(request.user, request.GET["earlier"])
    return edited(request, SavedPrompt(), start)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, pk: UUID) -> HttpResponse:
    row = editable(request, pk)
    start = {"kind": row.kind, "title": row.title, "text": row.text, "team": str(row.team_id or "")}
    return edited(request, row, start)


def edited(request: Request, row: SavedPrompt, values: dict[str, Any]) -> HttpResponse:
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        values = {name: request.POST.get(name, "") for name in ("kind", "title", "text", "team")}
        try:
            kept = keep_prompt(row, by=request.user, **values)
        except Invalid as invalid:
            errors = dict(invalid.errors)
        else:
            messages.success(request, _("“%(title)s” is saved.") % {"title": kept.title})
            return redirect(f"{reverse('prompts-saved')}?kind={kept.kind}")
    teams = Team.objects.editable_by(request.user)
    context = {"values": values, "errors": errors, "row": None if row._state.adding else row, "teams": teams}
    return render(request, "prompts/edit.html", context | {"tab": values["kind"]}, status=422 if errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: Request, pk: UUID) -> HttpResponse:
    row = editable(request, pk)
    if request.method != "POST":
        return render(request, "prompts/delete.html", {"row": row, "tab": row.kind})
    row.delete()
    messages.info(request, _("“%(title)s” is deleted.") % {"title": row.title})
    return redirect(f"{reverse('prompts-saved')}?kind={row.kind}")


def editable(request: Request, pk: UUID) -> SavedPrompt:
    found: SavedPrompt = changeable(SavedPrompt.objects, pk, by=request.user)
    return found


@require_safe
def picker(request: Request) -> HttpResponse:
    """Saved prompts as the list of the picker; lists stand there by their ``{@name}``."""
    rows = list(found(request.user, request.GET.get("q", ""))[:PICKED])
    return render(request, "prompts/_picker_rows.html", {"rows": rows, "q": request.GET.get("q", "")})


@require_safe
def fill(request: Request, pk: UUID) -> HttpResponse:
    """The words of a saved prompt with its variables filled; asks for them first where it has any.

    A script takes the words as JSON; a plain visit goes on to the studio with them.
    """
    row = get_object_or_404(SavedPrompt.objects.visible_to(request.user), pk=pk)
    if row.kind == Saved.LIST:
        return answered(request, f"{{@{row.title}}}")
    asked = variables(row.text)
    values = {name.removeprefix(VALUE): request.GET[name] for name in request.GET if name.startswith(VALUE)}
    if asked and "filled" not in request.GET:
        template = "prompts/_fill.html" if request.headers.get("X-Fragment") else "prompts/fill.html"
        return render(request, template, {"row": row, "variables": asked, "tab": "prompt"})
    return answered(request, filled(row.text, values))


def answered(request: Request, words: str) -> HttpResponse:
    if request.headers.get("X-Fragment"):
        return JsonResponse({"text": words})
    query = QueryDict(mutable=True)
    query["prompt"] = words
    return HttpResponseRedirect(f"{reverse('studio')}?{query.urlencode()}")
