"""The gallery's first and deep page at ten thousand rows and more: on SQLite, on PostgreSQL, in process and by HTTP."""

import asyncio
import statistics
import sys
import time
from typing import Any

from tests.bench.shape import Shape
from tests.bench.table import Row, told
from tests.bench.wire import Line

HTTP_TRIES = 25
WEB = ("-m", "uvicorn", "studio.asgi:application", "--lifespan", "off", "--no-access-log", "--log-level", "warning")
Found = dict[str, Any]


LOADED = {"team": "Bench", "members": 50, "boards": 20, "tags": 200}


def measured(shape: Shape, rows: int) -> Found:
    """Fills the shape's database up to ``rows`` pictures and reads its pages. Starts its web process alone."""
    filled = shape.inside("fill", rows=rows)
    found = shape.inside("wall", rows=rows)
    shape.launch([sys.executable, *WEB, "--port", str(shape.port)], shape.environment)
    try:
        found["http"] = asyncio.run(over_http(shape, filled["session"], "/gallery/"))
        found["http_deep"] = asyncio.run(over_http(shape, filled["session"], f"/gallery/?cursor={found['cursor']}"))
    finally:
        shape.stop()
    return found


def of_team(shape: Shape, rows: int) -> Found:
    """The same of a team with 50 members, 20 boards and 200 tags, beside what the database has already."""
    filled = shape.inside("fill", rows=rows, **LOADED)
    return shape.inside("wall", rows=rows, team=filled["team"])


async def over_http(shape: Shape, session: str, path: str) -> float:
    line = Line(shape.url, {"Cookie": f"sessionid={session}"})
    taken = []
    for _ in range(HTTP_TRIES):
        start = time.perf_counter()
        await line.get(path)
        taken.append(1000 * (time.perf_counter() - start))
    line.close()
    return statistics.quantiles(taken, n=4)[0]


def rows(name: str, sizes: dict[int, Found]) -> list[Row]:
    found = [row for number, at in sizes.items() for row in one_size(f"{name}, {number:,} pictures", at)]
    smallest, largest = min(sizes), max(sizes)
    if smallest != largest:
        found += growth(f"{name}: growth from {smallest:,} to {largest:,}", sizes[smallest], sizes[largest])
    return found


def one_size(name: str, at: Found) -> list[Row]:
    floor = f"{at['floor']:.1f} ms bare SQL"
    by_http = f"{at['http']:.0f} / {at['http_deep']:.0f} ms by HTTP"
    return [
        told(f"{name}: 60 more, as a fragment", at["first_fragment"], "ms", floor=floor, most=10, aim=5),
        told(f"{name}: first page, whole ({by_http})", at["first"], "ms", floor=floor, most=25, aim=12),
        told(f"{name}: deep page / first page", at["deep"] / at["first"], "", most=1.2, aim=1.0),
        told(f"{name}: queries of a page", at["queries"], "", most=5, aim=3),
        *searches(name, at),
    ]


def searches(name: str, at: Found) -> list[Row]:
    """Whole pages, the list and its pictures drawn too."""
    return [
        told(f"{name}: search, rare word", at["rare"], "ms", most=15, aim=6),
        told(f"{name}: search, common word", at["common"], "ms", most=15, aim=8),
        told(f"{name}: search, as one types", at["typed"], "ms", most=30, aim=10),
    ]


def loaded(name: str, bare: Found, full: Found) -> list[Row]:
    """A team with everything, beside one person with pictures alone."""
    found = [
        told(f"{name}, team with boards, tags, members / one person: {what}", full[key] / bare[key], "", most=1.5)
        for what, key in (("first page", "first"), ("deep page", "deep"), ("rare search", "rare"))
    ]
    return found + searches(f"{name}, team", full)


def growth(name: str, small: Found, large: Found) -> list[Row]:
    return [
        told(f"{name}, first page", large["first"] / small["first"], "", most=1.5, aim=1.15),
        told(f"{name}, deep page", large["deep"] / small["deep"], "", most=1.5, aim=1.15),
        told(f"{name}, rare search", large["rare"] / small["rare"], "", most=1.5, aim=1.15),
    ]


def weight(at: Found) -> list[Row]:
    share = 50 / max(at["pictures"], 1)
    raw = f"{at['html'] / 1000:.0f} kB unpacked, {at['pictures']} pictures"
    return [told(f"gallery page of 50: HTML, gzip ({raw})", at["gzip"] * min(share, 1) / 1000, "kB", most=12, aim=6)]
