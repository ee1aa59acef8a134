"""Prompt rules: the list with what each did in 30 days, the editor, and its bench on the last prompts."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gallery import access
from gallery.access import Role
from gallery.judging import block_list, hits, rules
from gallery.judging.forms import RuleForm, data_of
from gallery.models import Rule, RuleVersion, Team
from gallery.models.rule import RuleScope
from gallery.views.signed_in import SignedIn
from studio.held import replay

ADMINISTRATORS = gettext_lazy("Administrators and the owners of a team write rules. Ask one of them.")
MEANWHILE = gettext_lazy("Somebody changed this rule meanwhile. This is how it is now; what you wrote stands below.")


@require_safe
@never_cache
def index(request: SignedIn) -> HttpResponse:
    refuse_outsiders(request)
    rows = list(
        RuleVersion.objects.filter(current=True, removed=False, rule__in=Rule.objects.visible_to(request.user))
        .select_related("rule__team", "by")
        .order_by("-active", "rule__number")
    )
    did = hits.records([row.rule_id for row in rows])
    context = {
        "tab": "rules",
        "rows": [(row, did.get(row.rule_id, hits.Record())) for row in rows],
        "writes": writes(request),
        "sets": access.is_administrator(request.user),
        "listed": block_list.counts() if access.is_moderator(request.user) else None,
    }
    return render(request, "held/rules.html", context)


def refuse_outsiders(request: SignedIn) -> None:
    if not access.is_moderator(request.user) and not writes(request):
        raise PermissionDenied(ADMINISTRATORS)


def writes(request: SignedIn) -> bool:
    return access.is_administrator(request.user) or own_teams(request).exists()


def own_teams(request: SignedIn) -> Any:
    """Teams that this person may make rules for."""
    if access.is_administrator(request.user):
        return Team.objects.order_by("name")
    mine = Team.objects.filter(memberships__user=request.user, memberships__role=Role.OWNER)
    return mine.order_by("name") if access.is_acting(request.user) else mine.none()


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: SignedIn) -> HttpResponse:
    if not writes(request):
        raise PermissionDenied(ADMINISTRATORS)
    form = RuleForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return show(request, form)
    team, wrong = team_of(request)
    if not form.is_valid() or wrong:
        return show(request, form, status=422, wrong=wrong)
    trial = replay.replay(form.columns, team=team)
    if asks(request, trial):
        return show(request, form, trial=trial)
    made = rules.create(team=team, by=request.user, columns=form.columns)
    messages.success(request, _("Rule %(number)s counts from now on.") % {"number": made.rule.number})
    return redirect("held-rules")


def team_of(request: SignedIn) -> tuple[Team | None, str]:
    """The team chosen; what is wrong where that is none of theirs, or everybody's and they may not."""
    named = request.POST.get("team", "")
    found = next((team for team in own_teams(request) if str(team.pk) == named), None)
    if found or (not named and access.is_administrator(request.user)):
        return found, ""
    return None, _("Choose a team that you own.")


def asks(request: SignedIn, trial: replay.Replay) -> bool:
    """Whether the page shows the bench instead: it was asked for, or the rule fires on so much that it is confirmed."""
    if "try" in request.POST:
        return True
    return trial.broad and request.POST.get("confirmed", "") != str(trial.fires)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def edit(request: SignedIn, pk: UUID) -> HttpResponse:
    """Its editor, bench and versions; who may not write reads the same page."""
    rule = get_object_or_404(Rule.objects.visible_to(request.user).select_related("team"), pk=pk)
    last = rules.current_of(rule)
    if request.method != "POST" or last is None:
        return show(
            request, RuleForm(initial=data_of(last) if last else {}), rule=rule, trial=asked_trial(request, rule)
        )
    if not Rule.objects.editable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied(ADMINISTRATORS)
    form = RuleForm(request.POST)
    if not form.is_valid():
        return show(request, form, rule=rule, status=422)
    trial = replay.replay(form.columns, rule=rule, team=rule.team)
    if asks(request, trial):
        return show(request, form, rule=rule, trial=trial)
    return changed(request, rule, form)


def asked_trial(request: SignedIn, rule: Rule) -> replay.Replay | None:
    """By a link ("Try the rule on old prompts"): as it is now."""
    columns = replay.columns_of(rule)
    return replay.replay(columns, rule=rule, team=rule.team) if "try" in request.GET and columns else None


def changed(request: SignedIn, rule: Rule, form: RuleForm) -> HttpResponse:
    seen = request.POST.get("seen", "")
    try:
        version = rules.change(rule, seen=int(seen) if seen.isdecimal() else 0, by=request.user, columns=form.columns)
    except rules.ChangedMeanwhile:
        return show(request, form, rule=rule, status=409, wrong=str(MEANWHILE))
    told = {"number": rule.number, "version": version.version}
    messages.success(request, _("Rule %(number)s, version %(version)s counts from now on.") % told)
    return redirect("held-rule", rule.pk)


@require_POST
def remove(request: SignedIn, pk: UUID) -> HttpResponse:
    rule = get_object_or_404(Rule.objects.visible_to(request.user), pk=pk)
    if not Rule.objects.editable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied(ADMINISTRATORS)
    if rules.remove(rule, by=request.user):
        messages.success(
            request, _("Rule %(number)s fires no more. What it held stays held.") % {"number": rule.number}
        )
    return redirect("held-rules")


def show(
    request: SignedIn,
    form: RuleForm,
    *,
    rule: Rule | None = None,
    trial: replay.Replay | None = None,
    status: int = 200,
    wrong: str = "",
) -> HttpResponse:
    versions = list(rule.versions.select_related("by").order_by("-version")[:20]) if rule else []
    context = {
        "tab": "rules",
        "form": form,
        "rule": rule,
        "versions": versions,
        "last": versions[0] if versions else None,
        "trial": trial,
        "asks": trial is not None and trial.broad and "try" not in request.POST and form.is_bound,
        "wrong": wrong,
        "did": hits.records([rule.pk]).get(rule.pk, hits.Record()) if rule else None,
        "effect": replay.effect_on_holds(rule, form.columns) if rule and trial and form.is_bound else None,
        "teams": [] if rule else own_teams(request),
        "everybodys": access.is_administrator(request.user),
        "writes": Rule.objects.editable_by(request.user).filter(pk=rule.pk).exists() if rule else True,
        "team_scope": rule is not None and rule.scope == RuleScope.TEAM,
    }
    return render(request, "held/rule.html", context, status=status)
