"""Answers on disk. A paid answer is stored whole before anything reads it, so that a crash costs nothing.

``<spool>``: one line of JSON (``Head``), then the body as it came. ``<spool>.part`` while it arrives.
``<spool>.<i>``: the decoded bytes of the answer's i-th picture, where it came inline.
Large base64 texts are never parsed: they are cut out of the mapped file, and decoded from there piece by piece.
"""

import binascii
import hashlib
import json
import mmap
import os
import re
import secrets
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pybase64

from studio.gateway import classify
from studio.gateway.errors import NotAPicture
from studio.gateway.extract import Answer, Item, extract
from studio.gateway.redaction import redact
from studio.gateway.types import Picture, Pictures, Receipt

BODY_MAX = 192 * 1024 * 1024  # bytes of one answer: ten 4K pictures as base64, and some
PLAIN_MAX = 8 * 1024 * 1024  # bytes of JSON beside the pictures
CUT_FROM = 4096  # base64 characters from which a text is cut out
DECODE_PIECE = 1 << 16  # base64 characters decoded at once; a multiple of 4: it stays in the core's own memory
READS_AT_ONCE = 2  # answers open at once: a mapped answer is memory, and two cores decode no more

Bytes = bytes | mmap.mmap

_reading = threading.BoundedSemaphore(READS_AT_ONCE)
_PICTURE_TEXT = re.compile(rb"(?:data:[\w\\/+.;=-]{0,64},)?[A-Za-z0-9+/_\\-]{64}")
_ESCAPED = re.compile(rb"(?:[A-Za-z0-9+/=_-]++|\\[/nr]|\\u00(?:3[dD]|2[bBfF]))++")
_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_DATA_PREFIX = re.compile(rb"data:[\w\\/+.;=-]{0,64},")


@dataclass(frozen=True, slots=True)
class Head:
    """What must be kept of an answer beside its body."""

    status: int
    lane: str
    family: str
    type: str = ""
    request_id: str = ""
    retry_after: float | None = None
    v: int = 1


def part(spool: Path) -> Path:
    return spool.with_name(f"{spool.name}.part")


def picture_path(spool: Path, index: int) -> Path:
    return spool.with_name(f"{spool.name}.{index}")


def store(spool: Path, head: Head, chunks: Iterable[bytes]) -> None:
    """Writes the answer beside its place, forces it to disk, then gives it its name. Unreadable over BODY_MAX."""
    spool.parent.mkdir(parents=True, exist_ok=True)
    size = 0
    with part(spool).open("wb") as file:
        file.write(json.dumps(asdict(head)).encode() + b"\n")
        for chunk in chunks:
            size += len(chunk)
            if size > BODY_MAX:
                raise classify.unreadable(f"The answer is larger than {BODY_MAX} bytes.", request_id=head.request_id)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    part(spool).replace(spool)


def settle(spool: Path) -> Pictures | Receipt:
    """Reads a stored answer: its pictures decoded beside it, its receipt, or the GatewayError that it amounts to."""
    with _reading, _opened(spool) as (head, body):
        if head.type.startswith("image/") and head.status < 300:
            return _raw_picture(spool, head, body)
        text, cuts = cut(body)
        document = _document(text)
        words = text.decode(errors="replace") if document is None or head.status >= 300 else ""
        request_id = head.request_id or classify.request_id_in(words)
        if head.status >= 300:
            said = words if document is None else document
            raise classify.http_error(
                head.status, said, request_id=request_id, retry_after=head.retry_after, family=head.family
            )
        if document is None:
            raise classify.unreadable(words or "The answer is empty.", request_id=request_id)
        answer = extract(document, family=head.family, request_id=request_id)
        if answer.task_id:
            return Receipt(answer.task_id, request_id)
        if not answer.items:
            raise classify.unreadable(f"The answer says {answer.status}, but names no task.", request_id=request_id)
        return _pictures(spool, answer, Cuts(body, cuts), request_id)


@contextmanager
def _opened(spool: Path) -> Iterator[tuple[Head, Bytes]]:
    with spool.open("rb") as file:
        head = Head(**json.loads(file.readline()))
        start = file.tell()
        if start == spool.stat().st_size:
            yield head, b""
        else:
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
                mapped.seek(start)
                yield head, mapped


