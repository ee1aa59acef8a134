"""Whose turn it is where work is limited: per person, per vendor, or because a vendor is paused.

A fresh instance has no limits: ``governs`` is then one look at what this process remembers. The workers' slots are the
limit there: a message that lay in the queue says that they are all taken, and then too whoever is next goes
(``fairest``), without the lock, since there is no limit that could be passed.

Where there are limits, a message means "somebody may go": the claim takes, under one lock, whoever is next, so that no
limit is ever passed and nobody's hundred pictures stand before another's one.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from studio.lifecycle.changes import WANTED, load
from studio.models import Generation, InstanceSettings, State, Turn, VendorPause
from studio.models.instance import ONLY
from studio.people import limits as personal

REMEMBERED = 2.0  # seconds until a changed limit is known to every process
IN_FLIGHT = (State.SENDING, State.WAITING)
WOKEN_AT_ONCE = 50
CROWDED_AFTER = timedelta(seconds=1)  # that a message lay before a worker took it: no slot was free
NO_LIMIT = 1_000_000
CANDIDATES = 5  # others may claim the first ones at the same moment
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Rules:
    """None is no limit. ``held``: paused vendors, and until when; one that is over lets a single generation try.

    ``grouped``: some group or person is limited apart; ``own`` is what each may have, in place of ``per_person``.
    """

    per_person: int | None = None
    per_vendor: int | None = None
    held: Mapping[str, datetime | None] = field(default_factory=dict)
    grouped: bool = False
    own: Mapping[Any, int] = field(default_factory=dict)

    @property
    def limited(self) -> bool:
        return self.grouped or self.per_person is not None or self.per_vendor is not None

    def of(self, people: Iterable[Any]) -> "Rules":
        """With what the groups of these people let them have. No query where no group says anything."""
        return replace(self, own=personal.parallel_of(people)) if self.grouped else self

    def room_at(self, vendor: str, running: int, now: datetime) -> bool:
        if vendor in self.held:
            until = self.held[vendor]
            return until is not None and until <= now and running == 0
        return self.per_vendor is None or running < self.per_vendor

    def room_for(self, person: Any, running: int) -> bool:
        limit = self.own.get(person, self.per_person)
        return limit is None or running < limit


@dataclass(slots=True)
class Standing:
    """What one person has in line at one vendor."""

    owner: Any
    vendor: str
    left: int
    first: datetime


class Memory:
    """The rules as this process last read them."""

    def __init__(self) -> None:
        self.rules = Rules()
        self.good_until = 0.0
        self.reading = threading.Lock()

    def current(self) -> Rules:
        if time.monotonic() >= self.good_until:
            with self.reading:
                self.refresh()
        return self.rules

    def refresh(self) -> None:
        if time.monotonic() >= self.good_until:
            self.rules = read()
            self.good_until = time.monotonic() + REMEMBERED

    def forget(self) -> None:
        self.good_until = 0.0


memory = Memory()


def read(limits: InstanceSettings | None = None) -> Rules:
    limits = limits or InstanceSettings.current()
    held = dict(VendorPause.objects.holding().values_list("vendor", "until"))
    return Rules(limits.parallel_per_person, limits.parallel_per_vendor, held, personal.some_limit_work())


def governs(vendor: str) -> bool:
    """Whether generations of this vendor go in turn; False on an instance without limits, at no query."""
    rules = memory.current()
    return rules.limited or vendor in rules.held


def crowded(asked: Generation) -> bool:
    """Whether its message had to wait for a free slot."""
    return asked.message_sent_at is not None and asked.message_sent_at < timezone.now() - CROWDED_AFTER


def fairest(asked: Generation) -> list[UUID]:
    """Who should go in the place of the one that a message named, the best first; [] where only its owner waits."""
    rules = memory.current()
    rows = in_line(Rules(per_vendor=NO_LIMIT), None).exclude(vendor__in=rules.held)
    if not rows.exclude(run__owner_id=asked.run.owner_id).exists():
        return []
    return next_ids(Rules(per_vendor=NO_LIMIT, held=rules.held), most=CANDIDATES, where=~Q(vendor__in=rules.held))


def take(asked: Generation, start: Callable[[Generation], bool]) -> Generation | None:
    """Starts whoever is next and returns it; None where nobody may go. The asked one may have to stand back.

    ``start`` makes the claim; it runs inside the lock, so that counting and claiming are one step.
    """
    now = timezone.now()
    owner, (persons, vendors) = asked.run.owner_id, in_flight()
    rules = memory.current().of([owner])
    if not (rules.room_for(owner, persons[owner]) and rules.room_at(asked.vendor, vendors[asked.vendor], now)):
        return None
    with transaction.atomic():
        found = next_ids(locked(), most=1)
        generation = load(found[0]) if found else None
        if generation is None or not start(generation):
            return None
        Turn.objects.update_or_create(user_id=generation.run.owner_id, defaults={"at": timezone.now()})
    return generation


def locked() -> Rules:
    """The rules as they are now, held still until the transaction ends: one claim at a time."""
    InstanceSettings.objects.get_or_create(pk=ONLY)
    return read(InstanceSettings.objects.select_for_update().get(pk=ONLY))


def next_up(most: int = WOKEN_AT_ONCE, where: Q | None = None) -> tuple[UUID, ...]:
    """Generations that may go now, in the order of their turns. ``where`` asks more of them."""
    rules = memory.current()
    return tuple(next_ids(rules, most=most, where=where)) if rules.limited or rules.held else ()


def next_ids(rules: Rules, *, most: int, where: Q | None = None) -> list[UUID]:
    rows = in_line(rules, where)
    standing = [
        Standing(owner, vendor, left, first)
        for owner, vendor, left, first in rows.values_list("run__owner_id", "vendor")
        .annotate(left=Count("pk"), first=Min("created_at"))
        .order_by()
    ]
    if not standing:
        return []
    owners = {one.owner for one in standing}
    last = dict(Turn.objects.filter(user_id__in=owners).values_list("user_id", "at"))
    picked = turns(standing, in_flight(), last, rules.of(owners), most=most)
    ids = {
        place: list(oldest(rows, *place)[:count].values_list("pk", flat=True))
        for place, count in Counter(picked).items()
    }
    return [ids[place].pop(0) for place in picked if ids[place]]


def in_line(rules: Rules, where: Q | None) -> QuerySet[Generation]:
    rows = Generation.objects.filter(WANTED, state=State.QUEUED, due_at__lte=timezone.now())
    if not rules.limited:
        rows = rows.filter(vendor__in=rules.held)
    return rows if where is None else rows.filter(where)


def oldest(rows: QuerySet[Generation], owner: Any, vendor: str) -> QuerySet[Generation]:
    return rows.filter(run__owner_id=owner, vendor=vendor).order_by("created_at", "id")


def in_flight() -> tuple[Counter[Any], Counter[str]]:
    """How many are sent and not yet answered, by person and by vendor. One query."""
    persons: Counter[Any] = Counter()
    vendors: Counter[str] = Counter()
    rows = Generation.objects.filter(state__in=IN_FLIGHT).order_by()
    for owner, vendor, count in rows.values_list("run__owner_id", "vendor").annotate(Count("pk")):
        persons[owner] += count
        vendors[vendor] += count
    return persons, vendors


def turns(
    standing: Iterable[Standing],
    running: tuple[Counter[Any], Counter[str]],
    last: Mapping[Any, datetime],
    rules: Rules,
    *,
    most: int,
) -> list[tuple[Any, str]]:
    """The next (person, vendor) that may go, one after the other: fewest running first, then whose last turn is
    the longest ago, then who waits longest.
    """
    standing = list(standing)
    persons, vendors = running[0].copy(), running[1].copy()
    now = timezone.now()
    picked: list[tuple[Any, str]] = []

    def served(owner: Any) -> tuple[int, datetime]:
        places = [place for place, (person, _) in enumerate(picked, start=1) if person == owner]
        return (places[-1], now) if places else (0, last.get(owner, LONG_AGO))

    while len(picked) < most:
        able = [
            one
            for one in standing
            if one.left
            and rules.room_for(one.owner, persons[one.owner])
            and rules.room_at(one.vendor, vendors[one.vendor], now)
        ]
        if not able:
            break
        one = min(able, key=lambda one: (persons[one.owner], served(one.owner), one.first))
        one.left -= 1
        persons[one.owner] += 1
        vendors[one.vendor] += 1
        picked.append((one.owner, one.vendor))
    return picked
