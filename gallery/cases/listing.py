"""The queue: oldest first, a page at a time by the id of the last, counted no further than a badge can say."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import F, Q

from gallery.cases import claiming
from gallery.models import Case
from gallery.models.case import CaseKind, CaseQuerySet

PAGE = 40
MOST = 99  # counted; above it "99+"
COUNTED_FOR = 10  # seconds that the counts of the frame are remembered
COUNTS = "cases-waiting"

TABS: dict[str, tuple[str, ...]] = {
    "waiting": (),
    "appeals": (CaseKind.APPEAL,),
    "reports": (CaseKind.REPORT,),
}


def waiting(kinds: Sequence[str] = ()) -> CaseQuerySet:
    rows = Case.objects.waiting().filter(kind__in=kinds) if kinds else Case.objects.waiting()
    return rows.order_by("id")


def decided() -> CaseQuerySet:
    """The youngest first, with ``image_state``: whether its picture is still out of sight."""
    return Case.objects.decided().annotate(image_state=F("image__moderation")).order_by("-id")


def page(rows: CaseQuerySet, after: UUID | None, size: int = PAGE) -> tuple[list[Case], UUID | None]:
    """And the id that the next page begins after; None on the last."""
    if after is not None:
        rows = rows.filter(pk__lt=after) if rows.query.order_by == ("-id",) else rows.filter(pk__gt=after)
    found = list(rows.with_people()[: size + 1])
    return found[:size], found[size - 1].pk if len(found) > size else None


def counts() -> dict[str, int]:
    """Of every tab, up to MOST + 1; remembered for a moment, since every page of a moderator asks."""
    found = cache.get(COUNTS)
    if found is None:
        found = {tab: counted(kinds) for tab, kinds in TABS.items()}
        cache.set(COUNTS, found, COUNTED_FOR)
    return dict(found)


def counted(kinds: Sequence[str]) -> int:
    return up_to(waiting(kinds), MOST)


def up_to(rows: CaseQuerySet, most: int) -> int:
    """How many there are; ``most`` + 1 where there are more."""
    return len(rows.values_list("pk")[: most + 1])


def forget_counts() -> None:
    cache.delete(COUNTS)


def last_decided() -> Case | None:
    return Case.objects.decided().exclude(decided_by=None).order_by("-decided_at", "-id").first()


def oldest() -> Case | None:
    return Case.objects.waiting().order_by("id").only("id", "opened_at", "due_at", "decided_at").first()


def next_for(user: Any, case: Case, kinds: Sequence[str] = ()) -> Case | None:
    """What comes after ``case`` that ``user`` may judge and nobody else does; from the front again at the end."""
    rows = waiting(kinds).judgeable_by(user).filter(claiming.free_for(user)).exclude(pk=case.pk)
    return rows.filter(pk__gt=case.pk).first() or rows.first()


def previous_of(case: Case, kinds: Sequence[str] = ()) -> UUID | None:
    return waiting(kinds).filter(pk__lt=case.pk).order_by("-id").values_list("pk", flat=True).first()


def following(case: Case, kinds: Sequence[str] = ()) -> UUID | None:
    return waiting(kinds).filter(pk__gt=case.pk).values_list("pk", flat=True).first()


def duplicates(case: Case, user: Any) -> CaseQuerySet:
    """Others that wait with the same words or bytes and that ``user`` may judge now."""
    if not case.alike:
        return Case.objects.none()
    same = Q(kind=case.kind, alike=case.alike) & claiming.free_for(user)
    return Case.objects.waiting().judgeable_by(user).exclude(alike="").filter(same).exclude(pk=case.pk).order_by("id")
