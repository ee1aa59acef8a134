"""People: the administrators' list, and one person's page with what may be done about them."""

from collections.abc import Callable
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gallery import access
from gallery.access import Standing
from gallery.models import Membership, User
from gallery.people import finding, groups, handing, standing
from gallery.views.signed_in import SignedIn
from studio import keys
from studio.held import refusals
from studio.people import handing as everything
from studio.people import limits, profile
from studio.people.forms import FindForm, GroupsForm, HeirForm, LiftForm, ParallelForm, StandingForm, WhyForm
from studio.personal import erasing
from studio.views.administration.administrators import administrators_only

SESSIONS_SHOWN = 20


@require_safe
@administrators_only
def index(request: SignedIn) -> HttpResponse:
    form = FindForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {"q": "", "role": "", "state": ""}
    found, older = finding.page(finding.rows(**wanted), request.GET.get("cursor", ""))
    asked = request.GET.copy()
    asked.pop("cursor", None)
    context = {"people": found, "older": older, "form": form, "query": asked.urlencode(), "wanted": wanted}
    return render(request, "people/index.html", framed("people", **context))


@require_safe
@never_cache
@administrators_only
def person(request: SignedIn, username: str) -> HttpResponse:
    return page(request, get_object_or_404(User, username=username))


def somebody(username: str) -> User:
    """Of whoever was erased a number in the books is left, and nothing that anything may be done to."""
    return get_object_or_404(User, username=username, erased_at=None)


@require_POST
@administrators_only
def set_role(request: SignedIn, username: str) -> HttpResponse:
    someone, form = somebody(username), StandingForm(request.POST)
    if not form.is_valid():
        return page(request, someone, status=422, role_form=form)
    role = Standing(form.cleaned_data["role"])
    said = _("%(name)s is %(role)s now.") % {"name": someone.name, "role": role.label.lower()}
    return done(request, someone, lambda: standing.set_standing(someone, role, by=request.user), said)


@require_POST
@administrators_only
def suspend(request: SignedIn, username: str) -> HttpResponse:
    someone, form = somebody(username), WhyForm(request.POST)
    if not form.is_valid():
        return page(request, someone, status=422, why_form=form)
    return done(
        request,
        someone,
        lambda: standing.suspend(someone, why=form.cleaned_data["why"], by=request.user),
        _("%(name)s is suspended. What waits is not sent.") % {"name": someone.name},
    )


@require_POST
@administrators_only
def lift(request: SignedIn, username: str) -> HttpResponse:
    someone, form = somebody(username), LiftForm(request.POST)
    if not form.is_valid():
        return page(request, someone, status=422, lift_form=form)
    return done(
        request,
        someone,
        lambda: standing.lift(someone, why=form.cleaned_data["why"], by=request.user),
        _("The suspension is lifted. What waited goes on."),
    )


@require_POST
@administrators_only
def close(request: SignedIn, username: str) -> HttpResponse:
    someone = somebody(username)
    return done(
        request,
        someone,
        lambda: standing.close(someone, by=request.user),
        _("The account is closed: nobody signs in with it any more."),
    )


@require_POST
@administrators_only
def reopen(request: SignedIn, username: str) -> HttpResponse:
    someone = somebody(username)
    return done(request, someone, lambda: standing.reopen(someone, by=request.user), _("The account is open again."))


@require_POST
@administrators_only
def set_groups(request: SignedIn, username: str) -> HttpResponse:
    someone, form = somebody(username), GroupsForm(request.POST)
    if not form.is_valid():
        return page(request, someone, status=422, groups_form=form)
    return done(
        request,
        someone,
        lambda: groups.put_in(someone, form.cleaned_data["groups"], by=request.user),
        _("Groups saved."),
    )


@require_POST
@administrators_only
def set_parallel(request: SignedIn, username: str) -> HttpResponse:
    someone, form = somebody(username), ParallelForm(request.POST)
    if not form.is_valid():
        return page(request, someone, status=422, parallel_form=form)
    return done(
        request,
        someone,
        lambda: limits.set_parallel(someone, form.cleaned_data["parallel"], by=request.user),
        _("Saved. The workers know within seconds."),
    )


@require_POST
@administrators_only
def end_session(request: SignedIn, username: str, pk: int) -> HttpResponse:
    someone = somebody(username)
    ended = profile.end_sessions(UserSession.objects.filter(user=someone, pk=pk), of=someone, by=request.user)
    if ended:
        messages.success(request, _("That session is ended."))
    return redirect("person", someone.username)


@require_POST
@administrators_only
def end_sessions(request: SignedIn, username: str) -> HttpResponse:
    someone = somebody(username)
    profile.end_sessions(UserSession.objects.filter(user=someone), of=someone, by=request.user)
    messages.success(request, _("All sessions of %(name)s are ended.") % {"name": someone.name})
    return redirect("person", someone.username)


@require_POST
@never_cache
@administrators_only
def reset(request: SignedIn, username: str) -> HttpResponse:
    """The link, which this answer alone shows."""
    someone = somebody(username)
    return page(request, someone, status=201, reset_link=profile.reset_link(someone, by=request.user))


@require_POST
@administrators_only
def hand_over(request: SignedIn, username: str) -> HttpResponse:
    someone, form = somebody(username), HeirForm(request.POST)
    if not form.is_valid():
        return page(request, someone, status=422, heir_form=form)
    try:
        heir = handing.heir_of(someone, form.cleaned_data["heir"])
    except handing.NoHeir as refusal:
        form.add_error("heir", str(refusal))
        return page(request, someone, status=422, heir_form=form)
    handed = everything.hand_over(someone, heir=heir, by=request.user)
    told = {"n": handed.pictures, "name": heir.name}
    messages.success(request, _("Handed to %(name)s: %(n)d pictures, and all else that was theirs.") % told)
    return redirect("person", someone.username)


def done(request: SignedIn, someone: User, act: Callable[[], Any], said: str) -> HttpResponse:
    """Does it, and says so; the last administrator is told why not where it was tried."""
    try:
        act()
    except standing.LastAdministrator as refusal:
        return page(request, someone, status=409, problem=str(refusal))
    messages.success(request, said)
    return redirect("person", someone.username)


def framed(tab: str, **context: Any) -> dict[str, Any]:
    return {"tab": tab, "administers": True} | context


def page(request: SignedIn, someone: User, *, status: int = 200, **more: Any) -> HttpResponse:
    sandbox, sessions = keys.on_sandbox(), profile.sessions_of(someone)
    context = {
        "person": someone,
        "figures": profile.figures_of(someone),
        "refusals": refusals.of_person(someone) if access.is_moderator(request.user) else (),
        "owned": handing.owned(someone),
        "being_deleted": erasing.left().filter(owner=someone).count(),
        "rooms": profile.rooms_of(someone, sandbox=sandbox),
        "sandbox_book": sandbox,
        "parallel": limits.of(someone),
        "parallel_form": ParallelForm(initial={"parallel": limits.own().get(someone.pk)}),
        "memberships": Membership.objects.filter(user=someone).select_related("team").order_by("team__name"),
        "sessions": sessions[:SESSIONS_SHOWN],
        "more_sessions": max(len(sessions) - SESSIONS_SHOWN, 0),
        "role_form": StandingForm(initial={"role": someone.standing}),
        "why_form": WhyForm(),
        "lift_form": LiftForm(),
        "heir_form": HeirForm(),
        "groups_form": GroupsForm(initial={"groups": list(someone.circles.all())}),
    }
    return render(request, "people/person.html", framed("people", **context | more), status=status)
