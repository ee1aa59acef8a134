"""Groups: which models, how much at once, how much money and whether teams, for the people in them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gallery.models import Group
from gallery.people import finding, groups
from gallery.views.signed_in import SignedIn
from studio.people import groups as rules
from studio.people.forms import GroupForm, NewGroupForm
from studio.views.administration.administrators import administrators_only

SHOWN = 50


@require_safe
@administrators_only
def index(request: SignedIn) -> HttpResponse:
    return listed(request, NewGroupForm())


@require_POST
@administrators_only
def create(request: SignedIn) -> HttpResponse:
    form = NewGroupForm(request.POST)
    if not form.is_valid():
        return listed(request, form, status=422)
    try:
        made = groups.create(name=form.cleaned_data["name"], by=request.user)
    except groups.NameTaken as refusal:
        form.add_error("name", str(refusal))
        return listed(request, form, status=422)
    return redirect("group", made.pk)


@require_safe
@administrators_only
def group(request: SignedIn, pk: UUID) -> HttpResponse:
    found = get_object_or_404(Group, pk=pk)
    return page(request, found, GroupForm(group=found))


@require_POST
@administrators_only
def save(request: SignedIn, pk: UUID) -> HttpResponse:
    found = get_object_or_404(Group, pk=pk)
    form = GroupForm(request.POST, group=found)
    if not form.is_valid():
        return page(request, found, form, status=422)
    try:
        rules.save(found, form.told(), by=request.user)
    except groups.NameTaken as refusal:
        form.add_error("name", str(refusal))
        return page(request, found, form, status=422)
    messages.success(request, _("Saved. It counts from the next press on."))
    return redirect("group", found.pk)


@require_POST
@administrators_only
def delete(request: SignedIn, pk: UUID) -> HttpResponse:
    found = get_object_or_404(Group, pk=pk, everyone=False)
    rules.delete(found, by=request.user)
    messages.success(request, _("%(name)s is deleted.") % {"name": found.name})
    return redirect("groups")


def listed(request: SignedIn, form: NewGroupForm, status: int = 200) -> HttpResponse:
    groups.everyone()
    rows = Group.objects.select_related("rules").annotate(
        enabled=Count("rules__models", distinct=True), people=Count("members", distinct=True)
    )
    context: dict[str, Any] = {"groups": rows, "form": form, "tab": "groups", "administers": True}
    return render(request, "people/groups.html", context, status=status)


def page(request: SignedIn, found: Group, form: GroupForm, status: int = 200) -> HttpResponse:
    people, more = finding.page(finding.rows(group=found), "", SHOWN)
    context = {"group": found, "form": form, "people": people, "more": more, "tab": "groups", "administers": True}
    return render(request, "people/group.html", context, status=status)
