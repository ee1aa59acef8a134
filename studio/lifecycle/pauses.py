"""Vendors that keep failing get a pause; then one generation tries, and what it meets decides for all.

    answering ── five failures in a row, or most of the last ones ──▶ paused ── until ──▶ one tries
                 (of one person, while others are answered: none)
        ▲                                                               ▲                  │   │
        └───────────────────────── answered ────────────────────────────│──────────────────┘   │
                                                                        └──── failed: longer ──┘

What is already sent is left alone, and nothing here sends anything. The Transitions are the memory: a failure asks
for the vendor's last ones, a success asks nothing unless the vendor is paused.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.utils import timezone

from studio import wake
from studio.gateway.errors import Busy, GatewayError, Refused
from studio.lifecycle import turns
from studio.lifecycle.changes import after, patiently
from studio.models import Generation, State, Transition, VendorPause

log = structlog.get_logger(__name__)

IN_A_ROW = 5
LOOK_AT = 20
ENOUGH = 10  # outcomes from which a rate says something
RATE = 0.7
WINDOW = timedelta(minutes=10)
PAUSES = (30.0, 60.0, 120.0, 300.0)  # seconds; the last one again and again
LONGEST_BUSY = 300.0

BLAMED = frozenset({"vendor_busy", "vendor_failed", "vendor_fault", "no_answer", "unreadable", "not_sent"})
BY_THE_PROMPT = frozenset({"vendor_failed", "unreadable"})  # perhaps of these words alone: once a run
ANSWERED = (State.COLLECTING, State.SUCCEEDED, State.REFUSED)


def heed(generation: Generation, error: GatewayError) -> None:
    """After a generation was settled by this error: pauses its vendor, makes a pause longer, or ends it."""
    if isinstance(error, Refused):
        return heed_answer(generation.vendor)
    if error.code not in BLAMED:
        return None
    patiently(lambda: blame(generation, error))
    return None


def blame(generation: Generation, error: GatewayError) -> None:
    vendor, now = generation.vendor, timezone.now()
    pause = VendorPause.objects.filter(vendor=vendor).first()
    if pause and pause.ended_at is None:
        if not pause.holds_at(now):
            hold_longer(pause, error)
    elif isinstance(error, Busy) and error.retry_after and generation.key_source != "personal":
        hold(vendor, until=after(min(error.retry_after, LONGEST_BUSY)), reason=error.code)
    elif failing(outcomes(vendor, since=(since := counted_from(pause, now)))) and not answers_others(vendor, since):
        hold(vendor, until=after(PAUSES[0]), reason=error.code, failures=1)


def counted_from(pause: VendorPause | None, now: datetime) -> datetime:
    """What failed before the last pause ended was answered for by it."""
    ended = pause.ended_at if pause else None
    return max(now - WINDOW, ended) if ended else now - WINDOW


def heed_answer(vendor: str) -> None:
    """An answer of any kind ends a pause that is over. Asks nothing where the vendor is not paused."""
    if vendor not in turns.memory.current().held:
        return
    over = VendorPause.objects.holding().filter(vendor=vendor, until__lte=timezone.now())
    if patiently(lambda: over.update(ended_at=timezone.now())):
        changed(vendor, "answers again")


def outcomes(vendor: str, *, since: datetime) -> list[tuple[str, str, UUID]]:
    """(state, why, run) of the last calls that came to something, newest first."""
    rows = Transition.objects.filter(
        generation__vendor=vendor, from_state__in=(State.SENDING, State.WAITING), at__gt=since
    ).exclude(to_state=State.WAITING)
    return list(rows.order_by("-id").values_list("to_state", "why", "run_id")[:LOOK_AT])


def answers_others(vendor: str, since: datetime) -> bool:
    """Whether all that failed is one person's, and somebody else was answered meanwhile: then it is what they ask."""
    rows = Transition.objects.filter(generation__vendor=vendor, at__gt=since).order_by()
    failed = rows.filter(from_state__in=(State.SENDING, State.WAITING), why__in=BLAMED)
    people = set(failed.values_list("user_id", flat=True).distinct()[:2])
    if len(people) != 1:
        return False
    return rows.filter(to_state__in=ANSWERED).exclude(user_id__in=people).exists()


def failing(found: Iterable[tuple[str, str, UUID]]) -> bool:
    """Five failures in a row, or seven of ten. One prompt that a vendor chokes on counts once a run."""
    verdicts: list[bool] = []
    choked: set[UUID] = set()
    for state, why, run in found:
        if state in ANSWERED:
            verdicts.append(False)
        elif why in BLAMED and run not in choked:
            verdicts.append(True)
            if why in BY_THE_PROMPT:
                choked.add(run)
    if len(verdicts) >= IN_A_ROW and all(verdicts[:IN_A_ROW]):
        return True
    return len(verdicts) >= ENOUGH and sum(verdicts) >= RATE * len(verdicts)


def hold(vendor: str, *, until: datetime | None, reason: str = "", failures: int = 0, by: Any = None) -> None:
    """Pauses a vendor, or gives a pause another end."""
    values = {"until": until, "reason": reason, "failures": failures, "by": by, "ended_at": None}
    fresh = {**values, "since": timezone.now()}
    VendorPause.objects.update_or_create(vendor=vendor, defaults=fresh)
    changed(vendor, reason or "paused by hand")


def hold_longer(pause: VendorPause, error: GatewayError) -> None:
    """The one that tried failed too: conditional, so that of several that failed together one counts."""
    seconds = PAUSES[min(pause.failures, len(PAUSES) - 1)]
    if isinstance(error, Busy) and error.retry_after:
        seconds = min(max(error.retry_after, 1.0), LONGEST_BUSY)
    rows = VendorPause.objects.holding().filter(pk=pause.pk, until=pause.until)
    if rows.update(until=after(seconds), reason=error.code, failures=pause.failures + 1):
        changed(pause.vendor, error.code)


def lift(vendor: str) -> bool:
    """An administrator knows better. The sweeper sends what waited at its next round."""
    lifted = VendorPause.objects.holding().filter(vendor=vendor).update(ended_at=timezone.now())
    if lifted:
        changed(vendor, "lifted by hand")
    return bool(lifted)


def changed(vendor: str, why: str) -> None:
    log.info("vendor_pause", vendor=vendor, why=why)
    turns.memory.forget()
    wake.stream()
