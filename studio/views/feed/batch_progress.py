"""How far batches are, for the feed and for their own page, in a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studio.models import Batch, BatchRow, BatchState, Charged, Generation, RowState, State
from studio.models.generation import RUNNING
from studio.templatetags.figures import price


@dataclass(frozen=True, slots=True)
class Progress:
    """Rows by what became of them, generations by how they ended. ``cost`` US dollars that are certain so far."""

    state: str
    rows: int = 0
    sent: int = 0
    waiting: int = 0
    wrong: int = 0
    refused: int = 0
    running: int = 0
    ready: int = 0
    failed: int = 0
    cost: Decimal = Decimal(0)

    @property
    def live(self) -> bool:
        """Whether it changes by itself."""
        return self.state == BatchState.GOING or self.running > 0

    @property
    def may_stop(self) -> bool:
        return self.state == BatchState.GOING

    @property
    def may_go_on(self) -> bool:
        return self.state == BatchState.STOPPED and self.waiting > 0

    @property
    def words(self) -> str:
        """ "12 of 40 sent, 3 running, 8 ready, 1 failed"."""
        said = [_("%(sent)s of %(rows)s sent") % {"sent": self.sent, "rows": self.rows - self.wrong}]
        counts = (
            (self.running, ngettext("%(n)s running", "%(n)s running", self.running)),
            (self.ready, ngettext("%(n)s ready", "%(n)s ready", self.ready)),
            (self.failed, _("%(n)s without a picture")),
            (self.refused, ngettext("%(n)s not accepted", "%(n)s not accepted", self.refused)),
        )
        said += [words % {"n": count} for count, words in counts if count]
        return ", ".join(said) + (f", {price(self.cost)}" if self.cost else "")


def progress_of(batches: Iterable[Batch]) -> dict[Any, Progress]:
    """By batch id; two queries for any number of them, none for none."""
    found = {batch.pk: batch for batch in batches}
    if not found:
        return {}
    rows = {row["batch_id"]: row for row in row_counts(found)}
    ends = {row["run__batch_id"]: row for row in generation_counts(found)}
    return {pk: one(batch, rows.get(pk, {}), ends.get(pk, {})) for pk, batch in found.items()}


def row_counts(found: Iterable[Any]) -> Iterable[Any]:
    counted = {state: Count("pk", filter=Q(state=state)) for state in RowState.values}
    return BatchRow.objects.filter(batch__in=found).order_by().values("batch_id").annotate(**counted)


def generation_counts(found: Iterable[Any]) -> Iterable[Any]:
    """What was tried again counts by its last try; what it cost counts always."""
    last = Q(retried_as=None)
    rows = Generation.objects.filter(run__batch__in=found).order_by().values("run__batch_id")
    return rows.annotate(
        running=Count("pk", filter=Q(state__in=RUNNING)),
        ready=Count("pk", filter=Q(state=State.SUCCEEDED)),
        failed=Count("pk", filter=last & Q(state__in=(State.FAILED, State.REFUSED, State.UNKNOWN, State.CANCELLED))),
        billed=Sum("cost", filter=Q(charged=Charged.YES)),
    )


def one(batch: Batch, rows: dict[str, Any], ends: dict[str, Any]) -> Progress:
    counts = {state: rows.get(state, 0) for state in RowState.values}
    return Progress(
        state=batch.state,
        rows=sum(counts.values()),
        sent=counts[RowState.SENT],
        waiting=counts[RowState.WAITING],
        wrong=counts[RowState.WRONG],
        refused=counts[RowState.FAILED],
        running=ends.get("running", 0),
        ready=ends.get("ready", 0),
        failed=ends.get("failed", 0),
        cost=ends.get("billed") or Decimal(0),
    )
