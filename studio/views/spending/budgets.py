"""Budgets: what is left of each, and setting them. Administrators set all, a team's owners the team's."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from gallery.access import is_administrator
from studio.models import Kind
from studio.money import asking, budgets
from studio.money.outlook import in_demo
from studio.money.scopes import EVERYBODY, Scope
from studio.usage.filters import BOOKS
from studio.views.requests import Request
from studio.views.spending.budget_rows import rooms_seen, settable

MOST = Decimal("99999999.99")


class BudgetForm(forms.Form):
    """``of`` is a kind and, after a colon, the id of its subject: "team:0193…", "instance:"."""

    of = forms.ChoiceField(label=gettext_lazy("For"))
    limit = forms.DecimalField(
        label=gettext_lazy("Dollars a month"),
        min_value=0,
        max_value=MOST,
        decimal_places=2,
        help_text=gettext_lazy("0: nothing that costs may run."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    book = forms.ChoiceField(label=gettext_lazy("Books"), choices=BOOKS)

    def __init__(self, *args: Any, user: Any, **kwargs: Any):
        super().__init__(*args, **{"auto_id": "budget-%s", **kwargs})
        words = {Kind.TEAM: _("Teams"), Kind.PROJECT: _("Projects"), Kind.PERSON: _("People")}
        groups: list[Any] = [(f"{EVERYBODY.kind}:", _("This studio"))] if is_administrator(user) else []
        for kind, choices in settable(user).items():
            if choices:
                groups.append((words[Kind(kind)], [(f"{kind}:{id}", name) for id, name in choices]))
        of: Any = self.fields["of"]
        of.choices = groups
        self.may = bool(groups)

    @property
    def scope(self) -> Scope:
        kind, _colon, subject = self.cleaned_data["of"].partition(":")
        return Scope(Kind(kind), subject)

    @property
    def sandbox(self) -> bool:
        return self.cleaned_data["book"] == "demo"


@require_safe
def index(request: Request) -> HttpResponse:
    demo = book_shown(request)
    return show(request, BudgetForm(user=request.user, initial={"book": "demo" if demo else "true"}), demo)


@require_POST
def save(request: Request) -> HttpResponse:
    """Sets or changes one. What this person may not set is no choice of the form."""
    form = BudgetForm(request.POST, user=request.user)
    if not form.is_valid():
        return show(request, form, request.POST.get("book") == "demo", status=422)
    budgets.set_limit(form.scope, form.cleaned_data["limit"], sandbox=form.sandbox, by=request.user)
    messages.success(request, _("The budget is set."))
    return back(form.sandbox)


@require_POST
def remove(request: Request) -> HttpResponse:
    kind, _colon, subject = request.POST.get("of", "").partition(":")
    sandbox = request.POST.get("book") == "demo"
    if kind in Kind.values:
        budgets.set_limit(Scope(Kind(kind), subject), None, sandbox=sandbox, by=request.user)
    return back(sandbox)


def back(sandbox: bool) -> HttpResponse:
    return redirect(f"{reverse('budgets')}?book={'demo' if sandbox else 'true'}")


def book_shown(request: Request) -> bool:
    book = request.GET.get("book", "")
    return book == "demo" if book in ("demo", "true") else in_demo(request.user)


def show(request: Request, form: BudgetForm, demo: bool, status: int = 200) -> HttpResponse:
    found, all_of_them = rooms_seen(request.user, sandbox=demo), is_administrator(request.user)
    known = {choice for group in settable(request.user).values() for choice, _name in group}
    mine = [room for room in found if all_of_them or room.scope.subject in known]
    context = {"tab": "budgets", "form": form, "rooms": found, "settable": mine, "demo_book": demo}
    context |= {"everybody": all_of_them, "wishes": wishes_of(request)}
    return render(request, "usage/budgets.html", context, status=status)


def wishes_of(request: Request) -> list[dict[str, Any]]:
    """What others ask this person for, with the limit that one press would raise it to."""
    found = [(row, asking.room_of(row)) for row in asking.open_to(request.user)]
    return [
        {"row": row, "name": asking.place_name(asking.scope_of(row)), "limit": asking.suggested(row, room)}
        for row, room in found
        if room
    ]
