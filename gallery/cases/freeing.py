"""Pictures that wait because of the block list, and would not if a hash were allowed, or blocked no more."""

from dataclasses import dataclass

from gallery.cases import deciding, listing, reasons
from gallery.cases.deciding import NotJudged, Verdict
from gallery.files.looks import unsigned
from gallery.judging import block_list
from gallery.models import Case, Image, ListedHash, User
from gallery.models.case import CaseKind, Outcome
from gallery.models.image import Moderation
from gallery.search.likeness import near_to

REASON = "harmless"


@dataclass(frozen=True, slots=True)
class Freed:
    """``left``: somebody else judges them now, or they are the person's own."""

    released: int = 0
    left: int = 0


def by_case(case: Case) -> list[Case]:
    """With the likeness of its picture on the allow list; not itself."""
    value = block_list.hash_of(case.image) if case.image else 0
    return [one for one in by_allowing(value) if one.pk != case.pk]


def by_allowing(value: int) -> list[Case]:
    """With this hash (unsigned) on the allow list; MOST at most, the oldest first. A constant number of queries."""
    return waiting(value, allowed=value) if value else []


def by_taking_off(row: ListedHash) -> list[Case]:
    """With this row off its list. An allowed one holds nothing."""
    value = unsigned(row.dhash)
    return waiting(value, off=value) if row.list == block_list.BLOCK else []


def waiting(value: int, **changed: int) -> list[Case]:
    hidden = Image.objects.filter(moderation=Moderation.HIDDEN)
    near = near_to(value, hidden, within=block_list.threshold())
    free = block_list.unheld([other for _bits, other in near.values()], **changed)
    rows = Case.objects.waiting().filter(kind=CaseKind.PICTURE)
    found = rows.filter(subject_id__in=[pk for pk, (_bits, other) in near.items() if other in free])
    return list(found.select_related("person").order_by("id"))


def release(cases: list[Case], *, by: User, reason: str = REASON) -> Freed:
    """Each for itself, without a note: they are other people's than the one decided about."""
    fits = reasons.fits(CaseKind.PICTURE, Outcome.RELEASED, reason)
    verdict = Verdict(Outcome.RELEASED, reason if fits else REASON)
    released = sum(released_too(case, verdict, by=by) for case in cases)
    listing.forget_counts()
    return Freed(released, len(cases) - released)


def released_too(case: Case, verdict: Verdict, *, by: User) -> bool:
    try:
        deciding.decide(case, verdict, by=by)
    except NotJudged:
        return False
    return True
