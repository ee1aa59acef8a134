"""A chat model's help in the composer: asked, waited for, and shown as what it would change."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gallery.recipes import diffing
from studio.catalogue import Invalid
from studio.models import Charged, HelpState, PromptHelp
from studio.moderation import reasons
from studio.money.budgets import OverBudget
from studio.prompts import helping
from studio.prompts.expanding import escaped
from studio.views.requests import Request
from studio.words import worded


@dataclass(frozen=True, slots=True)
class Trouble:
    title: str
    detail: str
    charged: str


@require_POST
def ask(request: Request) -> HttpResponse:
    """Improve the posted prompt, or describe the picture of ``image``. A plain form comes back to the studio."""
    try:
        row = helping.ask(
            by=request.user, prompt=request.POST.get("prompt", ""), image_id=request.POST.get("image", "")
        )
    except Invalid as invalid:
        return refused(request, [worded(sentence) for sentences in invalid.errors.values() for sentence in sentences])
    except OverBudget as refusal:
        return refused(request, [str(refusal)], short=refusal)
    if request.htmx:
        return fragment(request, row)
    query = QueryDict(mutable=True)
    query.update({"prompt": request.POST.get("prompt", ""), "help": str(row.pk)})
    return HttpResponseRedirect(f"{reverse('studio')}?{query.urlencode()}")


def refused(request: Request, errors: list[str], *, short: OverBudget | None = None) -> HttpResponse:
    return render(request, "prompts/_help_refused.html", {"errors": errors, "short": short}, status=422)


@require_safe
@never_cache
def detail(request: Request, pk: UUID) -> HttpResponse:
    """The fragment that the composer waits for; a page of its own where the ledger leads to it."""
    row = own(request, pk)
    return fragment(request, row) if request.htmx else page(request, row)


def fragment(request: Request, row: PromptHelp) -> HttpResponse:
    return render(request, "prompts/_help.html", help_context(row))


def page(request: Request, row: PromptHelp) -> HttpResponse:
    return render(request, "prompts/help.html", help_context(row))


@require_POST
def close_charged(request: Request, pk: UUID) -> HttpResponse:
    return closed(request, own(request, pk), charged=True)


@require_POST
def close_free(request: Request, pk: UUID) -> HttpResponse:
    return closed(request, own(request, pk), charged=False)


def closed(request: Request, row: PromptHelp, *, charged: bool) -> HttpResponse:
    """One that may have been billed, decided by its owner. A second press changes nothing."""
    helping.close(row, charged=charged)
    row.refresh_from_db()
    return fragment(request, row) if request.htmx else redirect("prompt-help", row.pk)


def own(request: Request, pk: UUID) -> PromptHelp:
    return get_object_or_404(PromptHelp.objects.filter(owner_id=request.user.pk), pk=pk)


def help_context(row: PromptHelp) -> dict[str, Any]:
    context: dict[str, Any] = {"help": row, "suggestion": escaped(row.answer)}
    if row.state == HelpState.DONE and row.asked and not row.image_id:
        context["changes"] = diffing.words(row.asked, row.answer)
    if row.state == HelpState.FAILED:
        context["trouble"] = trouble_of(row)
    return context


def trouble_of(row: PromptHelp) -> Trouble:
    """In a reader's words; an answer that is no text is told apart from no answer."""
    charged = str(Charged(row.charged).label) + "."
    if row.reason == "unreadable":
        return Trouble(_("The chat model’s answer cannot be used."), row.detail, charged)
    told = reasons.reason(row.reason, vendor=_("The chat model"), model=row.model, words=row.detail)
    return Trouble(told.title, told.detail, charged)
