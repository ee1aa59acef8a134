"""multipart/form-data, as much of RFC 7578 as clients send."""

import re
from dataclasses import dataclass

from studio.sandbox.problems import RequestError

BOUNDARY = re.compile(r'boundary="?([^";,]{1,200})"?', re.IGNORECASE)
NAME = re.compile(r'[; ]name="([^"]*)"')
FILENAME = re.compile(r'[; ]filename="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Part:
    """One field. ``filename`` is None for a plain field."""

    name: str
    filename: str | None
    data: bytes

    @property
    def text(self) -> str:
        return self.data.decode("utf-8", "replace")


def parse(content_type: str, body: bytes) -> list[Part]:
    """The parts in their order. Raises RequestError when it is no form."""
    match = BOUNDARY.search(content_type)
    if not content_type.lower().startswith("multipart/form-data") or match is None:
        raise RequestError(
            400, "Content-Type must be multipart/form-data with a boundary.", code="invalid_content_type"
        )
    pieces = body.split(b"--" + match[1].encode("latin-1"))
    if len(pieces) < 2 or not pieces[-1].startswith(b"--"):
        raise RequestError(400, "The form ends before its last boundary.", code="invalid_form")
    return [_part(piece) for piece in pieces[1:-1]]


def _part(piece: bytes) -> Part:
    head, gap, data = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    disposition = head.decode("utf-8", "replace")
    name = NAME.search(disposition)
    if not gap or name is None:
        raise RequestError(400, "A part of the form has no name.", code="invalid_form")
    filename = FILENAME.search(disposition)
    return Part(name[1], filename[1] if filename else None, data.removesuffix(b"\r\n"))
