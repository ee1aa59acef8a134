"""What the feed shows of a run: its label and its tiles, decided here so that templates only draw."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.urls import reverse

from gallery.models import Image
from studio.models import Generation, Run, State
from studio.models.generation import RUNNING
from studio.submission import RETRYABLE
from studio.templatetags.figures import price
from studio.views.tiles import Act, Tile, tiles_of

CANCELLABLE = (State.HELD, State.QUEUED, State.SENDING, State.WAITING)
PROMPT_SHOWN = 400  # characters of a wall label


@dataclass(frozen=True, slots=True)
class RunOnWall:
    """One run. ``waiting``: how many tiles still wait; ``label_state`` changes when the label has to be drawn anew."""

    id: Any
    title: str
    models: str
    aspect: str
    asked: int
    owner: str
    created_at: Any
    team: str
    money: str
    waiting: int
    tiles: list[Tile]
    references: list[Image] = field(default_factory=list)
    actions: list[Act] = field(default_factory=list)

    @property
    def busy(self) -> bool:
        return self.waiting > 0

    @property
    def label_state(self) -> str:
        return f"{self.money}/{self.busy}/{','.join(act.name for act in self.actions)}"


def hang(runs: Iterable[Run]) -> list[RunOnWall]:
    """Runs fetched ``with_generations``, ready to be drawn; one more query for places in the queue."""
    runs = list(runs)
    places = queue_places([row for run in runs for row in run.generations.all()])
    return [hang_one(run, places) for run in runs]


def hang_one(run: Run, places: dict[Any, int]) -> RunOnWall:
    rows = shown_generations(run.generations.all())
    tiles = [tile for row in rows for tile in tiles_of(run, row, places)]
    for number, tile in enumerate(tiles, start=1):
        tile.number(number, len(tiles))
    waiting = sum(1 for tile in tiles if tile.kind == "waiting")
    return RunOnWall(
        id=run.pk,
        title=run.prompt[:PROMPT_SHOWN] or "Without words",
        models=models_of(rows),
        aspect=run.aspect if run.aspect != "auto" else "",
        asked=sum(row.n for row in rows),
        owner=run.owner.name,
        created_at=run.created_at,
        team=run.team.name if run.team else "",
        money=money_of(run, rows, busy=waiting > 0),
        waiting=waiting,
        tiles=tiles,
        references=[reference.image for reference in run.run_references.all() if shows(reference.image)],
        actions=actions_of(run, rows),
    )


def shows(image: Image) -> bool:
    return not image.moderation and image.trashed_at is None


def shown_generations(rows: Iterable[Generation]) -> list[Generation]:
    """A generation that was tried again stands aside for the new one."""
    rows = list(rows)
    replaced = {row.retry_of_id for row in rows}
    return [row for row in rows if row.pk not in replaced]


def queue_places(rows: Sequence[Generation]) -> dict[Any, int]:
    """How many wait before it, itself counted, for each queued generation of these."""
    if not any(row.state == State.QUEUED for row in rows):
        return {}
    waiting = (
        Generation.objects.filter(state=State.QUEUED).order_by("created_at", "id").values_list("pk", flat=True)[:500]
    )
    return {pk: place for place, pk in enumerate(waiting, start=1)}


def models_of(rows: Sequence[Generation]) -> str:
    labels = list(dict.fromkeys(row.model_label for row in rows))
    return labels[0] if len(labels) == 1 else f"{len(labels)} models"


def money_of(run: Run, rows: Sequence[Generation], *, busy: bool) -> str:
    """ "$0.160 reserved", "$0.127 of $0.169 quoted", "$0.120", "Not charged", "price unknown"."""
    if busy:
        return "price unknown" if run.quote is None else f"{price(run.quote)} reserved"
    open_ones = sum((row.quote or Decimal(0) for row in rows if row.charged == "maybe"), Decimal(0))
    if any(row.cost is None and row.charged == "yes" for row in rows):
        return "price unknown"
    billed = sum((row.cost or Decimal(0) for row in rows), Decimal(0))
    words = price(billed) if billed else "Not charged"
    if billed and run.quote is not None and run.quote != billed:
        words = f"{words} of {price(run.quote)} quoted"
    return f"{words}, {price(open_ones)} unclear" if open_ones else words


def actions_of(run: Run, rows: Sequence[Generation]) -> list[Act]:
    if any(row.state in CANCELLABLE and row.cancel_requested_at is None for row in rows):
        return [Act("cancel", "Cancel the rest", reverse("run-cancel", args=[run.pk]), "circle-stop")]
    if any(row.state in RUNNING for row in rows):
        return []
    failed = [row for row in rows if row.state in RETRYABLE and row.reason_code != "cancelled"]
    acts = [Act("again", "Run again", reverse("run-again", args=[run.pk]), "rotate-cw")]
    if len(failed) > 1 or (failed and len(rows) > 1):
        acts.insert(0, Act("retry-failed", "Retry failed", reverse("run-retry-failed", args=[run.pk]), "rotate-cw"))
    return acts


def running_of(user: Any) -> int:
    """Generations of this person that are not at their end."""
    return Generation.objects.filter(run__owner=user, state__in=RUNNING).count()
