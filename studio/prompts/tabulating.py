"""A table of prompts out of a file or of pasted text: CSV with a head, or one prompt a line. Pure.

The head names the columns, in any order: ``prompt``, and as wanted ``model``, ``aspect``, ``count``; any other name
is an option of the model, such as ``seed`` or ``quality``. Commas, semicolons and tabs part cells; quotes hold
those that contain them. Empty lines are passed over.
"""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from studio.catalogue.wording import phrase

MOST_ROWS = 1000
MOST_COLUMNS = 60
MOST_BYTES = 4 * 1024 * 1024
COUNTED_TO = 100_000  # rows; beyond it nobody needs the figure
CELL_MAX = 40_000  # characters
HEAD_MAX = 10_000  # characters of a line that may be a head
SEPARATORS = (",", ";", "\t")
LARGE = "larger than field limit"  # in the reader's words
NONE = "\x1f"  # of a table with one column, whose commas are its prompts' own
OWN = ("prompt", "model", "aspect", "count")
SAME = {"prompts": "prompt", "models": "model", "shape": "aspect", "ratio": "aspect", "pictures": "count", "n": "count"}
MARKED = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
ENCODING = phrase(
    "This file is neither UTF-8 nor UTF-16 with a mark at its start, so its letters would be guessed. "
    "Save it as “CSV UTF-8” and choose it again."
)


class Unreadable(ValueError):  # noqa: N818 (reads as a sentence where it is raised)
    """Nothing can be made of it; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """``number``: the line it begins on. ``cells`` by column, trimmed, empty ones left out; ``errors`` by column."""

    number: int
    cells: dict[str, str]
    errors: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """``columns`` in the order of the head; ("prompt",) for a plain list."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def decoded(data: bytes) -> str:
    """The text of a file.

    Raises:
        Unreadable: too large, or an encoding that would have to be guessed.
    """
    if len(data) > MOST_BYTES:
        raise Unreadable(phrase("The file is larger than {most_bytes} MB. Split it.", most_bytes=MOST_BYTES >> 20))
    encoding = next((name for mark, name in MARKED if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeError:
        raise Unreadable(ENCODING) from None
    if "\0" in text:
        raise Unreadable(ENCODING)
    return text


def read(text: str) -> Table:
    """The table in a text.

    Raises:
        Unreadable: nothing in it, a head without a prompt column, an open quote, or too many rows.
    """
    text = text.removeprefix("\ufeff").replace("\0", "")
    first = next((line for line in text.splitlines() if line.strip()), "")
    if not first:
        raise Unreadable(phrase("There is nothing here yet. Paste prompts, one a line, or a table with a head."))
    separator = separator_of(first)
    if separator is None:
        return listed(text)
    return tabled(text, separator)


def separator_of(head: str) -> str | None:
    """What parts the cells of a head; None where the line is no head."""
    if len(head) > HEAD_MAX:
        return None
    for separator in SEPARATORS:
        names = [name_of(cell) for cell in next(csv.reader([head], delimiter=separator), [])]
        if names == ["prompt"]:
            return NONE
        if "prompt" in names:
            return separator
        if len(names) > 1 and len(set(names) & set(OWN)) > 0 and all(len(name) <= 40 for name in names):
            raise Unreadable(phrase("The head has no column named prompt. Name the column that holds the prompts so."))
    return None


def name_of(cell: str) -> str:
    """A column by its name: in lower case, since nobody means another one; options keep their own case."""
    plain = cell.strip()
    known = plain.casefold()
    known = SAME.get(known, known)
    return known if known in OWN else plain


def listed(text: str) -> Table:
    lines = ((number, line.strip()) for number, line in enumerate(text.splitlines(), start=1))
    return Table(("prompt",), capped(Row(number, {"prompt": line}) for number, line in lines if line))


def tabled(text: str, separator: str) -> Table:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    records = numbered(lines)
    _, head = next(records)
    columns = judged(tuple(name_of(cell) for cell in head))
    rows = capped(row_of(number, cells, columns) for number, cells in records)
    if not rows:
        raise Unreadable(phrase("The table has a head and no rows."))
    return Table(tuple(column for column in columns if column), rows)


def numbered(lines: Any) -> Iterator[tuple[int, list[str]]]:
    """Records that hold something, with the line that each begins on.

    The reader's own limit of a cell belongs to the whole process, so it stays as it is, far above ours.
    """
    try:
        begins = 1
        for cells in lines:
            if any(len(cell) > CELL_MAX for cell in cells):
                raise unreadable(lines.line_num, told(LARGE))
            if any(cell.strip() for cell in cells):
                yield begins, cells
            begins = lines.line_num + 1
    except csv.Error as error:
        raise unreadable(lines.line_num, told(str(error))) from None


def unreadable(line: int, words: str) -> Unreadable:
    return Unreadable(phrase("Line {line} cannot be read: {told}", line=line, told=words))


def told(words: str) -> str:
    if "end of data" in words:
        return phrase("a quote is opened and never closed.")
    if "expected after" in words:
        return phrase("something stands behind a closing quote. Write two quotes for one inside a cell.")
    if LARGE in words:
        return phrase("a cell has more than {cell_max} characters. A quote may be open.", cell_max=CELL_MAX)
    return f"{words}."


def judged(columns: tuple[str, ...]) -> tuple[str, ...]:
    while columns and not columns[-1]:
        columns = columns[:-1]
    if len(columns) > MOST_COLUMNS:
        raise Unreadable(
            phrase(
                "The head names {count} columns; a table has {most_columns} at most.",
                count=len(columns),
                most_columns=MOST_COLUMNS,
            )
        )
    if twice := sorted({column for column in columns if column and columns.count(column) > 1}):
        raise Unreadable(phrase("The head names {twice} twice.", twice=twice[0]))
    return columns


def row_of(number: int, cells: list[str], columns: tuple[str, ...]) -> Row:
    known = {column: cell.strip() for column, cell in zip(columns, cells, strict=False) if column and cell.strip()}
    left = [cell for cell in cells[len(columns) :] if cell.strip()]
    left += [cell for column, cell in zip(columns, cells, strict=False) if not column and cell.strip()]
    if left:
        sentence = phrase(
            "This line has a cell under no name: “{name}”. Quote cells that hold separators.",
            name=left[0].strip()[:40],
        )
        return Row(number, known, {"row": [sentence]})
    return Row(number, known)


def capped(rows: Iterator[Row]) -> tuple[Row, ...]:
    """All rows, unless there are too many; these are counted and not kept."""
    kept: list[Row] = []
    more = 0
    for row in rows:
        if len(kept) < MOST_ROWS:
            kept.append(row)
            continue
        more += 1
        if len(kept) + more >= COUNTED_TO:
            break
    if more:
        found, most = thousands(len(kept) + more), thousands(MOST_ROWS)
        raise Unreadable(
            phrase(
                "There are {found} rows here; a batch takes {most}. Split the table and run it in parts.",
                found=found,
                most=most,
            )
        )
    return tuple(kept)


def written(rows: Sequence[Row]) -> str:
    """Rows that came in another way as the text of a table, to be changed by hand later."""
    columns = list(dict.fromkeys(["prompt", *(name for row in rows for name in row.cells)]))
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(columns)
    lines.writerows([row.cells.get(name, "") for name in columns] for row in rows)
    return text.getvalue()


def thousands(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")
