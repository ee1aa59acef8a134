"""A bare HTTP/1.1 client on asyncio's sockets, so that what is measured is the other side."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

LIMIT = 1 << 22  # bytes that a reader may hold: one answer of the sandbox


class Refused(Exception):  # noqa: N818 (reads as a sentence where it is raised)
    """The server answered with something else than was asked for."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


def head_of(method: str, target: str, host: str, headers: Mapping[str, str], length: int | None) -> bytes:
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host}", *(f"{name}: {value}" for name, value in headers.items())]
    lines += [f"Content-Length: {length}"] if length is not None else []
    return "\r\n".join([*lines, "", ""]).encode()


async def read_head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    first, *rest = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").rstrip("\r\n").split("\r\n")
    pairs = (line.partition(":") for line in rest)
    return int(first.split(" ", 2)[1]), {name.lower(): value.strip() for name, _, value in pairs}


async def read_chunks(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
        yield (await reader.readexactly(size + 2))[:-2]
    await reader.readuntil(b"\r\n")


@dataclass
class Line:
    """One keep-alive connection to an origin, opened on first use."""

    origin: str
    headers: Mapping[str, str] = field(default_factory=dict)
    streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self.streams is None or self.streams[0].at_eof() or self.streams[1].is_closing():
            parts = urlsplit(self.origin)
            self.streams = await asyncio.open_connection(parts.hostname, parts.port, limit=LIMIT)
        return self.streams

    async def ask(self, method: str, target: str, body: Any = None, **headers: str) -> Answer:
        reader, writer = await self.open()
        data = json.dumps(body).encode() if body is not None else b""
        sent = dict(self.headers) | headers | ({"Content-Type": "application/json"} if data else {})
        host = urlsplit(self.origin).netloc
        writer.write(head_of(method, target, host, sent, len(data) if method == "POST" else None) + data)
        status, found = await read_head(reader)
        if found.get("transfer-encoding") == "chunked":
            content = b"".join([piece async for piece in read_chunks(reader)])
        else:
            content = await reader.readexactly(int(found.get("content-length", 0)))
        if found.get("connection") == "close":
            self.close()
        return Answer(status, found, content)

    async def get(self, target: str, **headers: str) -> Answer:
        """Asked again where the server closed a line that had been idle for its five seconds."""
        try:
            answer = await self.ask("GET", target, None, **headers)
        except (ConnectionError, asyncio.IncompleteReadError):
            self.close()
            answer = await self.ask("GET", target, None, **headers)
        if answer.status != 200:
            raise Refused(f"GET {target}: {answer.status} {answer.body[:300]!r}")
        return answer

    async def events(self, target: str) -> AsyncIterator[tuple[str, Any]]:
        """The (name, data) pairs of an event stream, for as long as it lasts."""
        reader, writer = await self.open()
        writer.write(head_of("GET", target, urlsplit(self.origin).netloc, self.headers, None))
        status, _ = await read_head(reader)
        if status != 200:
            raise Refused(f"GET {target}: {status}")
        left = b""
        async for piece in read_chunks(reader):
            *whole, left = (left + piece).split(b"\n\n")
            for event in whole:
                fields = dict(line.split(": ", 1) for line in event.decode().splitlines() if line[:1] != ":")
                if "data" in fields:
                    yield fields.get("event", "message"), json.loads(fields["data"])

    def close(self) -> None:
        if self.streams is not None:
            self.streams[1].close()
        self.streams = None
