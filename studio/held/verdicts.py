"""A decision and what it moves on the studio's side, in one transaction; and the same decision for its duplicates."""

from dataclasses import dataclass
from functools import partial

from gallery.cases import allowing, deciding, listing, reasons
from gallery.cases.deciding import NotJudged, Verdict
from gallery.models import Case, User
from gallery.models.case import CaseKind, Outcome
from studio.lifecycle import NotPossible
from studio.models import Run
from studio.moderation import holding
from studio.money.budgets import OverBudget

MOST_ALIKE = 200  # decided at once


class NotCarriedOut(NotJudged):
    """The run cannot go on now, so that the case waits still; the message says why."""


@dataclass(frozen=True, slots=True)
class Done:
    """How many were decided beside the first, how many were left to whoever had them, and whether a phrase passes."""

    alike: int = 0
    left: int = 0
    allowed: bool = False


def judge(case: Case, verdict: Verdict, *, by: User, with_alike: bool = False, phrase: str = "") -> Done:
    """Each is decided for itself: one that somebody else has is left to them. ``phrase``: its rule's from now on.

    Raises:
        NotJudged: nothing was decided.
    """
    others = list(listing.duplicates(case, by).select_related("person")[:MOST_ALIKE]) if with_alike else []
    decide(case, verdict, by=by)
    decided = sum(decided_too(other, verdict, by=by) for other in others)
    allowed = bool(phrase) and case.outcome == Outcome.RELEASED and allowing.allow(case, phrase, by=by)
    listing.forget_counts()
    return Done(decided, len(others) - decided, allowed)


def decided_too(case: Case, verdict: Verdict, *, by: User) -> bool:
    try:
        decide(case, verdict, by=by)
    except NotJudged:
        return False
    return True


def decide(case: Case, verdict: Verdict, *, by: User) -> None:
    run = run_of(case)
    try:
        deciding.decide(case, verdict, by=by, follow=partial(carry_out, run, by=by))
    except OverBudget as refusal:
        if run is not None:
            holding.note_short(run, refusal)
        raise NotCarriedOut(str(refusal)) from None
    except NotPossible as refusal:
        raise NotCarriedOut(str(refusal)) from None


def run_of(case: Case) -> Run | None:
    if case.subject_kind != "run":
        return None
    return Run.objects.select_related("owner").filter(pk=case.subject_id).first()


def carry_out(run: Run | None, case: Case, *, by: User) -> None:
    """A released run is sent, or may be sent again after an appeal; a refused one ends free."""
    if run is None:
        return
    said = ". ".join(part for part in (reasons.label_of(case.reason), case.note) if part)
    if case.outcome == Outcome.RELEASED:
        holding.release(run, by=by, reason=said)
    elif case.kind == CaseKind.PROMPT:
        holding.refuse(run, by=by, reason=said)
