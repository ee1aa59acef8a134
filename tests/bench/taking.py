"""A ZIP of 2 GB from the web process: the memory it takes while it leaves, and whether its length is exact."""

import asyncio
import json
import sys
import time
from urllib.parse import urlsplit

from tests.bench.process import pss
from tests.bench.shape import Shape
from tests.bench.table import Row, told
from tests.bench.walls import WEB
from tests.bench.wire import head_of, read_head

NUMBER, EACH = 64, 32 * 1024 * 1024
MOST_MB = 100


def rows(shape: Shape) -> list[Row]:
    large = shape.inside("large", number=NUMBER, each=EACH)
    shape.launch([sys.executable, *WEB, "--port", str(shape.port)], shape.environment)
    try:
        asyncio.run(take(shape, large["token"], large["ids"][:1]))  # what is loaded once is loaded now
        before = pss(shape.pid)
        said, came, seconds, peak = asyncio.run(take(shape, large["token"], large["ids"]))
    finally:
        shape.stop()
    name = f"ZIP of {came / 1e9:.2f} GB ({came / 1e6 / seconds:,.0f} MB/s)"
    return [
        told(f"{name}: memory of the web process above rest", peak - before, "MB", floor=f"{before:.0f} MB at rest",
             most=MOST_MB),
        told(f"{name}: bytes that are missing from what was said", abs(said - came), "", most=0),
    ]  # fmt: skip


async def take(shape: Shape, token: str, ids: list[str]) -> tuple[int, int, float, float]:
    """Bytes said, bytes that came, seconds, and the most memory of the web process meanwhile in MB."""
    parts = urlsplit(shape.url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    body = json.dumps({"ids": ids}).encode()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Connection": "close"}
    start = time.perf_counter()
    writer.write(head_of("POST", "/api/v1/exports", parts.netloc, headers, len(body)) + body)
    status, found = await read_head(reader)
    assert status == 200, status
    came, peak, read = 0, 0.0, 0
    while data := await reader.read(1 << 20):
        came += len(data)
        if came // (64 << 20) > read:
            read = came // (64 << 20)
            peak = max(peak, pss(shape.pid))
    writer.close()
    return int(found["content-length"]), came, time.perf_counter() - start, peak