def _document(text: bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def cut(body: Bytes) -> tuple[bytes, dict[str, tuple[int, int]]]:
    """The JSON with a short stand-in for each large base64 text, and where in ``body`` each of those lies.

    A stand-in looks like base64 itself, and two equal texts get the same one.
    """
    token, pieces, cuts = secrets.token_hex(32), [], {}  # type: ignore[var-annotated]
    done = opening = _start(body)
    size = 0
    while (opening := body.find(b'"', opening)) != -1 and (closing := body.find(b'"', opening + 1)) != -1:
        found = _picture_text(body, opening + 1, closing)
        if found:
            name = _twin(body, cuts, *found) or f"{token}{len(cuts):04d}"
            cuts[name] = found
            pieces += [body[done : found[0]], name.encode()]
            size += found[0] - done
            done = closing
        if opening - done > PLAIN_MAX - size:
            raise classify.unreadable(f"The answer holds more than {PLAIN_MAX} bytes beside its pictures.")
        opening = closing
    pieces.append(body[done : done + PLAIN_MAX])
    return b"".join(pieces), cuts


def _start(body: Bytes) -> int:
    return body.tell() if isinstance(body, mmap.mmap) else 0


def _picture_text(body: Bytes, start: int, end: int) -> tuple[int, int] | None:
    if end - start < CUT_FROM or not _PICTURE_TEXT.match(body, start):
        return None
    prefix = _DATA_PREFIX.match(body, start)
    start = prefix.end() if prefix else start
    if body.find(b"\\", start, end) != -1 and not _ESCAPED.fullmatch(body, start, end):
        return None
    return start, end


def _twin(body: Bytes, cuts: Mapping[str, tuple[int, int]], start: int, end: int) -> str:
    same_length = (name for name, (first, last) in cuts.items() if last - first == end - start)
    return next((name for name in same_length if _equal(body, cuts[name][0], start, end - start)), "")


def _equal(body: Bytes, first: int, second: int, length: int) -> bool:
    steps = range(0, length, DECODE_PIECE)
    return all(
        body[first + at : first + min(at + DECODE_PIECE, length)]
        == body[second + at : second + min(at + DECODE_PIECE, length)]
        for at in steps
    )


def _pictures(spool: Path, answer: Answer, cuts: "Cuts", request_id: str) -> Pictures:
    items = tuple(_picture(picture_path(spool, index), item, cuts) for index, item in enumerate(answer.items))
    return Pictures(items, request_id, answer.usage, redact(answer.note))


def _picture(to: Path, item: Item, cuts: "Cuts") -> Picture:
    if not item.data:
        return Picture(item.url, None, item.revised_prompt, item.seed, item.error, item.reported)
    source, start, end = cuts.find(item.data)
    try:
        sha256 = decode(source, start, end, to)
    except binascii.Error:
        return Picture(error=NotAPicture("The picture's base64 text is broken."))
    return Picture("", to, item.revised_prompt, item.seed, reported=item.reported, sha256=sha256)


@dataclass(frozen=True, slots=True)
class Cuts:
    body: Bytes
    places: Mapping[str, tuple[int, int]]

    def find(self, data: str) -> tuple[Bytes, int, int]:
        """Where the base64 text that ``data`` is, or stands for, lies."""
        if data not in self.places:
            text = "".join(data.split()).encode(errors="replace")
            return text, 0, len(text)
        start, end = self.places[data]
        if self.body.find(b"\\", start, end) == -1:
            return self.body, start, end
        text = unescaped(self.body[start:end])
        return text, 0, len(text)


def decode(source: Bytes, start: int, end: int, to: Path) -> str:
    """Base64 (either alphabet, padded or not) into a file; returns its SHA-256. binascii.Error where it is none."""
    digest = hashlib.sha256()
    with part(to).open("wb") as file:
        for at in range(start, end, DECODE_PIECE):
            piece = bytes_of(source[at : min(at + DECODE_PIECE, end)])
            digest.update(piece)
            file.write(piece)
    part(to).replace(to)
    return digest.hexdigest()


def unescaped(text: bytes) -> bytes:
    """Base64 as JSON may write it, its slashes and signs escaped or its lines broken. Held whole: few vendors do it."""
    return "".join(json.loads(b'"%b"' % text).split()).encode()


def bytes_of(text: bytes) -> bytes:
    """Strictly first: what passes over strange characters takes twice as long."""
    padded = text + b"=" * (-len(text) % 4)
    try:
        return pybase64.b64decode(padded, validate=True)
    except binascii.Error:
        return pybase64.b64decode(padded.translate(_URL_SAFE))


def _raw_picture(spool: Path, head: Head, body: Bytes) -> Pictures:
    to = picture_path(spool, 0)
    with part(to).open("wb") as file:
        for at in range(_start(body), len(body), DECODE_PIECE):
            file.write(body[at : at + DECODE_PIECE])
    part(to).replace(to)
    return Pictures((Picture(path=to),), head.request_id)
