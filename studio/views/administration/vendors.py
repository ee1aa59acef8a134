"""The administrators' page of vendors: what runs and waits at each, pauses by hand, limits of parallel work."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from gallery import audit
from gallery.audit import Act
from studio.lifecycle import pauses, turns
from studio.models import InstanceSettings
from studio.models.instance import ONLY
from studio.vendors import pause_by_hand, vendor_names, vendor_rows
from studio.views.administration.administrators import administrators_only
from studio.views.requests import Request

MINUTES = (0, 10, 60, 240)  # 0: until somebody lifts it


class LimitsForm(forms.ModelForm):
    """Empty is no limit."""

    class Meta:
        model = InstanceSettings
        fields = ("parallel_per_person", "parallel_per_vendor")
        labels = {
            "parallel_per_person": gettext_lazy("Pictures at once per person"),
            "parallel_per_vendor": gettext_lazy("Pictures at once per vendor"),
        }
        help_texts = {
            "parallel_per_person": gettext_lazy("Sent and not yet answered. Empty: no limit."),
            "parallel_per_vendor": gettext_lazy("Empty: no limit. People take turns for the places."),
        }


class PauseForm(forms.Form):
    minutes = forms.TypedChoiceField(choices=[(str(n), "") for n in MINUTES], coerce=int)


@require_safe
@administrators_only
def vendors(request: Request) -> HttpResponse:
    return page(request, LimitsForm(instance=InstanceSettings.current()))


@require_POST
@administrators_only
def save_limits(request: Request) -> HttpResponse:
    InstanceSettings.objects.get_or_create(pk=ONLY)
    form = LimitsForm(request.POST, instance=InstanceSettings.objects.get(pk=ONLY))
    if not form.is_valid():
        return page(request, form, status=422)
    with transaction.atomic():
        form.instance.save(update_fields=form.Meta.fields)
        changed = {name: {"from": form.initial.get(name), "to": form.cleaned_data[name]} for name in form.changed_data}
        if changed:
            audit.record(Act.SETTINGS_CHANGED, by=request.user, details=changed)
    turns.memory.forget()
    messages.success(request, _("Limits saved."))
    return redirect("vendors")


@require_POST
@administrators_only
def pause(request: Request, vendor: str) -> HttpResponse:
    """By hand, until a time or until it is lifted. What is already sent goes on."""
    form = PauseForm(request.POST)
    if not form.is_valid():
        raise Http404
    pause_by_hand(known(vendor), minutes=form.cleaned_data["minutes"], by=request.user)
    messages.success(request, _("%(vendor)s is paused. What is already sent goes on.") % {"vendor": vendor})
    return redirect("vendors")


@require_POST
@administrators_only
def lift(request: Request, vendor: str) -> HttpResponse:
    if pauses.lift(known(vendor)):
        messages.success(request, _("%(vendor)s is open again.") % {"vendor": vendor})
    return redirect("vendors")


def known(vendor: str) -> str:
    if vendor not in vendor_names():
        raise Http404
    return vendor


def page(request: Request, form: LimitsForm, *, status: int = 200) -> HttpResponse:
    context = {"vendors": vendor_rows(), "form": form, "minutes": MINUTES, "tab": "vendors", "administers": True}
    return render(request, "studio/vendors.html", context, status=status)
