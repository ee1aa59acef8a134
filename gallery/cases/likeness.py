"""What a decision about a picture offers: pictures that look like it held from now on, or let through, and how many
there are already.
"""

from dataclasses import dataclass

from gallery.cases import freeing, reasons
from gallery.judging import block_list
from gallery.models import Case, Image, ListedHash, User
from gallery.models.case import CaseKind, Outcome
from gallery.search.likeness import MOST, alike

LIST_OF = {
    Outcome.RELEASED: block_list.ALLOW,
    Outcome.REFUSED: block_list.BLOCK,
    Outcome.REMOVED: block_list.BLOCK,
}


@dataclass(frozen=True, slots=True)
class Effect:
    """``bits`` may differ. Of others that look like it, ``pictures`` are in sight (``more``: at least so many); of
    ``past`` cases about such, ``released`` and ``removed`` were decided so; ``waiting`` would be held by none with this
    one on the allow list.
    """

    bits: int
    pictures: int
    past: int
    released: int
    removed: int
    waiting: int = 0
    more: bool = False

    @property
    def in_sight(self) -> str:
        return f"{self.pictures}+" if self.more else str(self.pictures)


def lists_of(kind: str) -> tuple[str, ...]:
    """What a case of this kind can do: nothing of a report was held by a list, so that leaving it allows nothing."""
    if kind == CaseKind.REPORT:
        return (block_list.BLOCK,)
    return (block_list.ALLOW, block_list.BLOCK)


def effect_of(case: Case) -> Effect | None:
    """None where the case is about no picture, or the picture has no hash to go by."""
    if case.image is None or case.subject_kind != "image" or not block_list.hash_of(case.image):
        return None
    within = block_list.threshold()
    near = alike(case.image, Image.objects.filter(purged_at=None), within=within)
    seen = Image.objects.filter(pk__in=near, moderation="", trashed_at=None).count()
    about = Case.objects.decided().filter(subject_id__in=near, kind__in=(CaseKind.PICTURE, CaseKind.REPORT))
    told = [*about.exclude(outcome=Outcome.WITHDRAWN).values_list("outcome", flat=True)[:MOST]]
    released, removed = told.count(Outcome.RELEASED), told.count(Outcome.REMOVED)
    freed = len(freeing.by_case(case)) if block_list.ALLOW in lists_of(case.kind) else 0
    return Effect(within, seen, len(told), released, removed, freed, more=len(near) == MOST)


def put(case: Case, *, by: User) -> ListedHash:
    """The picture's likeness on the list that goes with the decision, in its transaction.

    Raises:
        block_list.NoLikeness.
    """
    if case.image is None:
        raise block_list.NoLikeness
    name = LIST_OF[Outcome(case.outcome)]
    return block_list.add(case.image, by=by, reason=reasons.label_of(case.reason), name=name, case=case)
