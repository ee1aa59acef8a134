"""How long a model usually takes here: the median of its last pictures, or the catalogue's estimate until then."""

from statistics import median

from django.core.cache import cache

from studio import catalogue
from studio.catalogue import UnknownModel
from studio.models import Generation, State

ENOUGH = 5  # pictures from which the median says more than the estimate
LOOK_AT = 20
KEPT = 60  # seconds


def usual_seconds(model: str, *, sandbox: bool) -> int:
    """Whole seconds; 0 where nobody knows. The sandbox gateway's times are its own."""
    key = f"usual:{model}:{sandbox}"
    known = cache.get(key)
    if known is None:
        known = measured(model, sandbox=sandbox) or (0 if sandbox else estimated(model))
        cache.set(key, known, KEPT)
    return known


def measured(model: str, *, sandbox: bool) -> int:
    rows = Generation.objects.filter(
        model=model, state=State.SUCCEEDED, run__sandbox=sandbox, finished_at__isnull=False, sent_at__isnull=False
    ).order_by("-id")
    times = [row.seconds or 0.0 for row in rows.only("sent_at", "finished_at")[:LOOK_AT]]
    return max(1, round(median(times))) if len(times) >= ENOUGH else 0


def estimated(model: str) -> int:
    try:
        return round(catalogue.get(model).usual_seconds)
    except UnknownModel:
        return 0
