"""Presets of the whole form: kept under a name, mine or the team's, applied, updated, deleted."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gallery.models import Team
from studio import catalogue
from studio.catalogue import Invalid
from studio.composing.forms import as_uuid
from studio.models import Preset
from studio.prompts.keeping import changeable, keep_preset, settings_in
from studio.views.requests import Request


@require_safe
def index(request: Request) -> HttpResponse:
    return listed(request)


def listed(request: Request, errors: Any = None, values: Any = None) -> HttpResponse:
    rows = list(Preset.objects.visible_to(request.user))
    context = {
        "rows": [(row, models_of(row)) for row in rows],
        "editable": set(Preset.objects.editable_by(request.user).values_list("pk", flat=True)),
        "errors": errors or {},
        "values": values or {},
        "teams": Team.objects.editable_by(request.user),
        "tab": "presets",
    }
    return render(request, "prompts/presets.html", context, status=422 if errors else 200)


def models_of(preset: Preset) -> list[str]:
    specs = catalogue.current()
    return [specs[id].short_label for id in preset.settings.get("model", []) if id in specs]


@require_POST
def save(request: Request) -> HttpResponse:
    """Keeps the posted composer under a name; where it is wrong, the list says so and keeps what was typed."""
    title, team = request.POST.get("preset_title", ""), request.POST.get("preset_team", "")
    try:
        preset = keep_preset(Preset(), by=request.user, title=title, settings=settings_in(request.POST), team=team)
    except Invalid as invalid:
        return listed(request, invalid.errors, {"title": title, "team": team, "settings": request.POST.urlencode()})
    messages.success(request, _("“%(title)s” is saved as a preset.") % {"title": preset.title})
    return applied(request, preset)


@require_POST
def update(request: Request, pk: UUID) -> HttpResponse:
    """The preset takes the settings of the posted composer."""
    preset = own(request, pk)
    try:
        keep_preset(
            preset, by=request.user, title=preset.title, settings=settings_in(request.POST), team=preset.team_id or ""
        )
    except Invalid as invalid:
        return listed(request, invalid.errors)
    messages.success(request, _("“%(title)s” has these settings now.") % {"title": preset.title})
    return applied(request, preset)


@require_POST
def delete(request: Request, pk: UUID) -> HttpResponse:
    preset = own(request, pk)
    preset.delete()
    messages.info(request, _("“%(title)s” is deleted.") % {"title": preset.title})
    return redirect("presets")


def applied(request: Request, preset: Preset) -> HttpResponse:
    """Back to the studio with the preset applied; the words come along."""
    query = request.POST.copy()
    words = {name: query.getlist(name) for name in ("prompt", "reference")}
    query.clear()
    for name, values in words.items():
        query.setlist(name, values)
    query["preset"] = str(preset.pk)
    address = f"{reverse('studio')}?{query.urlencode()}"
    return HttpResponse(status=204, headers={"HX-Redirect": address}) if request.htmx else HttpResponseRedirect(address)


def own(request: Request, pk: UUID) -> Preset:
    preset: Preset = changeable(Preset.objects, pk, by=request.user)
    return preset


def preset_context(form: Any) -> dict[str, Any]:
    """Those to choose from, the applied one, and whether the form stands otherwise than it."""
    presets = list(Preset.objects.visible_to(form.user)[:100])
    chosen = next((preset for preset in presets if preset.pk == as_uuid(form.value("preset"))), None)
    return {
        "presets": presets,
        "preset": chosen,
        "preset_changed": chosen is not None and chosen.differs_from(form.data),
    }
