"""JUMBF: boxes in boxes, each with a label. Read to a depth and a number."""

from collections.abc import Iterator
from dataclasses import dataclass, field

DEEPEST = 8
MOST_BOXES = 4000


class Unreadable(ValueError):  # noqa: N818 (never leaves this package)
    """No boxes, or more of them than anybody needs."""


@dataclass(slots=True)
class Box:
    """``data``: all of a superbox after its head, as hashes are made over it. ``content``: of the first box within
    that is not one itself.
    """

    label: str
    data: bytes
    content: bytes = b""
    boxes: list["Box"] = field(default_factory=list)

    def find(self, *labels: str) -> "Box | None":
        """The first box within of one of these labels; those that end in a dot only begin with it."""
        for label in labels:
            for box in self.boxes:
                if box.label == label or (label.endswith(".") and box.label.startswith(label)):
                    return box
        return None


def read(store: bytes) -> Box:
    """The outermost superbox. Raises Unreadable."""
    found = next(split(store), None)
    if found is None or found[0] != b"jumb":
        raise Unreadable("no box")
    return superbox(found[1], 0, [0])


def superbox(data: bytes, depth: int, met: list[int]) -> Box:
    met[0] += 1
    if depth > DEEPEST or met[0] > MOST_BOXES:
        raise Unreadable("too much")
    box = Box("", data)
    for kind, inner in split(data):
        if kind == b"jumd" and not box.label:
            box.label = label_of(inner)
        elif kind == b"jumb":
            box.boxes.append(superbox(inner, depth + 1, met))
        elif not box.content and kind in (b"cbor", b"json", b"bfdb", b"bidb"):
            box.content = inner
    return box


def label_of(description: bytes) -> str:
    """After a UUID and a byte that says what follows."""
    if len(description) < 18 or not description[16] & 2:
        return "?"
    return description[17:].partition(b"\0")[0].decode("utf-8", "replace") or "?"


def split(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(kind, content) of each box side by side."""
    place = 0
    while place + 8 <= len(data):
        length, kind, head = int.from_bytes(data[place : place + 4]), data[place + 4 : place + 8], 8
        if length == 1:
            length, head = int.from_bytes(data[place + 8 : place + 16]), 16
        elif length == 0:
            length = len(data) - place
        if length < head or place + length > len(data):
            raise Unreadable("a box that is longer than what holds it")
        yield kind, data[place + head : place + length]
        place += length
