"""The vendors of the catalogue: what runs and waits at each, and pauses by hand."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count
from django.utils import timezone

from studio import catalogue
from studio.lifecycle import pauses, turns
from studio.models import Generation, State, VendorPause
from studio.waits import paused


@dataclass(frozen=True, slots=True)
class VendorRow:
    """One vendor of the catalogue. ``running``: sent and not yet answered; ``queued``: waits here."""

    name: str
    models: int
    running: int
    queued: int
    pause: VendorPause | None


def pause_by_hand(vendor: str, *, minutes: int, by: Any) -> None:
    until = timezone.now() + timedelta(minutes=minutes) if minutes else None
    pauses.hold(vendor, until=until, by=by)


def vendor_names() -> Counter[str]:
    """Vendors in the order of the catalogue, and how many models each has there."""
    return Counter(spec.vendor for spec in catalogue.current().values())


def vendor_rows() -> list[VendorRow]:
    """Two queries."""
    down, running = paused(), turns.in_flight()[1]
    waiting = Generation.objects.filter(state=State.QUEUED).order_by().values_list("vendor").annotate(Count("pk"))
    queued = dict(waiting)
    return [
        VendorRow(name, models, running[name], queued.get(name, 0), down.get(name))
        for name, models in vendor_names().items()
    ]
