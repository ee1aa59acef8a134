"""A decision and what it moves on the studio's side, in one transaction; and the same decision for its duplicates."""

from dataclasses import dataclass, replace

from gallery.cases import allowing, deciding, freeing, likeness, listing, reasons
from gallery.cases.deciding import NotJudged, Verdict
from gallery.judging import block_list
from gallery.models import Case, User
from gallery.models.case import CaseKind, Outcome
from studio.lifecycle import NotPossible
from studio.models import Run
from studio.moderation import holding
from studio.money.budgets import OverBudget

MOST_ALIKE = 200  # decided at once


class NotCarriedOut(NotJudged):
    """The run cannot go on now, so that the case waits still; the message says why."""


class BadExtra(NotJudged):
    """What should go with the decision cannot be done; ``field`` says which part of it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Extras:
    """What is done with the decision, in its transaction. Each goes with one outcome and is nothing with the other.

    ``allow_phrase``: its rule passes these words from now on, ``allow_likeness``: so do pictures that look like it;
    both with a release. ``block_likeness``: those are held from now on, with a removal or refusal.
    """

    allow_phrase: str = ""
    allow_likeness: bool = False
    block_likeness: bool = False


NOTHING = Extras()


@dataclass(frozen=True, slots=True)
class Done:
    """How many were decided beside the first, how many were left to whoever had them, whether a phrase passes, and the
    list that the likeness is on now ("block", "allow" or ""); ``freed`` waited for a look and are released with it.
    """

    alike: int = 0
    left: int = 0
    freed: int = 0
    allowed: bool = False
    listed: str = ""


def judge(case: Case, verdict: Verdict, *, by: User, with_alike: bool = False, extras: Extras = NOTHING) -> Done:
    """Each is decided for itself: one that somebody else has is left to them. ``extras`` go with the first.

    Raises:
        NotJudged: nothing was decided.
    """
    others = list(listing.duplicates(case, by).select_related("person")[:MOST_ALIKE]) if with_alike else []
    done = decide(case, verdict, by=by, extras=extras)
    decided = sum(decided_too(other, verdict, by=by) for other in others)
    waiting = freeing.by_case(case) if done.listed == block_list.ALLOW else []
    freed = freeing.release(waiting, by=by, reason=verdict.reason)
    listing.forget_counts()
    return replace(done, alike=decided, freed=freed.released, left=len(others) - decided + freed.left)


def decided_too(case: Case, verdict: Verdict, *, by: User) -> bool:
    try:
        decide(case, verdict, by=by)
    except NotJudged:
        return False
    return True


def decide(case: Case, verdict: Verdict, *, by: User, extras: Extras = NOTHING) -> Done:
    run, done = run_of(case), Done()

    def follow(decided: Case) -> None:
        nonlocal done
        carry_out(run, decided, by=by)
        done = apply(extras, decided, by=by)

    try:
        deciding.decide(case, verdict, by=by, follow=follow)
    except OverBudget as refusal:
        if run is not None:
            holding.note_short(run, refusal)
        raise NotCarriedOut(str(refusal)) from None
    except NotPossible as refusal:
        raise NotCarriedOut(str(refusal)) from None
    return done


def apply(extras: Extras, case: Case, *, by: User) -> Done:
    """
    Raises:
        BadExtra: the decision goes with it, so that nothing is half done.
    """
    released = case.outcome == Outcome.RELEASED
    try:
        allowed = bool(released and extras.allow_phrase) and allowing.allow(case, extras.allow_phrase, by=by)
        wanted = extras.allow_likeness if released else extras.block_likeness
        return Done(allowed=allowed, listed=likeness.put(case, by=by).list if wanted else "")
    except allowing.BadPhrase as refusal:
        raise BadExtra("allow", str(refusal)) from None
    except block_list.NoLikeness as refusal:
        raise BadExtra("allow_likeness" if released else "block_likeness", str(refusal)) from None


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
