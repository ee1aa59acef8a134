"""What outlives a restart, where a folder is given: accepted tasks as JSON, and the files behind result links."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DRAFT = ".draft"


class Shelf:
    """``folder`` None keeps nothing. A file is whole or absent: each is written aside and renamed."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        for name in ("tasks", "links") if folder else ():
            (folder / name).mkdir(parents=True, exist_ok=True, mode=0o700)  # type: ignore[operator]

    def put_task(self, name: str, note: dict[str, Any]) -> None:
        """Remembers this task under its id."""
        self._write("tasks", name, json.dumps(note).encode())

    def put_link(self, token: str, note: dict[str, Any], data: bytes) -> None:
        """The note is one line of JSON before the bytes."""
        self._write("links", token, json.dumps(note).encode() + b"\n" + data)

    def drop_task(self, name: str) -> None:
        """Forgets it; a name that is not there is no error."""
        self._drop("tasks", name)

    def drop_link(self, token: str) -> None:
        """Forgets it; a token that is not there is no error."""
        self._drop("links", token)

    def tasks(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The oldest first."""
        for path in self._files("tasks"):
            yield path.name, json.loads(path.read_bytes())

    def links(self) -> Iterator[tuple[str, dict[str, Any], bytes]]:
        """The oldest first."""
        for path in self._files("links"):
            note, _, data = path.read_bytes().partition(b"\n")
            yield path.name, json.loads(note), data

    def _write(self, kind: str, name: str, data: bytes) -> None:
        if self.folder is None:
            return
        draft = self.folder / kind / f"{name}{DRAFT}"
        draft.write_bytes(data)
        draft.rename(draft.with_name(name))

    def _drop(self, kind: str, name: str) -> None:
        if self.folder is not None:
            (self.folder / kind / name).unlink(missing_ok=True)

    def _files(self, kind: str) -> list[Path]:
        if self.folder is None:
            return []
        found = [path for path in (self.folder / kind).iterdir() if path.suffix != DRAFT]
        return sorted(found, key=lambda path: path.stat().st_mtime)
