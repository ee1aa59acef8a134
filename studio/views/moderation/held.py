"""The moderators' queue: what waits, the oldest first, and one case with all that helps to judge it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gallery import access
from gallery.cases import allowing, claiming, deciding, likeness, listing, reasons
from gallery.cases.terms import terms
from gallery.models import Case
from gallery.models.case import CaseKind
from gallery.views.signed_in import SignedIn, moderators_only
from studio.held import history, refusals
from studio.held.rows import lines_of

PLACES = {"waiting": "held", "appeals": "held-appeals", "reports": "held-reports", "decided": "held-decided"}
SEEN = ("person", "image", "claimed_by", "decided_by", "passed_by", "passed_to", "appeal_of__decided_by")


@require_safe
@never_cache
@moderators_only
def queue(request: SignedIn, tab: str = "waiting") -> HttpResponse:
    context = listed(request, tab)
    return render(request, "held/queue.html", context | {"last": None if context["rows"] else listing.last_decided()})


@require_safe
@never_cache
@moderators_only
def item(request: SignedIn, pk: UUID) -> HttpResponse:
    """Opening it takes it, as long as nobody else has it."""
    case = case_of(pk)
    if request.method == "GET":
        claiming.claim(case, by=request.user)
    return show(request, case)


def case_of(pk: UUID) -> Case:
    return get_object_or_404(Case.objects.select_related(*SEEN), pk=pk)


def tab_of(request: SignedIn, case: Case | None = None) -> str:
    """The list that somebody came from; where none is named, the one that has the case."""
    named = request.GET.get("tab", "")
    if case is not None and not case.waits:
        return "decided"
    return named if named in PLACES and named != "decided" else "waiting"


def listed(request: SignedIn, tab: str) -> dict[str, Any]:
    after = cursor(request)
    rows = listing.decided() if tab == "decided" else listing.waiting(listing.TABS[tab])
    cases, more = listing.page(rows, after)
    told = {"tab": tab} if tab not in ("waiting", "decided") else {}
    told |= {"after": str(after)} if after else {}
    query = f"?{urlencode(told)}" if told else ""
    return {
        "tab": tab,
        "rows": lines_of(cases, user=request.user, query=query),
        "more": more,
        "after": after,
        "list_url": reverse(PLACES[tab]),
        "item_query": query,
    }


def cursor(request: SignedIn) -> UUID | None:
    after = request.GET.get("after", "")
    try:
        return UUID(after) if after else None
    except ValueError:
        raise Http404 from None


def show(
    request: SignedIn, case: Case, *, status: int = 200, problem: str = "", sent: dict[str, Any] | None = None
) -> HttpResponse:
    """``sent``: what was chosen and written before the answer was no."""
    tab = tab_of(request, case)
    kinds = listing.TABS.get(tab, ())
    context = listed(request, tab) | neighbours(case, tab, kinds)
    context |= {
        "case": case,
        "problem": problem,
        "holder": case.holder(),
        "mine": case.person_id == request.user.pk,
        "may_look": access.can_look_at_case(request.user, case),
        "own_words": "" if may_judge(request, case) else deciding.own_words(case, request.user),
        "may_judge": may_judge(request, case),
        "choices": choices_of(case),
        "verbs": verbs_of(case),
        "alike": listing.up_to(listing.duplicates(case, request.user), listing.MOST) if case.waits else 0,
        "others": others_of(request, case),
        "history": history.history_of(case.person, case),
        "refusals": refusals.of_person(case.person),
        "figures": history.figures_of(case),
        "effect": allowing.effect_of(case) if case.waits and case.rule else None,
        "likeness": likeness.effect_of(case) if case.waits else None,
        "lists": likeness.lists_of(case.kind),
        "hide_after": terms().hide_after,
        "reported": case.reported.select_related("reporter") if case.kind == CaseKind.REPORT else (),
        "sent": sent or {},
    }
    return render(request, "held/item.html", context, status=status)


def may_judge(request: SignedIn, case: Case) -> bool:
    return deciding.may_judge(case, by=request.user)


def neighbours(case: Case, tab: str, kinds: Sequence[str]) -> dict[str, Any]:
    if tab == "decided":
        return {}
    return {"previous": listing.previous_of(case, kinds), "following": listing.following(case, kinds)}


def choices_of(case: Case) -> list[tuple[str, list[tuple[str, str, int]]]]:
    """Reasons by outcome with the number of their key."""
    number = 0
    rows = []
    for outcome, names in reasons.OF_KIND[case.kind].items():
        numbered = [(name, reasons.label_of(name), number + n) for n, name in enumerate(names, 1)]
        number += len(names)
        rows.append((outcome, numbered))
    return rows


def verbs_of(case: Case) -> tuple[str, str]:
    """What the two buttons do: letting it be, and its opposite."""
    return reasons.outcomes_of(case.kind)[0], reasons.outcomes_of(case.kind)[1]


def others_of(request: SignedIn, case: Case) -> list[Any]:
    """To whom it can be passed on."""
    return list(claiming.others(case, by=request.user).order_by("username")[:50])
