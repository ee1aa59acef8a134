"""The ledger as people read it: one line a call, with what was quoted and what was billed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from gallery.cells import plain
from studio.models import Charged, Generation, LedgerEntry, PromptHelp
from studio.models.ledger import CHAT, LedgerQuerySet

COLUMNS = (
    *("when", "person", "team", "project", "run", "generation", "model", "vendor", "pictures", "state", "quoted"),
    *("billed", "money", "price", "book"),
)
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Line:
    """``billed`` US dollars, None while nobody knows; ``tone`` of its pill: note, good, warn or plain."""

    entry: LedgerEntry
    at: datetime
    quoted: Decimal
    billed: Decimal | None
    word: str
    tone: str


def lines(rows: LedgerQuerySet) -> LedgerQuerySet:
    return rows.with_rows().order_by("-at", "-pk")


def line_of(entry: LedgerEntry) -> Line:
    row = entry.call
    if row.charged == Charged.MAYBE:
        word, tone, billed = _("Unclear"), "warn", None
    elif not row.ended:
        word, tone, billed = _("Reserved"), "note", None
    elif row.charged == Charged.NO:
        word, tone, billed = _("Released"), "good", Decimal(0)
    else:
        word, tone, billed = _("Billed"), "", booked(row)
    return Line(entry, entry.at, entry.amount, billed, word, tone)


def booked(row: Generation | PromptHelp) -> Decimal | None:
    if isinstance(row, PromptHelp):
        return row.counted
    return row.cost if row.cost is not None else row.estimate


def table(rows: LedgerQuerySet) -> Iterator[list[str]]:
    """For a spreadsheet, oldest first; read in chunks, so that a long time needs no memory."""
    yield list(COLUMNS)
    ordered = rows.with_rows().order_by("at", "pk")
    for entry in ordered.iterator(chunk_size=CHUNK):
        yield [plain(cell) for cell in cells(line_of(entry))]


def cells(line: Line) -> list[Any]:
    entry, row = line.entry, line.entry.call
    words = isinstance(row, PromptHelp)
    return [
        timezone.localtime(line.at).isoformat(timespec="seconds"),
        entry.user.name,
        entry.team.name if entry.team else "",
        entry.project.name if entry.project else "",
        "" if words else row.run_id,
        row.pk,
        row.model if words else row.model_label,
        CHAT if words else row.vendor,
        0 if words else row.n,
        row.state,
        line.quoted,
        "" if line.billed is None else line.billed,
        line.word,
        "estimated" if entry.estimated else "listed",
        "demo" if entry.sandbox else "true",
    ]
