"""A ZIP whose length is known before its first byte, sent file by file. Nothing is compressed: pictures already are.
Where files are made on the way its length is not known.

A file that goes away on the way is filled up with zeros, so that the length holds, and NOTES.txt, the last entry and
as long as was said, tells which it was.
"""

from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import structlog
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from zipstream import ZipStream

from gallery.files import storage

log = structlog.get_logger(__name__)

PIECE = 256 * 1024
NOTES = "NOTES.txt"
ROOM = 4096  # bytes of NOTES.txt for files that are lost on the way
MOST_NAMED = 2000  # missing files that are named


@dataclass(frozen=True, slots=True)
class Entry:
    """``key``: its name in the storage; "" where ``path`` says where it lies on this host, or ``made`` gives its bytes
    when its turn comes. ``size`` in bytes, None where nobody knows before. ``still`` is asked at its turn: False where
    it must not leave any more.
    """

    name: str
    size: int | None
    key: str = ""
    path: Path | None = None
    made: Callable[[], Iterator[bytes]] | None = None
    still: Callable[[], bool] | None = None

    def pieces(self) -> Iterator[bytes]:
        if self.still and not self.still():
            raise FileNotFoundError(self.name)
        if self.made:
            return self.made()
        return read(self.path) if self.path else stored(self.key)


def read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def stored(key: str) -> Iterator[bytes]:
    with default_storage.open(key) as file:
        while piece := file.read(PIECE):
            yield piece


@dataclass(slots=True)
class Told:
    """What NOTES.txt says: files that were ``missing`` before and are left out, and those ``lost`` on the way."""

    number: int = 0
    missing: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    more: list[str] = field(default_factory=list)

    def text(self) -> str:
        parts = [ngettext("%(n)d picture.", "%(n)d pictures.", self.number) % {"n": self.number}, *self.more]
        if self.missing:
            parts += ["", _("Not in this ZIP, since their files could not be read:"), *named(self.missing)]
        if self.lost:
            parts += ["", _("Empty in this ZIP, since their files went away while it was sent:"), *named(self.lost)]
        if not self.missing and not self.lost:
            parts += [_("Nothing is missing.")]
        return "\n".join(parts) + "\n"


def named(names: list[str]) -> list[str]:
    shown = [f"- {name}" for name in names[:MOST_NAMED]]
    left = len(names) - MOST_NAMED
    return [*shown, _("and %(n)d more") % {"n": left}] if left > 0 else shown


class Packed:
    """The ZIP as an iterator of bytes; ``length`` of all of it, None where it is not known. Closing it removes what was
    made for it.
    """

    def __init__(self, entries: list[Entry], told: Told, cleaning: ExitStack):
        self.told, self.cleaning = told, cleaning
        sized = all(entry.size is not None for entry in entries)
        archive = ZipStream(sized=sized)
        for entry in entries:
            archive.add(Lazy(partial(filled, entry, told.lost)), entry.name, size=entry.size)
        room = len(told.text().encode()) + ROOM
        archive.add(Lazy(lambda: iter([padded(told.text(), room)])), NOTES, size=room)
        self.length = len(archive) if sized else None
        self.pieces = gathered(iter(archive))

    def __iter__(self) -> "Packed":
        return self

    def __next__(self) -> bytes:
        return next(self.pieces)

    def close(self) -> None:
        with suppress(ValueError):  # another thread is in the middle of a piece
            self.pieces.close()
        self.cleaning.close()


class Lazy:
    """Bytes that begin when they are asked for."""

    def __init__(self, begin: Callable[[], Iterator[bytes]]):
        self.begin = begin

    def __iter__(self) -> Iterator[bytes]:
        return self.begin()


def filled(entry: Entry, lost: list[str]) -> Iterator[bytes]:
    """Exactly ``entry.size`` bytes, whatever happens to the file; where that is not known as many as there are."""
    left = entry.size or 0
    try:
        for piece in entry.pieces():
            if entry.size is None:
                yield piece
            elif left:
                yield piece[:left]
                left = max(0, left - len(piece))
    except Exception as error:  # of any storage
        log.warning("lost_while_packing", name=entry.name, error=str(error))
        left = left or -1
    if left:
        lost.append(entry.name)
    left = max(left, 0)
    while left:
        blank = bytes(min(PIECE, left))
        left -= len(blank)
        yield blank


def padded(text: str, room: int) -> bytes:
    """Cut at a line where the room ends, filled up with line ends."""
    data = text.encode()
    if len(data) > room:
        data = data[: room - 4].rpartition(b"\n")[0] + b"\n...\n"
    return data[:room].ljust(room, b"\n")


def gathered(pieces: Iterator[bytes]) -> Generator[bytes]:
    """Small pieces joined: each that leaves is a way to the network and back."""
    held = bytearray()
    for piece in pieces:
        held += piece
        if len(held) >= PIECE:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)


def size_of(key: str, known: int) -> int | None:
    """Bytes of a stored file: looked up on this host, taken from the row for a store elsewhere. None: not there."""
    path = storage.local_path(key)
    if path is None:
        return known
    try:
        return path.stat().st_size
    except OSError:
        return None
