"""What waits for somebody who is suspended: it keeps its place and its price, and is sent once that is lifted."""

from datetime import UTC, datetime

from django.utils import timezone

from studio.models import Generation, State

PARKED = datetime(9000, 1, 1, tzinfo=UTC)  # due when nobody is there to see it: the sweeper and all turns pass it by


def park(generation: Generation) -> bool:
    """Whether it may not go now, because its owner is suspended."""
    if generation.run.owner.suspended_at is None:
        return False
    Generation.objects.filter(pk=generation.pk, state=State.QUEUED).update(due_at=PARKED)
    return True


def unpark() -> int:
    """Lets those go whose owner is suspended no more; how many."""
    parked = Generation.objects.filter(state=State.QUEUED, due_at=PARKED, run__owner__suspended_at=None)
    ids = list(parked.values_list("pk", flat=True))
    return Generation.objects.filter(pk__in=ids, due_at=PARKED).update(due_at=timezone.now()) if ids else 0
