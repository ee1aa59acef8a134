"""A decision and what it moves on the studio's side, in one transaction; and the same decision for its duplicates."""

from dataclasses import dataclass

from gallery.cases import deciding, listing
from gallery.cases.deciding import NotJudged, Verdict
from gallery.models import Case, User

MOST_ALIKE = 200  # decided at once


@dataclass(frozen=True, slots=True)
class Done:
    """How many were decided beside the first, and how many were left to whoever had them."""

    alike: int = 0
    left: int = 0


def judge(case: Case, verdict: Verdict, *, by: User, with_alike: bool = False) -> Done:
    """Each is decided for itself: one that somebody else has is left to them.

    Raises:
        NotJudged: nothing was decided.
    """
    others = list(listing.duplicates(case, by).select_related("person")[:MOST_ALIKE]) if with_alike else []
    decide(case, verdict, by=by)
    decided = sum(decided_too(other, verdict, by=by) for other in others)
    listing.forget_counts()
    return Done(decided, len(others) - decided)


def decided_too(case: Case, verdict: Verdict, *, by: User) -> bool:
    try:
        decide(case, verdict, by=by)
    except NotJudged:
        return False
    return True


def decide(case: Case, verdict: Verdict, *, by: User) -> None:
    deciding.decide(case, verdict, by=by)
