"""The block list and the allow list of pictures' likenesses: what stands on them, one more, one less."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from gallery.access import is_administrator
from gallery.cases import freeing
from gallery.judging import block_list
from gallery.models import Case, ListedHash
from gallery.views.signed_in import SignedIn, moderators_only

PAGE = 50
ADDED: dict[str, Any] = {
    block_list.BLOCK: gettext_lazy("On the list. It counts for every new picture; older ones are looked through."),
    block_list.ALLOW: gettext_lazy("On the list. It counts for every new picture."),
}
ADMINISTRATORS = gettext_lazy("Administrators keep the lists by hand. Moderators add to them by a decision.")


class HashForm(forms.Form):
    hash = forms.CharField(label=gettext_lazy("Hash"), max_length=16, help_text=gettext_lazy("16 hexadecimal digits."))
    list = forms.ChoiceField(label=gettext_lazy("List"), choices=ListedHash.List.choices)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500)

    def clean_hash(self) -> int:
        value = block_list.read(self.cleaned_data["hash"])
        if value is None:
            raise forms.ValidationError(_("A hash has 16 digits, 0 to 9 and a to f, not all of them 0."))
        return value


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@moderators_only
def index(request: SignedIn) -> HttpResponse:
    form = HashForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not is_administrator(request.user):
            raise PermissionDenied(ADMINISTRATORS)
        if form.is_valid():
            return add(request, **form.cleaned_data)
    rows = list(page_of(request))
    context = {
        "tab": "rules",
        "form": form,
        "rows": [(row, block_list.told(block_list.unsigned(row.dhash))) for row in rows[:PAGE]],
        "more": rows[PAGE - 1].pk if len(rows) > PAGE else None,
        "counts": block_list.counts(),
        "threshold": block_list.threshold(),
        "writes": is_administrator(request.user),
    }
    return render(request, "held/hashes.html", context, status=422 if form.is_bound else 200)


def page_of(request: SignedIn) -> list[ListedHash]:
    rows = ListedHash.objects.select_related("by").order_by("-pk")
    before = request.GET.get("before", "")
    if before and not before.isdecimal():
        raise Http404
    return list((rows.filter(pk__lt=int(before[:18])) if before else rows)[: PAGE + 1])


def add(request: SignedIn, *, hash: int, list: str, reason: str) -> HttpResponse:
    waiting = freeing.by_allowing(hash) if list == block_list.ALLOW else []
    if waiting and not chosen(request):
        return ask(request, waiting, hash, offered=_("Allow it"))
    block_list.add_hash(hash, by=request.user, reason=reason, name=list)
    messages.success(request, f"{ADDED[list]} {release(request, waiting)}".strip())
    return redirect("held-hashes")


@require_POST
@moderators_only
def remove(request: SignedIn) -> HttpResponse:
    """409 with the number of pictures that nothing would hold any more, until it is said what becomes of them."""
    row = named(request).first()
    if row is None:
        return redirect("held-hashes")
    waiting = freeing.by_taking_off(row)
    if waiting and not chosen(request):
        return ask(request, waiting, block_list.unsigned(row.dhash), offered=_("Take it off"))
    if block_list.remove([row], by=request.user):
        messages.success(request, " ".join([_("Off the list."), release(request, waiting)]).strip())
    return redirect("held-hashes")


def chosen(request: SignedIn) -> bool:
    return request.POST.get("waiting") in ("release", "keep")


def release(request: SignedIn, waiting: list[Case]) -> str:
    """The pictures that nothing holds any more, where that was chosen, and what is said of it."""
    if not waiting or request.POST.get("waiting") != "release":
        return ""
    freed = freeing.release(waiting, by=request.user)
    said = ngettext(
        "%(n)d picture that waited is released.", "%(n)d pictures that waited are released.", freed.released
    )
    told = [said % {"n": freed.released}]
    if freed.left:
        told += [ngettext("%(n)d is left to others.", "%(n)d are left to others.", freed.left) % {"n": freed.left}]
    return " ".join(told)


def ask(request: SignedIn, waiting: list[Case], value: int, *, offered: str) -> HttpResponse:
    """The same request once more, with what becomes of the pictures that wait."""
    fields = [(name, request.POST[name]) for name in ("hash", "list", "reason", "row") if name in request.POST]
    context = {
        "tab": "rules",
        "fields": fields,
        "waiting": len(waiting),
        "digits": block_list.told(value),
        "offered": offered,
    }
    return render(request, "held/hash_frees.html", context, status=409)


@require_POST
@moderators_only
def search(request: SignedIn) -> HttpResponse:
    """A hash of an earlier release, which was never sought among older pictures."""
    if block_list.search_older(named(request)):
        messages.success(request, _("Older pictures are looked through. What is found waits in the queue."))
    return redirect("held-hashes")


def named(request: SignedIn) -> QuerySet[ListedHash]:
    if not is_administrator(request.user):
        raise PermissionDenied(ADMINISTRATORS)
    try:
        return ListedHash.objects.filter(uuid=UUID(request.POST.get("row", "")))
    except ValueError:
        raise Http404 from None
