"""Setting up: where each step stands, and a page for each. Plain forms; Skip and Back are always there."""

from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import validate_email
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gallery.access import Role
from gallery.models import Team
from gallery.people import invitations, teams
from studio import keys
from studio.administration import keyring, listing, probing, setting_up, switching
from studio.models import Budget, Kind, SelfTest
from studio.money import budgets
from studio.money.scopes import EVERYBODY
from studio.people.account_forms import KeyForm
from studio.views.administration.administrators import administrators_only
from studio.views.composer.picker import monogram
from studio.views.requests import Request

MOST_ADDRESSES = 20


class MonthForm(forms.Form):
    limit = forms.DecimalField(
        label=gettext_lazy("Dollars a month"),
        min_value=Decimal(0),
        max_digits=10,
        decimal_places=2,
        help_text=gettext_lazy("For the whole studio. What would pass it is refused before it is sent."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )


class PeopleForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the team"), max_length=80)
    addresses = forms.CharField(
        label=gettext_lazy("E-mail addresses"),
        required=False,
        help_text=gettext_lazy("One a line. Each gets a link that one person uses once."),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )

    def clean_addresses(self) -> list[str]:
        found = list(dict.fromkeys(self.cleaned_data["addresses"].replace(",", "\n").split()))
        if len(found) > MOST_ADDRESSES:
            raise forms.ValidationError(_("Twenty at once at most."))
        for address in found:
            validate_email(address)
        return found


@require_safe
@administrators_only
def overview(request: Request) -> HttpResponse:
    steps = setting_up.steps()
    context = {"tab": "setup", "administers": True, "steps": steps, "left": [step for step in steps if not step.done]}
    return render(request, "administration/setup.html", context)


@require_safe
@administrators_only
@never_cache
def step(request: Request, name: str) -> HttpResponse:
    return page(request, known(name))


@require_POST
@administrators_only
def skip(request: Request, name: str) -> HttpResponse:
    setting_up.take(known(name), skipped=True, by=request.user)
    return onward(name)


@require_POST
@administrators_only
def go_on(request: Request, name: str) -> HttpResponse:
    """Done with a step that has nothing of its own to send."""
    setting_up.take(known(name), skipped=False, by=request.user)
    return onward(name)


@require_POST
@administrators_only
def set_models(request: Request) -> HttpResponse:
    """What is ticked is on. Retired ones are no choice."""
    wanted = set(request.POST.getlist("model"))
    for line in listing.lines(None):
        if line.spec.retired or line.on == (line.spec.id in wanted):
            continue
        if line.on:
            switching.switch_off(line.spec.id, by=request.user)
        else:
            switching.switch_on(line.spec.id, by=request.user)
    setting_up.take("models", skipped=False, by=request.user)
    return onward("models")


@require_POST
@administrators_only
def set_budget(request: Request) -> HttpResponse:
    form = MonthForm(request.POST)
    if not form.is_valid():
        return page(request, "budget", form=form, status=422)
    for demo in {False, keys.on_sandbox()}:
        budgets.set_limit(EVERYBODY, form.cleaned_data["limit"], sandbox=demo, by=request.user)
    setting_up.take("budget", skipped=False, by=request.user)
    return onward("budget")


@require_POST
@administrators_only
def set_people(request: Request) -> HttpResponse:
    """A team, and an invitation for each address; without one, a link to hand over. Links are shown once."""
    form = PeopleForm(request.POST)
    if not form.is_valid():
        return page(request, "people", form=form, status=422)
    by: Any = request.user
    team = Team.objects.filter(
        name=form.cleaned_data["name"], memberships__user=by, memberships__role=Role.OWNER
    ).first()
    team = team or teams.create(name=form.cleaned_data["name"], by=by)
    links = [invited(team, address, by) for address in form.cleaned_data["addresses"] or [""]]
    setting_up.take("people", skipped=False, by=by)
    return page(request, "people", links=links, team=team)


def invited(team: Team, address: str, by: Any) -> tuple[str, str, bool]:
    """(address, link, whether it was mailed)."""
    made, token = invitations.invite(team=team, role=Role.EDITOR, by=by, email=address)
    return address, invitations.address_of(token), bool(address) and invitations.mail(made, token)


def known(name: str) -> str:
    if name not in setting_up.NAMES:
        raise Http404
    return name


def onward(name: str) -> HttpResponse:
    following = setting_up.after(name)
    return redirect("setup-step", following) if following else redirect("setup")


def page(request: Request, name: str, *, status: int = 200, **more: Any) -> HttpResponse:
    shown = CONTEXTS[name]()  # before the steps: what ends meanwhile may be missing here, and never there
    context = {"steps": setting_up.steps(), "name": name, "back": setting_up.before(name)} | shown | more
    context["step"] = next(step for step in context["steps"] if step.name == name)
    return render(request, f"administration/setup_{name}.html", context, status=status)


def of_key() -> dict[str, Any]:
    row = keyring.row_of(None)
    told = {"row": row, "busy": bool(row and row.asked_at), "form": KeyForm(auto_id="instance-%s")}
    return told | {"environment": bool(settings.AIHUBMIX_API_KEY), "gateway": settings.AIHUBMIX_BASE_URL}


def of_storage() -> dict[str, Any]:
    row = SelfTest.objects.filter(name=probing.STORAGE).first()
    return {"test": row, "busy": bool(row and row.asked_at), "storage": setting_up.storage_words()}


def of_models() -> dict[str, Any]:
    lines = [(line, monogram(line.spec.vendor)) for line in listing.lines(None)]
    return {"lines": lines, "on": sum(line.on for line, _mark in lines)}


def of_budget() -> dict[str, Any]:
    row = Budget.objects.filter(kind=Kind.INSTANCE, sandbox=False).first()
    return {"form": MonthForm(initial={"limit": row.limit} if row else None), "budget": row}


def of_people() -> dict[str, Any]:
    return {"form": PeopleForm(), "links": []}


CONTEXTS: dict[str, Any] = {
    "account": dict,
    "key": of_key,
    "storage": of_storage,
    "models": of_models,
    "budget": of_budget,
    "people": of_people,
}
