"""Authorised renditions over HTTP from the web process, beside a bare server that sends the same bytes."""

import asyncio
import sys
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from tests.bench.shape import Server, Shape
from tests.bench.table import Row
from tests.bench.wire import Line

SECONDS = 4.0
AT_ONCE = 32
MUST, AIM = 2000, 4000


@dataclass
class Reader(asyncio.Protocol):
    """Asks for the next path as soon as an answer is whole, on one connection."""

    requests: list[bytes]
    done: int = 0
    wrong: int = 0
    left: int = 0
    stopped: bool = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.ask()

    def ask(self) -> None:
        self.head = b""
        self.transport.write(self.requests[self.done % len(self.requests)])

    def data_received(self, data: bytes) -> None:
        if self.left:
            self.left -= len(data)
        else:
            self.head += data
            head, found, rest = self.head.partition(b"\r\n\r\n")
            if not found:
                return
            self.left = length_of(head) - len(rest)
            self.wrong += not head.startswith((b"HTTP/1.1 200", b"HTTP/1.1 304"))
        if self.left <= 0 and not self.stopped:
            self.left = 0
            self.done += 1
            self.ask()


def length_of(head: bytes) -> int:
    lowered = head.lower()
    at = lowered.find(b"content-length:")
    return 0 if at < 0 or b" 304 " in head[:16] else int(lowered[at + 15 :].split(b"\r\n", 1)[0])


async def rate(origin: str, requests: list[bytes]) -> float:
    """Answers a second. 0 where one of them was no picture."""
    parts = urlsplit(origin)
    loop = asyncio.get_running_loop()
    readers = [Reader(requests) for _ in range(AT_ONCE)]
    opened = [
        await loop.create_connection(lambda reader=reader: reader, parts.hostname, parts.port) for reader in readers
    ]
    start = time.perf_counter()
    before = sum(reader.done for reader in readers)
    await asyncio.sleep(SECONDS)
    found = (sum(reader.done for reader in readers) - before) / (time.perf_counter() - start)
    for reader, (transport, _) in zip(readers, opened, strict=True):
        reader.stopped = True
        transport.close()
    return 0.0 if any(reader.wrong for reader in readers) else found


def request(origin: str, path: str, *headers: str) -> bytes:
    lines = [f"GET {path} HTTP/1.1", f"Host: {urlsplit(origin).netloc}", "Accept: image/avif,image/webp", *headers]
    return "\r\n".join([*lines, "", ""]).encode()


def rows(shape: Shape) -> list[Row]:
    links: list[str] = shape.inside("links")["links"]
    if not links:
        return [Row("authorised thumbnails a second", "no rendition was made", "–", f"≥ {MUST:,}", f"≥ {AIM:,}", True)]
    answer = asyncio.run(Line(shape.url).get(links[0]))
    bare = Server("bare", shape.folder)
    bare.launch([sys.executable, "-m", "tests.bench.bare", str(bare.port), str(len(answer.body))], shape.environment)
    try:
        floor = asyncio.run(rate(bare.url, [request(bare.url, "/")]))
    finally:
        bare.stop()
    found = asyncio.run(rate(shape.url, [request(shape.url, link) for link in links]))
    known = [request(shape.url, links[0], f"If-None-Match: {answer.headers['etag']}")]
    unchanged = asyncio.run(rate(shape.url, known))
    size = f"{len(answer.body) / 1000:.0f} kB"
    return [
        Row(
            f"authorised thumbnails a second, web process alone ({size})",
            f"{found:,.0f}",
            f"{floor:,.0f} bare asyncio",
            f"≥ {MUST:,}",
            f"≥ {AIM:,}",
            found < MUST,
        ),
        Row("the same, answered 304", f"{unchanged:,.0f}", "–", f"≥ {MUST:,}", f"≥ {AIM:,}", unchanged < MUST),
    ]
