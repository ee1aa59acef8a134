"""Models: which there are, who may use each and why not; administrators switch them. Everybody may look."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gallery.access import is_administrator
from studio import offer
from studio.administration import listing, switching
from studio.administration.listing import ModelLine
from studio.catalogue import ModelSpec, UnknownModel
from studio.views.administration.administrators import administrators_only
from studio.views.composer.picker import monogram
from studio.views.requests import Request


@require_safe
def index(request: Request) -> HttpResponse:
    shown = [(line, monogram(line.spec.vendor)) for line in listing.lines(request.user)]
    context = frame_of(request) | {"lines": shown, "on": sum(line.on for line, _mark in shown)}
    return render(request, "administration/models.html", context)


@require_safe
def detail(request: Request, model: str) -> HttpResponse:
    return render(request, "administration/model.html", frame_of(request) | of_one(request, known(model)))


@require_POST
@administrators_only
def switch(request: Request, model: str) -> HttpResponse:
    """``on`` says what it is to be: on or off, the latter with a reason that everybody reads."""
    spec, by = known(model), request.user
    if request.POST.get("on") == "on":
        switching.switch_on(spec.id, by=by)
        messages.success(request, _("%(model)s is on again.") % {"model": spec.label})
    else:
        switching.switch_off(spec.id, by=by, why=request.POST.get("why", "").strip())
        messages.success(request, _("%(model)s is off. What is already queued goes on.") % {"model": spec.label})
    return redirect("models") if "list" in request.POST else redirect("model", spec.id)


@require_POST
@administrators_only
def again(request: Request, model: str) -> HttpResponse:
    spec = known(model)
    if switching.offer_again(spec.id, by=request.user):
        messages.success(request, _("%(model)s is offered again.") % {"model": spec.label})
    return redirect("model", spec.id)


def known(model: str) -> ModelSpec:
    try:
        return offer.get(model)
    except UnknownModel:
        raise Http404 from None


def of_one(request: Request, spec: ModelSpec) -> dict[str, Any]:
    line: ModelLine = next(line for line in listing.lines(request.user) if line.spec.id == spec.id)
    return {"line": line, "spec": line.spec, "mark": monogram(spec.vendor)}


def frame_of(request: Request) -> dict[str, Any]:
    return {"tab": "models", "administers": is_administrator(request.user)}
