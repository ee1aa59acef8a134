"""A thousand open live streams: memory added to the web process, and what it burns while nothing happens."""

import asyncio
import resource
import time

from tests.bench import process
from tests.bench.shape import Shape
from tests.bench.table import Row, told
from tests.bench.wire import Line

STREAMS = 1000
IDLE_SECONDS = 10.0


def rows(shape: Shape) -> list[Row]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 4 * STREAMS)), hard))
    return asyncio.run(measured(shape))


async def measured(shape: Shape) -> list[Row]:
    web = shape.pid_of("web")
    before = process.pss(web)
    listeners = [asyncio.create_task(listen(shape)) for _ in range(STREAMS)]
    opened = [listener for listener in listeners if not listener.done()]
    await asyncio.sleep(5)
    spent, start = process.cpu(web), time.monotonic()
    await asyncio.sleep(IDLE_SECONDS)
    share = 100 * (process.cpu(web) - spent) / (time.monotonic() - start)
    added = process.pss(web) - before
    alive = sum(not listener.done() for listener in opened)
    for listener in listeners:
        listener.cancel()
    await asyncio.gather(*listeners, return_exceptions=True)
    return [
        told(f"{alive:,} open live streams: memory added", added, "MB", floor=f"{before:.0f} MB without", most=150),
        told(f"{alive:,} open live streams: idle CPU of the web process", share, "% of a core", most=5),
    ]


async def listen(shape: Shape) -> None:
    line = Line(shape.url)
    try:
        async for _ in line.events(f"/events?t={shape.people['stream']}"):
            pass
    finally:
        line.close()
