"""What a queued generation waits for: its place in line, or a vendor that is paused."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Case, F, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext as _

from studio.lifecycle import turns
from studio.models import Generation, State, VendorPause

LOOK_AT = 500  # places that are told; behind them it is only "Queued"


@dataclass(frozen=True, slots=True)
class Waits:
    """``places`` by generation id, from 1; ``paused`` by vendor."""

    places: dict[Any, int] = field(default_factory=dict)
    paused: dict[str, VendorPause] = field(default_factory=dict)

    def pause_of(self, row: Generation) -> VendorPause | None:
        return self.paused.get(row.vendor) if row.state == State.QUEUED else None

    def place_of(self, row: Generation) -> int | None:
        return self.places.get(row.pk) if row.state == State.QUEUED else None


def waits_of(rows: Iterable[Generation]) -> Waits:
    """Two queries where any of these is queued, one more while a vendor is paused; none otherwise."""
    if not any(row.state == State.QUEUED for row in rows):
        return Waits()
    held = turns.memory.current().held
    return Waits(
        places={pk: place for place, pk in enumerate(line()[:LOOK_AT], start=1)},
        paused=paused() if held else {},
    )


def waits_of_new(rows: Sequence[Generation]) -> Waits:
    """Of one run that was just written: the last in line where nobody else waits. One query then."""
    queued = [row for row in rows if row.state == State.QUEUED]
    if not queued or turns.memory.current().held:
        return waits_of(rows)
    people, count = crowd()
    if people > 1:
        return waits_of(rows)
    first = max(count - len(queued), 0) + 1  # a worker may have taken some of them already
    return Waits(places={row.pk: place for place, row in enumerate(queued, start=first) if place <= LOOK_AT})


def crowd() -> tuple[int, int]:
    """How many people wait where no vendor is held, and for how many calls. Asked at each press."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(DISTINCT run.owner_id), COUNT(*) FROM studio_generation call"
            " JOIN studio_run run ON run.id = call.run_id WHERE call.state = %s AND call.cancel_requested_at IS NULL",
            [State.QUEUED],
        )
        people, count = cursor.fetchone()
    return people, count


def in_line() -> QuerySet[Generation]:
    rows = Generation.objects.filter(state=State.QUEUED, cancel_requested_at=None).order_by()
    return rows.exclude(vendor__in=turns.memory.current().held)


def line() -> QuerySet[Generation, Any]:
    """Ids in the order in which they will go: people take turns, who has fewest under way first."""
    mine = Window(RowNumber(), partition_by=F("run__owner_id"), order_by=("created_at", "id"))
    running = [When(run__owner_id=owner, then=Value(count)) for owner, count in turns.in_flight()[0].items()]
    ahead = Case(*running, default=Value(0))
    return in_line().annotate(turn=mine + ahead).order_by("turn", "created_at", "id").values_list("pk", flat=True)


def paused() -> dict[str, VendorPause]:
    return {pause.vendor: pause for pause in VendorPause.objects.holding()}


def pause_title(pause: VendorPause) -> str:
    """ "Baidu is not answering since 10:20." """
    told = {"vendor": pause.vendor, "since": clock(pause.since)}
    if not pause.reason:
        return _("%(vendor)s is paused since %(since)s.") % told
    if pause.reason == "vendor_busy":
        return _("Too many requests at %(vendor)s.") % told
    if pause.reason == "not_sent":
        return _("The gateway cannot be reached since %(since)s.") % told
    return _("%(vendor)s is not answering since %(since)s.") % told


def pause_advice(pause: VendorPause) -> str:
    """ "Tried again at 10:25." """
    if pause.until is None:
        return _("An administrator will lift it.")
    if not pause.holds_at(timezone.now()):
        return _("Being tried again now.")
    if not pause.reason or pause.reason == "vendor_busy":
        return _("Goes on at %(until)s.") % {"until": clock(pause.until)}
    return _("Tried again at %(until)s.") % {"until": clock(pause.until)}


def pause_words(pause: VendorPause) -> str:
    return f"{pause_title(pause)} {pause_advice(pause)}"


def clock(at: Any) -> str:
    """ "10:20" today; with the day on another one."""
    local = timezone.localtime(at)
    return f"{local:%H:%M}" if local.date() == timezone.localdate() else f"{local:%d.%m. %H:%M}"
