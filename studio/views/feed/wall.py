"""What the feed shows of a run: its label and its tiles, decided here so that templates only draw."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gallery.models import Image
from gallery.organising.picks import picked_among
from gallery.recipes import comparing
from studio import offer
from studio.catalogue import Invalid, ModelSpec
from studio.composing.forms import new_key
from studio.models import Charged, Generation, Run, State
from studio.models.generation import RUNNING
from studio.submission import RETRYABLE, order_again
from studio.templatetags.figures import price, total
from studio.views.composer.picker import monogram
from studio.views.feed import telling
from studio.views.feed.acts import Act, closings
from studio.views.feed.tiles import Tile, tiles_of
from studio.waits import Waits, waits_of

CANCELLABLE = (State.HELD, State.QUEUED, State.SENDING, State.WAITING)
COLUMNS_ABREAST = 4
PROMPT_SHOWN = 400  # characters of a wall label

Known = Callable[[str], ModelSpec]


@dataclass(frozen=True, slots=True)
class EarlierTry:
    """One that was sent again although it may have been charged, and how to settle it."""

    words: str
    actions: list[Act]


@dataclass(frozen=True, slots=True)
class Column:
    """The tiles of one model among several. ``said``: how far it is, or what it came to; redrawn when it changes."""

    name: str
    monogram: str
    said: str
    tiles: list[Tile]

    @property
    def picked(self) -> bool:
        """A single picture shows its dot beside the model's name; several show it each."""
        return len(self.tiles) == 1 and self.tiles[0].picked


@dataclass(frozen=True, slots=True)
class RunOnWall:
    """One run. ``waiting``: how many tiles still wait; ``label_state`` changes when the label has to be drawn anew.

    ``tries``: calls so far, those that were tried again among them.
    """

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
    tries: int
    tiles: list[Tile]
    billed: Decimal | None = None  # US dollars so far, None while a part of it is not known
    first: Run | None = None  # of the series, where this is the same request once more
    columns: list[Column] = field(default_factory=list)  # one per model, where there are several
    batch: Any = None
    references: list[Image] = field(default_factory=list)
    actions: list[Act] = field(default_factory=list)
    earlier: list[EarlierTry] = field(default_factory=list)

    @property
    def busy(self) -> bool:
        return self.waiting > 0

    @property
    def each(self) -> int:
        """Pictures of each model, where all have as many; 0 otherwise."""
        sizes = {len(column.tiles) for column in self.columns}
        return sizes.pop() if len(sizes) == 1 else 0

    @property
    def strip(self) -> bool:
        """Whether the columns stand in a sideways strip on a desk too."""
        return len(self.columns) > COLUMNS_ABREAST

    @property
    def compare(self) -> str:
        """Its pictures, as many as fit side by side, by their ids; empty where there is one or none."""
        hung = [str(tile.image.pk) for tile in self.tiles if tile.kind == "picture" and tile.image is not None]
        return ",".join(hung[: comparing.MOST]) if len(hung) >= comparing.FEWEST else ""

    @property
    def said(self) -> str:
        """What a screen reader hears at its end: "3 ready, 1 refused"; empty before."""
        return telling.said(self.tiles) if not self.busy else ""

    @property
    def told(self) -> str:
        """What a notification says at its end; empty before, and where no picture came."""
        return telling.told(self.title, self.tiles, self.billed) if not self.busy else ""

    @property
    def label_state(self) -> str:
        acts = ",".join(act.name for act in self.actions)
        return f"{self.money}/{self.busy}/{acts}/{self.tries}/{len(self.earlier)}"


def hang(runs: Iterable[Run]) -> list[RunOnWall]:
    """Runs fetched ``with_generations``, ready to be drawn.

    One more query where one of them is queued, and one for the dots where pictures hang.
    """
    runs = list(runs)
    waits = waits_of([row for run in runs for row in run.generations.all()])
    known = offer.finder()
    hung = [hang_one(run, waits, known) for run in runs]
    set_dots([tile for one in hung for tile in one.tiles], runs)
    return hung


def set_dots(tiles: Iterable[Tile], runs: Sequence[Run]) -> None:
    """Marks what is picked where the runs' owner sees it. A feed has one owner."""
    pictures = [tile for tile in tiles if tile.image is not None]
    if not pictures:
        return
    picked = picked_among([tile.image for tile in pictures if tile.image], user=runs[0].owner, team=None)
    for tile in pictures:
        tile.picked = tile.image is not None and tile.image.pk in picked


def hang_one(run: Run, waits: Waits, known: Known) -> RunOnWall:
    everything = list(run.generations.all())
    rows = shown_generations(everything)
    columns = columns_of(run, rows, waits)
    tiles = [tile for column in columns for tile in column.tiles]
    waiting = sum(1 for tile in tiles if tile.kind == "waiting")
    return RunOnWall(
        id=run.pk,
        title=run.prompt[:PROMPT_SHOWN] or _("Without words"),
        models=models_of(rows),
        aspect=run.aspect if run.aspect != "auto" else "",
        asked=sum(row.n for row in rows),
        owner=run.owner.name,
        created_at=run.created_at,
        team=place.name if (place := run.board or run.project or run.team) else "",
        money=money_of(run, everything),
        waiting=waiting,
        tries=len(everything),
        tiles=tiles,
        billed=billed_of(everything),
        first=run.rerun_of,
        columns=columns if len(columns) > 1 else [],
        batch=run.batch,
        references=[reference.image for reference in run.run_references.all() if shows(reference.image)],
        actions=actions_of(run, rows, known),
        earlier=[earlier_try(row) for row in everything if row not in rows and row.charged == Charged.MAYBE],
    )


