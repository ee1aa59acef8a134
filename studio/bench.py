"""What a request came to, model by model, over all runs of its series: the figures of the bench page and its CSV."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from statistics import median

from studio.models import Charged, Generation, Run, State
from studio.models.generation import RUNNING


@dataclass(frozen=True, slots=True)
class BenchRow:
    """One model. Pictures ``asked`` and ``delivered``; calls that were refused or failed, those tried again too.

    ``cost`` in US dollars, None when a part of it is not known; ``unclear`` is what may have been charged beside it.
    ``seconds`` is the median of the calls that gave pictures; ``sizes`` as delivered, width × height. ``by_run``: the
    same of each run that has ``run``, the first one first; empty where the series is one run.
    """

    model: str
    label: str
    vendor: str
    asked: int
    delivered: int
    cost: Decimal | None
    unclear: Decimal
    seconds: float | None
    sizes: tuple[tuple[int, int], ...]
    refused: int
    failed: int
    running: int
    run: Run | None = None
    by_run: tuple["BenchRow", ...] = ()

    @property
    def cost_each(self) -> Decimal | None:
        """US dollars per delivered picture."""
        return self.cost / self.delivered if self.cost is not None and self.delivered else None


@dataclass(frozen=True, slots=True)
class Bench:
    """``runs`` the series, the first one first."""

    runs: Sequence[Run]
    rows: Sequence[BenchRow]

    @property
    def running(self) -> bool:
        return any(row.running for row in self.rows)


def bench_of(runs: Iterable[Run]) -> Bench:
    """``runs`` of one series, fetched ``with_generations``."""
    runs = list(runs)
    of: dict[str, dict[Run, list[Generation]]] = {}
    for run in runs:
        for generation in run.generations.all():
            of.setdefault(generation.model, {}).setdefault(run, []).append(generation)
    return Bench(runs, [row_over(calls, several=len(runs) > 1) for calls in of.values()])


def row_over(calls: Mapping[Run, Sequence[Generation]], *, several: bool) -> BenchRow:
    """One model over its runs, and where the series has ``several``, in each of them."""
    whole = row_of([call for of_run in calls.values() for call in of_run])
    each = tuple(replace(row_of(of_run), run=run) for run, of_run in calls.items())
    return replace(whole, by_run=each) if several else whole


def row_of(calls: Sequence[Generation]) -> BenchRow:
    replaced = {call.retry_of_id for call in calls}
    pictures = [output.image for call in calls for output in call.outputs.all() if output.image]
    took = [call.seconds for call in calls if call.state == State.SUCCEEDED and call.seconds is not None]
    return BenchRow(
        model=calls[0].model,
        label=calls[0].model_label,
        vendor=calls[0].vendor,
        asked=sum(call.n for call in calls if call.pk not in replaced),
        delivered=len(pictures),
        cost=cost_of(calls),
        unclear=sum((call.quote or Decimal(0) for call in calls if call.charged == Charged.MAYBE), Decimal(0)),
        seconds=median(took) if took else None,
        sizes=tuple(sorted({(image.width, image.height) for image in pictures})),
        refused=sum(call.state == State.REFUSED for call in calls),
        failed=sum(call.state in (State.FAILED, State.UNKNOWN) for call in calls),
        running=sum(call.state in RUNNING for call in calls),
    )


def cost_of(calls: Sequence[Generation]) -> Decimal | None:
    if any(call.cost is None and call.charged == Charged.YES for call in calls):
        return None
    return sum((call.cost for call in calls if call.cost is not None), Decimal(0))
