"""What a first visit loads, as it goes over the wire."""

import asyncio
import gzip
import re
from urllib.parse import urljoin, urlsplit

from tests.bench.shape import Shape
from tests.bench.table import Row, told
from tests.bench.wire import Line

STATIC = re.compile(rb'(?:href|src)="(/static/[^"]+\.(?:css|js))"')
IMPORT = re.compile(rb'from "(\./[^"]+\.js)"')


def rows(shape: Shape) -> list[Row]:
    return asyncio.run(measured(shape))


async def measured(shape: Shape) -> list[Row]:
    line = Line(shape.url, {"Cookie": f"sessionid={shape.people['session']}", "Accept-Encoding": "gzip"})
    page = await line.get("/")
    waiting = {match.decode() for match in STATIC.findall(text_of(page.body))}
    sizes: dict[str, int] = {}
    while waiting:
        name = waiting.pop()
        answer = await line.get(name)
        sizes[name] = len(answer.body)
        waiting |= {urljoin(name, found.decode()) for found in IMPORT.findall(text_of(answer.body))} - set(sizes)
    line.close()
    names = ", ".join(sorted(urlsplit(name).path.rpartition("/")[2].split(".")[0] for name in sizes))
    return [
        told("first visit, JS + CSS as sent", sum(sizes.values()) / 1000, "kB", most=120, aim=60),
        told(f"first visit, files ({names})", len(sizes), "", most=12, aim=6),
    ]


def text_of(body: bytes) -> bytes:
    return gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
