"""Keys: the instance's for administrators, a team's for its owners. Set, tested by a worker, never shown again."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from gallery.access import is_administrator
from gallery.models import Team
from studio.administration import keyring
from studio.models import Credential
from studio.people.account_forms import KeyForm
from studio.views.administration.administrators import ADMINISTRATORS_ONLY
from studio.views.requests import Request

OWNERS = gettext_lazy("Only the team’s owners keep its key.")


class LowForm(forms.Form):
    low_at = forms.DecimalField(required=False, min_value=Decimal(0), max_digits=10, decimal_places=2)


@require_safe
@never_cache
def index(request: Request) -> HttpResponse:
    return page(request)


@require_POST
@never_cache
@sensitive_post_parameters("key")
def save(request: Request, team: UUID | None = None) -> HttpResponse:
    """It is tested first; the one in use goes on until the gateway has accepted it."""
    of, form = kept_by(request, team), KeyForm(request.POST)
    if not form.is_valid():
        return page(request, wrong=(of, form), status=422)
    keyring.put(form.cleaned_data["key"], team=of, by=request.user)
    return redirect(onward(request))


@require_POST
def try_out(request: Request, team: UUID | None = None) -> HttpResponse:
    keyring.ask(stored(kept_by(request, team)), by=request.user)
    return redirect(onward(request))


@require_POST
def take(request: Request, team: UUID | None = None) -> HttpResponse:
    """Untested, where the gateway gave no answer."""
    keyring.take_anyway(stored(kept_by(request, team)), by=request.user)
    return redirect(onward(request))


@require_POST
def remove(request: Request, team: UUID | None = None) -> HttpResponse:
    keyring.remove(stored(kept_by(request, team)), by=request.user)
    messages.success(request, _("The key is removed."))
    return redirect("keys")


@require_POST
def low(request: Request, team: UUID | None = None) -> HttpResponse:
    row, form = stored(kept_by(request, team)), LowForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write dollars, such as 20, or nothing."))
        return redirect("keys")
    keyring.set_low(row, form.cleaned_data["low_at"], by=request.user)
    return redirect("keys")


def kept_by(request: Request, team: UUID | None) -> Team | None:
    """The team whose key it is; None for the instance's. 404 for strangers to the team, 403 for who may not."""
    if team is None:
        if not is_administrator(request.user):
            raise PermissionDenied(ADMINISTRATORS_ONLY)
        return None
    mine: Any = {one.pk: one for one in keyring.teams_of(request.user)}
    if team in mine:
        return mine[team]
    if not Team.objects.visible_to(request.user).filter(pk=team).exists():
        raise Http404
    raise PermissionDenied(OWNERS)


def stored(team: Team | None) -> Credential:
    row = keyring.row_of(team)
    if row is None:
        raise Http404
    return row


def onward(request: Request) -> str:
    return "/setup/key/" if request.POST.get("next") == "setup" else "/keys/"


def page(request: Request, *, wrong: tuple[Team | None, KeyForm] | None = None, status: int = 200) -> HttpResponse:
    administers = is_administrator(request.user)
    of, form = wrong or (None, None)
    boxes = [box_of(None, form if wrong and of is None else None)] if administers else []
    for team in keyring.teams_of(request.user):
        boxes.append(box_of(team, form if wrong and of == team else None))
    rows = [box["row"] for box in boxes if box["row"]]
    context = {"tab": "keys", "administers": administers, "boxes": boxes, "busy": any(row.asked_at for row in rows)}
    context |= {"environment": bool(settings.AIHUBMIX_API_KEY), "gateway": settings.AIHUBMIX_BASE_URL}
    return render(request, "administration/keys.html", context, status=status)


def box_of(team: Team | None, form: KeyForm | None) -> dict[str, Any]:
    path = f"/keys/teams/{team.pk}/" if team else "/keys/instance/"
    fresh = KeyForm(auto_id=f"{team.pk if team else 'instance'}-%s")
    return {"team": team, "row": keyring.row_of(team), "form": form or fresh, "path": path}
