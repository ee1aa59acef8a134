"""A lean HTTP/1.1 GET over kept connections, for polls alone.

Thousands of tasks are polled every few seconds, and a poll through httpx's pool of fifty costs 4.7 ms of CPU
against 0.06 ms here (measured on loopback, November 2026). It speaks to the gateway only, follows nothing, keeps no
cookies and caps what it reads. Use it inside one event loop.
"""

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from studio.gateway.transport import tls_context

HEAD_MAX = 64 * 1024  # bytes of a response's head, and of one line of a chunked body
BODY_MAX = 64 * 1024 * 1024  # bytes of a poll's answer: a task may carry its picture inline
CONNECT_TIMEOUT = 5.0  # seconds


class ConnectFailed(Exception):  # noqa: N818 (names what happened)
    """No connection could be made; the request never left."""


class BrokenAnswer(Exception):  # noqa: N818 (names what happened)
    """What came back is no HTTP answer, or it ended too early."""


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: Mapping[str, str]  # lower-case names
    body: bytes


@dataclass(slots=True)
class _Connection:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    fresh: bool = True

    @property
    def usable(self) -> bool:
        return not (self.reader.at_eof() or self.writer.is_closing())


class Connections:
    """Idle connections by origin. ``get`` raises ConnectFailed, BrokenAnswer, OSError or TimeoutError."""

    def __init__(self, keep: int) -> None:
        self._keep = keep
        self._idle: dict[str, list[_Connection]] = defaultdict(list)

    async def get(self, base: str, path: str, headers: Mapping[str, str], timeout: float) -> Reply:
        """``base`` as in GatewayConfig; ``timeout`` in seconds for the whole exchange."""
        async with asyncio.timeout(timeout):
            connection = self._reuse(base) or await self._connect(base)
            try:
                return await self._exchange(connection, base, path, headers)
            except (BrokenAnswer, ConnectionError):
                if connection.fresh:
                    raise
            return await self._exchange(await self._connect(base), base, path, headers)

    async def close(self) -> None:
        while self._idle:
            for connection in self._idle.popitem()[1]:
                connection.writer.transport.abort()
        await asyncio.sleep(0)  # the loop takes leave of what was aborted

    def _reuse(self, base: str) -> _Connection | None:
        idle = self._idle[base]
        while idle:
            connection = idle.pop()
            if connection.usable:
                return connection
            connection.writer.transport.abort()
        return None

    async def _connect(self, base: str) -> _Connection:
        parts = urlsplit(base)
        secure = parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        opening = asyncio.open_connection(parts.hostname, port, ssl=tls_context() if secure else None, limit=HEAD_MAX)
        try:
            async with asyncio.timeout(CONNECT_TIMEOUT):
                return _Connection(*await opening)
        except (OSError, TimeoutError) as error:
            raise ConnectFailed(f"{type(error).__name__}: {error}") from None

    async def _exchange(self, connection: _Connection, base: str, path: str, headers: Mapping[str, str]) -> Reply:
        parts = urlsplit(base)
        wanted = {"Host": parts.netloc, "Accept": "application/json", "Accept-Encoding": "identity", **headers}
        lines = "".join(f"{name}: {value}\r\n" for name, value in wanted.items())
        kept = False
        try:
            connection.writer.write(f"GET {parts.path}{path} HTTP/1.1\r\n{lines}\r\n".encode("latin-1"))
            reply, kept = await _read(connection.reader)
            return reply
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError, IndexError) as error:
            raise BrokenAnswer(type(error).__name__) from None
        finally:
            self._give_back(connection, base, kept)

    def _give_back(self, connection: _Connection, base: str, kept: bool) -> None:
        if kept and len(self._idle[base]) < self._keep:
            connection.fresh = False
            self._idle[base].append(connection)
        else:
            connection.writer.transport.abort()


async def _read(reader: asyncio.StreamReader) -> tuple[Reply, bool]:
    """The answer, and whether the connection may be used again."""
    status, version, headers = await _head(reader)
    while 100 <= status < 200:
        status, version, headers = await _head(reader)
    open_end = False
    if status in {204, 304}:
        body = b""
    elif "chunked" in headers.get("transfer-encoding", "").lower():
        body = await _chunked(reader)
    elif "content-length" in headers:
        body = await reader.readexactly(_capped(int(headers["content-length"])))
    else:
        body, open_end = await _to_the_end(reader), True
    kept = not open_end and version == "HTTP/1.1" and headers.get("connection", "").lower() != "close"
    return Reply(status, headers, body), kept


async def _head(reader: asyncio.StreamReader) -> tuple[int, str, Mapping[str, str]]:
    text = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = text.split("\r\n")
    version, status = first.split(" ", 2)[:2]
    if not version.startswith("HTTP/1."):
        raise ValueError(version)
    pairs = (line.partition(":") for line in lines if line)
    return int(status), version, {name.strip().lower(): value.strip() for name, _, value in pairs}


async def _chunked(reader: asyncio.StreamReader) -> bytes:
    body = bytearray()
    while size := int((await reader.readuntil(b"\r\n")).partition(b";")[0], 16):
        _capped(len(body) + size)
        body += (await reader.readexactly(size + 2))[:size]
    while await reader.readuntil(b"\r\n") != b"\r\n":
        continue
    return bytes(body)


async def _to_the_end(reader: asyncio.StreamReader) -> bytes:
    body = bytearray()
    while piece := await reader.read(HEAD_MAX):
        body += piece
        _capped(len(body))
    return bytes(body)


def _capped(size: int) -> int:
    if not 0 <= size <= BODY_MAX:
        raise ValueError(f"{size} bytes")
    return size
