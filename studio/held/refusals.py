"""What vendors refused of a person's, in the vendors' words: neither the prompt nor a picture, which are private."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gallery.models import User
from studio.models import Generation, State
from studio.moderation import reasons

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Refusal:
    """``words`` of the vendor, "" where it gave none; ``title`` is ours."""

    vendor: str
    model: str
    title: str
    words: str
    at: datetime | None


def of_person(person: User) -> Sequence[Refusal]:
    """The last five, newest first."""
    rows = Generation.objects.filter(run__owner=person, state=State.REFUSED).exclude(reason_code__in=reasons.OURS)
    named = rows.only("vendor", "model_label", "reason_code", "reason_detail", "finished_at", "state")
    return [told(row) for row in named.order_by("-id")[:SHOWN]]


def told(row: Generation) -> Refusal:
    why = reasons.reason(row.reason_code, vendor=row.vendor, model=row.model_label, words=row.reason_detail)
    return Refusal(row.vendor, row.model_label, why.title, why.vendor_words, row.finished_at)