def columns_of(run: Run, rows: Sequence[Generation], waits: Waits) -> list[Column]:
    """One per model, in the order that was asked for."""
    of: dict[str, list[Generation]] = {}
    for row in rows:
        of.setdefault(row.model, []).append(row)
    return [column_of(run, mine, waits) for mine in of.values()]


def column_of(run: Run, rows: Sequence[Generation], waits: Waits) -> Column:
    tiles = [tile for row in rows for tile in tiles_of(run, row, waits)]
    for number, tile in enumerate(tiles, start=1):
        tile.number(number, len(tiles))
    return Column(rows[0].model_label, monogram(rows[0].vendor), said_of(rows, tiles), tiles)


def said_of(rows: Sequence[Generation], tiles: Sequence[Tile]) -> str:
    """ "1 of 3" while some wait, then "$0.096" of them all; empty for a single tile, whose caption says it."""
    if len(tiles) == 1:
        return ""
    if any(tile.kind == "waiting" for tile in tiles):
        ready = sum(1 for tile in tiles if tile.kind == "picture")
        return _("%(ready)d of %(all)d") % {"ready": ready, "all": len(tiles)}
    billed = sum((row.cost or Decimal(0) for row in rows), Decimal(0))
    return price(billed) if billed else _("Not charged")


def shows(image: Image) -> bool:
    return not image.moderation and image.trashed_at is None


def shown_generations(rows: Iterable[Generation]) -> list[Generation]:
    """A generation that was tried again stands aside for the new one."""
    rows = list(rows)
    replaced = {row.retry_of_id for row in rows}
    return [row for row in rows if row.pk not in replaced]


def models_of(rows: Sequence[Generation]) -> str:
    labels = list(dict.fromkeys(row.model_label for row in rows))
    return labels[0] if len(labels) == 1 else _("%(n)s models") % {"n": len(labels)}


def money_of(run: Run, rows: Sequence[Generation]) -> str:
    """ "$0.160 reserved", "$0.127 of $0.169 quoted", "$0.120", "Not charged", "price unknown".

    Counts what was tried again too. While something runs, what ended stands before what is reserved.
    """
    running = [row for row in rows if row.state in RUNNING]
    if any(row.quote is None for row in running) or any(
        row.cost is None and row.charged == Charged.YES for row in rows
    ):
        return _("price unknown")
    open_ones = quotes_of(row for row in rows if row.charged == Charged.MAYBE)
    billed = sum((row.cost or Decimal(0) for row in rows), Decimal(0))
    if running:
        reserved = quotes_of(running)
        words = _("%(price)s reserved") % {"price": price(reserved)}
        words = f"{price(billed)}, {words}" if billed else words
    else:
        words = price(billed) if billed else _("Not charged")
        if billed and run.quote is not None and run.quote != billed:
            words = _("%(price)s of %(quote)s quoted") % {"price": words, "quote": price(run.quote)}
    return f"{words}, {_('%(price)s unclear') % {'price': price(open_ones)}}" if open_ones else words


def billed_of(rows: Iterable[Generation]) -> Decimal | None:
    """US dollars that all came to; None where a part of it is not known."""
    rows = list(rows)
    if any(row.cost is None and row.charged != Charged.NO for row in rows):
        return None
    return sum((row.cost or Decimal(0) for row in rows), Decimal(0))


def quotes_of(rows: Iterable[Generation]) -> Decimal:
    """US dollars of those whose price is known."""
    return sum((row.quote for row in rows if row.quote is not None), Decimal(0))


def earlier_try(row: Generation) -> EarlierTry:
    return EarlierTry(
        _("One earlier try may have been charged (%(price)s).") % {"price": price(row.quote)}, closings(row)
    )


def actions_of(run: Run, rows: Sequence[Generation], known: Known) -> list[Act]:
    if any(row.state in CANCELLABLE and row.cancel_requested_at is None for row in rows):
        return [Act("cancel", _("Cancel the rest"), reverse("run-cancel", args=[run.pk]), "circle-stop")]
    if any(row.state in RUNNING for row in rows):
        return []
    failed = [row for row in rows if is_retried(row)]
    again = again_act(run, known)
    return [retry_failed_act(run, failed), again] if failed and len(rows) > 1 else [again]


def is_retried(row: Generation) -> bool:
    """Whether "Retry failed" takes it along."""
    return row.state in RETRYABLE and row.reason_code != "cancelled" and row.charged != Charged.MAYBE


def retry_failed_act(run: Run, failed: Sequence[Generation]) -> Act:
    """Names its rows, so that a second press tries none of the new ones again."""
    return Act(
        "retry-failed",
        _("Retry failed"),
        reverse("run-retry-failed", args=[run.pk]),
        "rotate-cw",
        price=_("price unknown") if any(row.quote is None for row in failed) else total(quotes_of(failed)),
        fields=tuple(("row", str(row.pk)) for row in failed),
    )


def again_act(run: Run, known: Known) -> Act:
    """A key of its own each time it is drawn: the same one pressed twice makes one run."""
    return Act(
        "again",
        _("Run again"),
        reverse("run-again", args=[run.pk]),
        "play",
        price=price_again(run, known),
        fields=(("key", new_key()),),
    )


def price_again(run: Run, known: Known) -> str:
    """What it costs today; empty where the rules take it no longer, which is said when it is pressed."""
    try:
        order = order_again(run, [reference.image for reference in run.run_references.all()], known)
    except Invalid:
        return ""
    return total(order.quote)


def running_of(user: Any) -> int:
    """Generations of this person that are not at their end."""
    return Generation.objects.filter(run__owner=user, state__in=RUNNING).count()
