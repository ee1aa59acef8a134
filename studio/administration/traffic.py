"""What waits on the queues, and how the vendors did by the hour: from rows, in a bounded number of queries."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Min, Q
from django.db.models.functions import TruncHour
from django.utils import timezone

from gallery.models import Image
from studio import dispatch
from studio.administration.health import ages
from studio.lifecycle.pauses import ANSWERED, BLAMED
from studio.models import Generation, State, Transition

HOURS = 24


@dataclass(frozen=True, slots=True)
class Queue:
    """``messages`` on the broker, ``waiting`` rows that are the truth, ``oldest`` in seconds."""

    name: str
    messages: int
    waiting: int
    oldest: float


def queues() -> list[Queue]:
    """Three queries."""
    states = {"provider": State.QUEUED, "collect": State.COLLECTING, "control": State.WAITING}
    now = timezone.now()
    due = Q(due_at=None) | Q(due_at__lte=now)
    rows = Generation.objects.filter(state__in=states.values()).order_by().values("state")
    found = {row["state"]: row for row in rows.annotate(n=Count("pk", filter=due), since=Min("due_at", filter=due))}
    pictures = Image.objects.filter(renditions=0).aggregate(n=Count("pk"), since=Min("created_at"))
    counted = {name: found.get(state, {"n": 0, "since": None}) for name, state in states.items()} | {"media": pictures}
    old = ages({name: row["since"] for name, row in counted.items()})
    return [Queue(name, dispatch.backlog(name), row["n"], old[name]) for name, row in counted.items()]


@dataclass(frozen=True, slots=True)
class Hour:
    """One vendor's calls that came to something in one hour. ``failed`` by the vendor; ``seconds`` from send to end."""

    vendor: str
    hour: datetime
    calls: int
    failed: int
    refused: int
    seconds: float | None

    @property
    def bar(self) -> int:
        """Of 20 units, the part that failed."""
        return max(2, round(20 * self.failed / self.calls))

    @property
    def top(self) -> int:
        return 20 - self.bar


def hours(count: int = HOURS) -> list[Hour]:
    """One query through the index of moments, whatever lies before."""
    since = timezone.now() - timedelta(hours=count)
    rows = Transition.objects.filter(at__gte=since, from_state__in=(State.SENDING, State.WAITING))
    rows = rows.exclude(to_state=State.WAITING).order_by()
    took = ExpressionWrapper(F("at") - F("generation__sent_at"), output_field=DurationField())
    grouped = rows.annotate(hour=TruncHour("at"), vendor=F("generation__vendor")).values("hour", "vendor")
    found = grouped.annotate(
        calls=Count("pk"),
        failed=Count("pk", filter=Q(why__in=BLAMED)),
        refused=Count("pk", filter=Q(to_state=State.REFUSED)),
        took=Avg(took, filter=Q(to_state__in=ANSWERED)),
    )
    return [
        Hour(
            row["vendor"],
            row["hour"],
            row["calls"],
            row["failed"],
            row["refused"],
            row["took"].total_seconds() if row["took"] else None,
        )
        for row in found.order_by("vendor", "hour")
    ]


@dataclass(frozen=True, slots=True)
class Day:
    """A vendor's last hours together, with a bar for each hour of its failures."""

    vendor: str
    calls: int
    failed: int
    refused: int
    seconds: float | None
    hours: tuple[Hour | None, ...]

    @property
    def rate(self) -> float:
        return 100 * self.failed / self.calls

    @property
    def longest(self) -> float:
        """The mean of its slowest hour, in seconds."""
        return max((one.seconds or 0 for one in self.hours if one), default=0.0)

    @property
    def paces(self) -> list["Pace"]:
        return [Pace(slot, one, self.longest) for slot, one in enumerate(self.hours) if one and one.seconds is not None]


@dataclass(frozen=True, slots=True)
class Pace:
    """How long an hour's answers took, beside those of the slowest hour: a bar of 20 units."""

    slot: int
    hour: Hour
    longest: float

    @property
    def bar(self) -> int:
        return max(2, round(20 * (self.hour.seconds or 0) / self.longest)) if self.longest else 2

    @property
    def top(self) -> int:
        return 20 - self.bar


def days(found: list[Hour], count: int = HOURS) -> list[Day]:
    last = timezone.localtime().replace(minute=0, second=0, microsecond=0)
    slots = [last - timedelta(hours=back) for back in range(count - 1, -1, -1)]
    return [day_of(vendor, [one for one in found if one.vendor == vendor], slots) for vendor in names(found)]


def names(found: list[Hour]) -> list[str]:
    return list(dict.fromkeys(one.vendor for one in found))


def day_of(vendor: str, found: list[Hour], slots: list[datetime]) -> Day:
    at = {one.hour: one for one in found}
    timed = [one for one in found if one.seconds is not None]
    weight = sum(one.calls for one in timed)
    mean = sum((one.seconds or 0) * one.calls for one in timed) / weight if weight else None
    calls, failed, refused = (sum(getattr(one, name) for one in found) for name in ("calls", "failed", "refused"))
    return Day(vendor, calls, failed, refused, mean, tuple(at.get(slot) for slot in slots))
