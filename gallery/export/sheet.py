"""A contact sheet as PDF on A4: many small, some with their recipes, or one a page."""

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from gallery.export import lettering
from gallery.export.lettering import BOLD, cut, wrapped, write

MOST = 500  # pictures of a sheet: it is built in memory
MARGIN, HEAD, GAP = 40.0, 34.0, 14.0
INK, QUIET, LINE, WAIT = (0.13, 0.13, 0.13), (0.42, 0.42, 0.42), (0.82, 0.82, 0.82), (0.93, 0.93, 0.93)
LAYOUTS = {
    "small": gettext_lazy("Twenty a page"),
    "recipes": gettext_lazy("Four a page, with recipes"),
    "large": gettext_lazy("One a page"),
}
SIDES = {"small": 480, "recipes": 800, "large": 1600}  # pixels of the longest side that is embedded
PER_PAGE = {"small": 20, "recipes": 4, "large": 1}


@dataclass(frozen=True, slots=True)
class Piece:
    """``jpeg`` None where the file could not be read; ``facts`` label and words each."""

    number: int
    name: str
    jpeg: bytes | None
    width: int
    height: int
    line: str
    prompt: str = ""
    facts: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """In points from the lower left corner of the page."""

    x: float
    y: float
    width: float
    height: float


def draw(target: IO[bytes], pieces: Iterable[Piece], *, layout: str, title: str, day: str, total: int) -> None:
    """Writes the sheet. ``total`` pictures are announced at its head."""
    lettering.register()
    canvas = Canvas(target, pagesize=A4, pageCompression=1)
    canvas.setTitle(title)
    canvas.setCreator("Pinacoteca")
    canvas.setSubject(_("Contact sheet"))
    number_in_words = ngettext("%(n)d picture", "%(n)d pictures", total) % {"n": total}
    pages = -(-total // PER_PAGE[layout])
    left = iter(pieces)
    for page in range(1, pages + 1):
        header(canvas, title, f"{number_in_words}, {day}", f"{page} / {pages}")
        for piece, cell in zip(islice(left, PER_PAGE[layout]), cells(layout), strict=False):
            DRAWN[layout](canvas, piece, cell)
        canvas.showPage()
    canvas.save()


def header(canvas: Any, title: str, told: str, page: str) -> None:
    width, height = A4
    top = height - MARGIN
    canvas.setFillColorRGB(*INK)
    write(canvas, (MARGIN, top - 8), cut(title, 11, width - 2 * MARGIN - 190, BOLD), 11, BOLD)
    canvas.setFillColorRGB(*QUIET)
    write(canvas, (width - MARGIN - lettering.width(told, 8), top - 8), told, 8)
    canvas.setStrokeColorRGB(*LINE)
    canvas.line(MARGIN, top - 18, width - MARGIN, top - 18)
    write(canvas, (width - MARGIN - lettering.width(page, 8), MARGIN - 18), page, 8)


def cells(layout: str) -> Iterator[Cell]:
    across, down = {"small": (4, 5), "recipes": (1, 4), "large": (1, 1)}[layout]
    room_x, room_y = A4[0] - 2 * MARGIN, A4[1] - 2 * MARGIN - HEAD
    width, height = (room_x - GAP * (across - 1)) / across, (room_y - GAP * (down - 1)) / down
    for index in range(across * down):
        column, row = index % across, index // across
        top = A4[1] - MARGIN - HEAD - row * (height + GAP)
        yield Cell(MARGIN + column * (width + GAP), top - height, width, height)


def small(canvas: Any, piece: Piece, cell: Cell) -> None:
    picture(canvas, piece, Cell(cell.x, cell.y + 26, cell.width, cell.height - 26), low=True)
    caption(canvas, piece, cell.x, cell.y + 16, cell.width)


def caption(canvas: Any, piece: Piece, x: float, y: float, room: float) -> None:
    canvas.setFillColorRGB(*INK)
    write(canvas, (x, y), cut(f"{piece.number}  {piece.name}", 7, room, BOLD), 7, BOLD)
    canvas.setFillColorRGB(*QUIET)
    write(canvas, (x, y - 10), cut(piece.line, 7, room), 7)


def with_recipe(canvas: Any, piece: Piece, cell: Cell) -> None:
    side = cell.height
    picture(canvas, piece, Cell(cell.x, cell.y, side, side))
    x, room, y = cell.x + side + 20, cell.width - side - 20, cell.y + cell.height - 10
    canvas.setFillColorRGB(*INK)
    write(canvas, (x, y), cut(f"{piece.number}  {piece.name}", 10, room, BOLD), 10, BOLD)
    y = lines(canvas, wrapped(piece.prompt, 8.5, room, 5), x, y - 16)
    facts(canvas, piece.facts, x, y - 6, room)


def lines(canvas: Any, texts: Iterable[str], x: float, y: float) -> float:
    """A prompt, line by line; the height at which it ends."""
    for text in texts:
        write(canvas, (x, y), text, 8.5)
        y -= 12
    return y


def facts(canvas: Any, told: Sequence[tuple[str, str]], x: float, y: float, room: float) -> None:
    for label, words in told:
        canvas.setFillColorRGB(*QUIET)
        write(canvas, (x, y), cut(label, 7.5, 64), 7.5)
        canvas.setFillColorRGB(*INK)
        write(canvas, (x + 70, y), cut(words, 7.5, room - 70), 7.5)
        y -= 11.5


def large(canvas: Any, piece: Piece, cell: Cell) -> None:
    words = wrapped(piece.prompt, 8.5, cell.width, 3)
    room = cell.height - 34 - 12 * len(words)
    y = picture(canvas, piece, Cell(cell.x, cell.y + cell.height - room, cell.width, room)) - 16
    canvas.setFillColorRGB(*INK)
    write(canvas, (cell.x, y), cut(f"{piece.number}  {piece.name}", 10, cell.width, BOLD), 10, BOLD)
    canvas.setFillColorRGB(*QUIET)
    write(canvas, (cell.x, y - 13), cut(piece.line, 8.5, cell.width), 8.5)
    canvas.setFillColorRGB(*INK)
    lines(canvas, words, cell.x, y - 27)


def picture(canvas: Any, piece: Piece, cell: Cell, *, low: bool = False) -> float:
    """Whole within its cell, never cropped: at its top left, or with ``low`` standing on the cell's lower edge. Returns
    the height at which it ends.
    """
    scale = min(cell.width / piece.width, cell.height / piece.height)
    width, height = piece.width * scale, piece.height * scale
    y = cell.y if low else cell.y + cell.height - height
    if piece.jpeg is None:
        canvas.setFillColorRGB(*WAIT)
        canvas.rect(cell.x, y, width, height, stroke=0, fill=1)
        canvas.setFillColorRGB(*QUIET)
        write(canvas, (cell.x + 6, y + 6), cut(_("File missing"), 7, width - 12), 7)
        return y
    canvas.drawImage(ImageReader(io.BytesIO(piece.jpeg)), cell.x, y, width, height)
    return y


DRAWN: dict[str, Callable[[Any, Piece, Cell], None]] = {"small": small, "recipes": with_recipe, "large": large}
