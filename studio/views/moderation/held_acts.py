"""What a moderator does with a case: take it, give it back, look, decide, pass it on."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gallery import access
from gallery.cases import claiming, deciding, listing, looking
from gallery.judging import block_list
from gallery.models import Case
from gallery.views.signed_in import SignedIn, moderators_only
from studio.held import verdicts
from studio.views.moderation.held import PLACES, case_of, may_judge, show, tab_of

LISTED: dict[str, Any] = {
    block_list.BLOCK: gettext_lazy("Pictures that look like it are held from now on; older ones are looked through"),
    block_list.ALLOW: gettext_lazy("Pictures that look like it pass from now on"),
}
COVER_KEPT = 3600  # seconds that a browser keeps a cover


class VerdictForm(forms.Form):
    outcome = forms.CharField(max_length=9, required=False)
    reason = forms.CharField(max_length=24, required=False)
    note = forms.CharField(max_length=2000, required=False)
    alike = forms.BooleanField(required=False)
    allow = forms.BooleanField(required=False)
    phrase = forms.CharField(max_length=80, required=False)
    allow_likeness = forms.BooleanField(required=False)
    block_likeness = forms.BooleanField(required=False)


@require_POST
@moderators_only
def decide(request: SignedIn, pk: UUID) -> HttpResponse:
    """On to the next. 403 for one's own, 409 where somebody was faster, 422 for a reason that does not fit."""
    case, form = case_of(pk), VerdictForm(request.POST)
    if not form.is_valid():
        problem = _("The note or the phrase is too long: 2000 and 80 characters at most.")
        return show(request, case, status=422, problem=problem, sent=request.POST.dict())
    told = form.cleaned_data
    verdict = deciding.Verdict(told["outcome"], told["reason"], told["note"])
    extras = verdicts.Extras(told["phrase"] if told["allow"] else "", told["allow_likeness"], told["block_likeness"])
    try:
        done = verdicts.judge(case, verdict, by=request.user, with_alike=told["alike"], extras=extras)
    except deciding.NotJudged as refusal:
        return refused(request, pk, refusal, told)
    messages.success(request, words_of(case, done))
    return onward(request, case)


def refused(request: SignedIn, pk: UUID, refusal: deciding.NotJudged, sent: dict[str, Any]) -> HttpResponse:
    """The case as it is now, under what happened."""
    status = {deciding.OwnItem: 403, deciding.BadVerdict: 422, verdicts.BadExtra: 422}.get(type(refusal), 409)
    return show(request, case_of(pk), status=status, problem=str(refusal), sent=sent)


def words_of(case: Case, done: verdicts.Done) -> str:
    said = _("%(outcome)s: %(title)s") % {"outcome": case.get_outcome_display(), "title": case.title[:60]}
    if done.alike:
        said += ". " + ngettext("%(n)d more like it, too", "%(n)d more like it, too", done.alike) % {"n": done.alike}
    if done.allowed:
        said += ". " + _("The phrase passes from now on")
    if done.listed:
        said += f". {LISTED[done.listed]}"
    if done.freed:
        told = ngettext("%(n)d that waited is released", "%(n)d that waited are released", done.freed)
        said += ". " + told % {"n": done.freed}
    if done.left:
        said += ". " + ngettext("%(n)d is left to others", "%(n)d are left to others", done.left) % {"n": done.left}
    return f"{said}."


def onward(request: SignedIn, case: Case) -> HttpResponse:
    """The next that nobody has; the list where there is none."""
    tab = tab_of(request)
    following = listing.next_for(request.user, case, listing.TABS.get(tab, ()))
    if following is None:
        return redirect(PLACES[tab])
    query = f"?{urlencode({'tab': tab})}" if tab != "waiting" else ""
    return redirect(reverse("held-item", args=[following.pk]) + query)


@require_POST
@moderators_only
def pass_on(request: SignedIn, pk: UUID) -> HttpResponse:
    case = case_of(pk)
    username = request.POST.get("to", "")
    to = claiming.others(case, by=request.user).filter(username=username).first() if username else None
    if username and to is None:
        return show(request, case, status=422, problem=_("Choose a moderator of the list."), sent=request.POST.dict())
    if not claiming.pass_on(case, by=request.user, to=to):
        return show(request, case_of(pk), status=409, problem=deciding.told_meanwhile(case))
    name = to.name if to else _("whoever comes")
    messages.success(request, _("Passed on to %(name)s.") % {"name": name})
    return onward(request, case)


@require_POST
@moderators_only
def claim(request: SignedIn, pk: UUID) -> HttpResponse:
    """Holds the lease longer. 409 says who has it, or what was decided."""
    case = case_of(pk)
    if claiming.claim(case, by=request.user):
        return HttpResponse(status=204)
    if case.waits and not may_judge(request, case):
        return JsonResponse({"detail": deciding.own_words(case, request.user)}, status=403)
    return JsonResponse({"detail": deciding.told_meanwhile(case)}, status=409)


@require_POST
@moderators_only
def unclaim(request: SignedIn, pk: UUID) -> HttpResponse:
    claiming.unclaim(case_of(pk), by=request.user)
    return HttpResponse(status=204)


@require_safe
@moderators_only
def cover(request: SignedIn, pk: UUID) -> HttpResponse:
    """A few blurred pixels: no more of it leaves before somebody said to look."""
    case = case_of(pk)
    data = looking.cover_of(case.image) if case.image and access.can_look_at_case(request.user, case) else None
    if data is None:
        raise Http404
    return HttpResponse(data, content_type="image/webp", headers={"Cache-Control": f"private, max-age={COVER_KEPT}"})


@require_POST
@never_cache
@moderators_only
def look(request: SignedIn, pk: UUID) -> HttpResponse | FileResponse:
    """The picture itself, and that this moderator saw it is written down. 409 while somebody else judges it; 404 where
    it is its owner's alone again.
    """
    case = case_of(pk)
    if not access.can_look_at_case(request.user, case):
        raise Http404
    holder = case.holder()
    if holder is not None and holder.pk != request.user.pk:
        return JsonResponse({"detail": deciding.told_meanwhile(case)}, status=409)
    try:
        file, kind = looking.look(case, by=request.user)
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(file, content_type=kind, headers={"Cache-Control": "private, no-store"})
