"""Asking for more of a budget, and answering it."""

from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from studio.lifecycle import NotPossible
from studio.models import BudgetRequest, Kind
from studio.money import asking
from studio.money.scopes import Scope
from studio.views.feed.runs import toasted
from studio.views.requests import Request


@require_POST
def ask(request: Request) -> HttpResponse:
    """``ask`` is "kind:subject:book:dollars", as the refusal's button carries it."""
    try:
        kind, subject, book, amount = request.POST.get("ask", "").split(":")
        scope, asked = Scope(Kind(kind), subject), Decimal(amount)
    except (ValueError, InvalidOperation):
        return toasted(request, _("This cannot be asked for. Reload the page."), failed=True)
    if not (asked.is_finite() and 0 < asked <= asking.MOST):
        return toasted(request, _("This cannot be asked for. Reload the page."), failed=True)
    try:
        asking.ask_for_more(scope, asked, by=request.user, sandbox=book == "demo")
    except NotPossible as why:
        return toasted(request, str(why), failed=True)
    names = ", ".join(person.name for person in asking.setters_of(scope)[:3])
    return toasted(request, _("%(names)s was asked. You are told under Notices.") % {"names": names})


@require_POST
def grant(request: Request, pk: UUID) -> HttpResponse:
    """One press: the budget is raised so far that what was wanted fits."""
    return answered(request, lambda wish: asking.grant(wish, by=request.user), pk)


@require_POST
def decline(request: Request, pk: UUID) -> HttpResponse:
    return answered(request, lambda wish: asking.decline(wish, by=request.user), pk)


def answered(request: Request, act: Any, pk: UUID) -> HttpResponse:
    wish = get_object_or_404(BudgetRequest.objects.select_related("by"), pk=pk)
    try:
        act(wish)
        messages.success(request, _("%(who)s is told.") % {"who": wish.by.name})
    except NotPossible as why:
        messages.error(request, str(why))
    except PermissionDenied:
        return HttpResponse(status=404)
    return redirect(f"{reverse('budgets')}?book={'demo' if wish.sandbox else 'true'}")
