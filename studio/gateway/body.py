"""Request bodies that hold files by path: written in small pieces, so that references cost no memory."""

import base64
import json
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.gateway.types import ReferenceFile

PIECE = 48 * 1024  # bytes read at once; a multiple of 3, so that base64 pieces join without padding


@dataclass(frozen=True, slots=True)
class FilePiece:
    path: Path
    base64: bool


@dataclass(frozen=True, slots=True)
class Body:
    """Bytes and files in order. Iterating reads the files; OSError where one is gone."""

    pieces: tuple[bytes | FilePiece, ...]

    @property
    def length(self) -> int:
        return sum(_length(piece) for piece in self.pieces)

    def told(self) -> str:
        """As text, each file as its name and size."""
        return "".join(_told(piece) for piece in self.pieces)

    def __iter__(self) -> Iterator[bytes]:
        for piece in self.pieces:
            if isinstance(piece, bytes):
                yield piece
            else:
                yield from _read(piece)


@dataclass(frozen=True, slots=True)
class Request:
    """A POST below the gateway's base address."""

    path: str
    content_type: str
    body: Body


class Attachments:
    """Places for files in a JSON document: ``inline`` gives a token that ``json_body`` replaces by the bytes."""

    def __init__(self) -> None:
        self._token = secrets.token_hex(8)
        self._files: list[ReferenceFile] = []

    def inline(self, file: ReferenceFile) -> str:
        """Stands for the file's bare base64."""
        self._files.append(file)
        return f"{self._token}:{len(self._files) - 1}:"

    def data_uri(self, file: ReferenceFile) -> str:
        return f"data:image/{file.format};base64,{self.inline(file)}"

    def json_body(self, document: Mapping[str, Any]) -> Body:
        rest = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")
        pieces: list[bytes | FilePiece] = []
        for number, file in enumerate(self._files):
            before, rest = rest.split(f"{self._token}:{number}:".encode(), 1)
            pieces += [before, FilePiece(file.path, base64=True)]
        return Body((*pieces, rest))


def json_request(path: str, document: Mapping[str, Any], attachments: Attachments | None = None) -> Request:
    return Request(path, "application/json", (attachments or Attachments()).json_body(document))


def multipart_request(
    path: str,
    fields: Mapping[str, Any],
    files: Sequence[tuple[str, ReferenceFile]],
    boundary: Callable[[], str] = lambda: secrets.token_hex(16),
) -> Request:
    """A form of text ``fields`` and (name, file) ``files``. Lists, maps and booleans are written as JSON does."""
    mark = boundary()
    pieces: list[bytes | FilePiece] = []
    for name, value in fields.items():
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        pieces.append(f"{head}{_form_text(value)}\r\n".encode(errors="replace"))
    for number, (name, file) in enumerate(files, start=1):
        disposition = f'form-data; name="{name}"; filename="{number}.{file.format}"'
        head = f"--{mark}\r\nContent-Disposition: {disposition}\r\nContent-Type: image/{file.format}\r\n\r\n"
        pieces += [head.encode(), FilePiece(file.path, base64=False), b"\r\n"]
    pieces.append(f"--{mark}--\r\n".encode(errors="replace"))
    return Request(path, f"multipart/form-data; boundary={mark}", Body(tuple(pieces)))


def _form_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _told(piece: bytes | FilePiece) -> str:
    if isinstance(piece, bytes):
        return piece.decode(errors="replace")
    return f"[{piece.path.stat().st_size} bytes{' in base64' if piece.base64 else ''}]"


def _length(piece: bytes | FilePiece) -> int:
    if isinstance(piece, bytes):
        return len(piece)
    size = piece.path.stat().st_size
    return (size + 2) // 3 * 4 if piece.base64 else size


def _read(piece: FilePiece) -> Iterator[bytes]:
    with piece.path.open("rb") as file:
        while block := file.read(PIECE):
            yield base64.b64encode(block) if piece.base64 else block
