"""What waits for somebody who may make nothing now. Nobody's work is sent that was suspended, closed or made a guest.

Of the suspended it keeps its place and its price, and is sent once that is lifted. Of those whose account is closed,
and of guests, it is taken back for free.
"""

from datetime import UTC, datetime

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from gallery import access
from studio.lifecycle.wishes import FREE, take_back
from studio.models import Generation, Run, State

PARKED = datetime(9000, 1, 1, tzinfo=UTC)  # due when nobody is there to see it: the sweeper and all turns pass it by
AT_ONCE = 500
LEFT = Q(run__owner__is_active=False) | Q(run__owner__is_guest=True)


def owner_makes() -> Q:
    """Part of the claim itself, so that nothing comes between the look and the claim."""
    return Q(Exists(Run.objects.filter(access.makers("owner"), pk=OuterRef("run_id"))))


def park(generation: Generation) -> bool:
    """Whether it may not go now, because of what its owner is."""
    owner = generation.run.owner
    if access.can_make(owner):
        return False
    if owner.is_active and not owner.is_guest:
        Generation.objects.filter(pk=generation.pk, state=State.QUEUED).update(due_at=PARKED)
    else:
        take_back(generation, by=None, code="owner_left")
    return True


def unpark() -> int:
    """Lets those go whose owner is suspended no more; how many."""
    parked = Generation.objects.filter(access.makers("run__owner"), state=State.QUEUED, due_at=PARKED)
    ids = list(parked.values_list("pk", flat=True))
    return Generation.objects.filter(pk__in=ids, due_at=PARKED).update(due_at=timezone.now()) if ids else 0


def take_back_of_the_left() -> None:
    """What waits or is held for somebody whose account is closed, or who is a guest: the money is free again."""
    rows = Generation.objects.filter(LEFT, state__in=FREE).select_related("run")
    for row in rows[:AT_ONCE]:
        take_back(row, by=None, code="owner_left")
