"""How people get in: who may sign up, invitations into the studio, who needs a second factor."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gallery.models import Entrance, Welcome
from gallery.people import welcoming
from gallery.views.signed_in import SignedIn
from studio.people.entrance_forms import EntranceForm, WelcomeForm
from studio.views.administration.administrators import administrators_only

SHOWN = 100


@require_safe
@never_cache
@administrators_only
def entrance(request: SignedIn) -> HttpResponse:
    return page(request)


@require_POST
@administrators_only
def save(request: SignedIn) -> HttpResponse:
    form = EntranceForm(request.POST, instance=Entrance.current(), by=request.user)
    if not form.is_valid():
        return page(request, status=422, form=form)
    welcoming.save_entrance(form.save(commit=False), by=request.user)
    messages.success(request, _("Saved. It counts from now on."))
    return redirect("entrance")


@require_POST
@never_cache
@administrators_only
def invite(request: SignedIn) -> HttpResponse:
    """The link, which this answer alone shows; mailed too where an address is given."""
    form = WelcomeForm(request.POST, auto_id="invite-%s")
    if not form.is_valid():
        return page(request, status=422, invite_form=form)
    try:
        made, token = welcoming.invite(by=request.user, **form.cleaned_data)
    except welcoming.NotInvited as refusal:
        return page(request, status=409, problem=str(refusal))
    sent = welcoming.mail(made, token) if made.email else None
    return page(request, status=201, invited=made, invited_by=welcoming.address_of(token), sent=sent)


@require_POST
@administrators_only
def revoke(request: SignedIn, pk: UUID) -> HttpResponse:
    if welcoming.revoke(get_object_or_404(Welcome, pk=pk), by=request.user):
        messages.success(request, _("The invitation is taken back."))
    return redirect("entrance")


def page(request: SignedIn, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "form": EntranceForm(instance=Entrance.current()),
        "invite_form": WelcomeForm(auto_id="invite-%s"),
        "welcomes": Welcome.objects.open().prefetch_related("groups")[:SHOWN],
        "tab": "entrance",
        "administers": True,
    }
    return render(request, "people/entrance.html", context | more, status=status)
