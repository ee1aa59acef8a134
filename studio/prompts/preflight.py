"""Rows before anything is spent: each judged by submission.check, with errors at its cells and its price."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from gallery.models import Image
from studio import offer, submission
from studio.catalogue import Invalid, ModelSpec, UnknownModel
from studio.models import BatchRow, RowState
from studio.prompts.tabulating import OWN, Row, Table

Known = Callable[[str], ModelSpec]


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a table's empty cells take, as they were posted."""

    model: str = ""
    aspect: str = ""
    count: str = "1"


@dataclass(frozen=True, slots=True)
class Figures:
    """What a batch comes to. ``total`` US dollars of the prices that are known; ``unknown`` rows have none, which are
    ``unknown_pictures`` of all.
    """

    rows: int = 0
    good: int = 0
    wrong: int = 0
    pictures: int = 0
    total: Decimal = field(default_factory=Decimal)
    unknown: int = 0
    unknown_pictures: int = 0


class Models:
    """Every model by its id, its label or its short label, fetched once for a whole table."""

    def __init__(self) -> None:
        self.by_name: dict[str, ModelSpec] = {}
        for spec in offer.all_models():
            for name in (spec.label, spec.short_label, spec.id, spec.id.rpartition("/")[2]):
                self.by_name.setdefault(name.casefold(), spec)

    def __call__(self, name: str) -> ModelSpec:
        """The one of this name; raises UnknownModel as the catalogue does."""
        try:
            return self.by_name[name.strip().casefold()]
        except KeyError:
            raise UnknownModel(name[:80]) from None


def rows_of(
    table: Table,
    defaults: Defaults,
    *,
    references: Sequence[Image] = (),
    roles: Sequence[str] = (),
    mask: Image | None = None,
) -> list[BatchRow]:
    """Rows that are not saved yet, in the order of the table. ``references`` and ``mask`` go with every one."""
    known = Models()
    rows = []
    for position, row in enumerate(table.rows):
        made = row_of(position, row, defaults)
        if any(roles):
            made.request["roles"] = list(roles)
        judge(made, known=known, references=references, mask=mask, found=row.errors)
        rows.append(made)
    return rows


def row_of(position: int, row: Row, defaults: Defaults) -> BatchRow:
    cells = row.cells
    options = {name: value for name, value in cells.items() if name not in OWN}
    request: dict[str, Any] = {
        "models": [{"id": cells.get("model") or defaults.model, "options": options}],
        "aspect": cells.get("aspect") or defaults.aspect or None,
        "count": cells.get("count") or defaults.count,
    }
    return BatchRow(position=position, number=row.number, prompt=cells.get("prompt", ""), request=request)


def judge(
    row: BatchRow,
    *,
    known: Known,
    references: Sequence[Image] = (),
    mask: Image | None = None,
    found: Mapping[str, list[str]] | None = None,
) -> None:
    """Writes price and pictures into the row, or errors by cell. A model's name becomes its id."""
    errors = {name: list(sentences) for name, sentences in (found or {}).items()}
    try:
        order = submission.check(prompt=row.prompt, references=references, mask=mask, known=known, **row.request)
        row.quote, row.pictures = order.quote, sum(asked.count for asked in order.asked)
        for wanted, asked in zip(row.request["models"], order.asked, strict=True):
            wanted["id"] = asked.spec.id
    except Invalid as invalid:
        for place, sentences in invalid.errors.items():
            errors.setdefault(cell_of(place), []).extend(sentences)
    row.errors = errors
    row.state = RowState.WRONG if errors else RowState.WAITING


def cell_of(place: str) -> str:
    """The column at which an error of submission.check stands: "models.0.options.seed" is the seed's."""
    name = place.removeprefix("models.0.")
    if name in ("id", "models"):
        return "model"
    return name.removeprefix("options.")


def figures_of(rows: Sequence[BatchRow]) -> Figures:
    good = [row for row in rows if row.state != RowState.WRONG]
    return Figures(
        rows=len(rows),
        good=len(good),
        wrong=len(rows) - len(good),
        pictures=sum(row.pictures for row in good),
        total=sum((row.quote for row in good if row.quote is not None), Decimal(0)),
        unknown=sum(row.quote is None for row in good),
        unknown_pictures=sum(row.pictures for row in good if row.quote is None),
    )
