"""Submit → visible: runs posted to the API, followed by the live stream, until the pictures' bytes are there."""

import asyncio
import re
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from tests.bench.shape import Shape
from tests.bench.wire import Line, Refused

MODEL = "openai/gpt-image-1-mini"
ENDED = ("succeeded", "failed", "refused", "unknown", "cancelled")
PICTURE = re.compile(rb'<img src="(/media/[^"]+)"')
PATIENCE = 120.0  # seconds after which what has not come counts as lost


@dataclass
class Arrivals:
    """One burst. ``seconds`` from the first post until a picture's bytes are there, one per picture that came."""

    shape: Shape
    number: int
    marker: str
    as_page: bool = False
    seconds: list[float] = field(default_factory=list)
    posted: list[float] = field(default_factory=list)
    ends: dict[str, str] = field(default_factory=dict)
    bytes: int = 0

    def measured(self) -> "Arrivals":
        asyncio.run(self.run())
        return self

    @property
    def last(self) -> float:
        """Seconds until the last picture; infinite where one never came."""
        return max(self.seconds) if len(self.seconds) == self.number else float("inf")

    def count(self, state: str) -> int:
        return list(self.ends.values()).count(state)

    async def run(self) -> None:
        self.waiting: dict[str, asyncio.Future[str]] = {}
        self.early: dict[str, str] = {}
        listening = asyncio.create_task(self.listen())
        await asyncio.sleep(0.2)
        self.started = time.perf_counter()
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.gather(*(self.one(index) for index in range(self.number))), PATIENCE)
        listening.cancel()

    async def listen(self) -> None:
        line = Line(self.shape.url)
        async for name, data in line.events(f"/events?t={self.shape.people['stream']}"):
            if name == "refresh":
                await self.ask_about_all()
            elif data.get("state") in ENDED:
                self.note(data["run"], data["state"])

    def note(self, run: str, state: str) -> None:
        self.early[run] = state
        future = self.waiting.get(run)
        if future and not future.done():
            future.set_result(state)

    async def ask_about_all(self) -> None:
        """What the page does when it fell behind."""
        line = self.line()
        for run in [run for run, future in self.waiting.items() if not future.done()]:
            state = (await line.get(f"/api/v1/runs/{run}")).json()["generations"][0]["state"]
            if state in ENDED:
                self.note(run, state)

    def line(self) -> Line:
        return Line(self.shape.url, {"Authorization": f"Bearer {self.shape.people['token']}"})

    async def one(self, index: int) -> None:
        line = self.line()
        body = {"prompt": f"{self.marker} {index}.", "models": [{"id": MODEL}], "aspect": "1:1"}
        made = await line.ask("POST", "/api/v1/runs", body)
        if made.status != 201:
            self.ends[f"post {index}"] = f"HTTP {made.status}"
            return
        self.posted.append(time.perf_counter() - self.started)
        run = made.json()["id"]
        future = self.waiting[run] = asyncio.get_running_loop().create_future()
        if run in self.early:
            self.note(run, self.early[run])
        self.ends[run] = await future
        if self.ends[run] == "succeeded":
            size = len(await (self.by_page(run) if self.as_page else self.by_api(line, run)))
            self.seconds.append(time.perf_counter() - self.started)
            self.bytes = max(self.bytes, size)
        line.close()

    async def by_api(self, line: Line, run: str) -> bytes:
        image = (await line.get(f"/api/v1/runs/{run}")).json()["generations"][0]["images"][0]
        return (await line.get(image["renditions"][1]["url"].removeprefix(self.shape.url))).body

    async def by_page(self, run: str) -> bytes:
        line = Line(self.shape.url, {"Cookie": f"sessionid={self.shape.people['session']}"})
        html = (await line.get(f"/runs/{run}/", **{"X-Fragment": "1"})).body
        link = PICTURE.search(html)
        if link is None:
            raise Refused(f"no picture in {html[:300]!r}")
        body = (await line.get(link[1].decode().replace("&amp;", "&"))).body
        line.close()
        return body


def median(values: Sequence[float]) -> float:
    ordered = sorted(values)
    return ordered[len(ordered) // 2] if ordered else float("inf")


def spread(values: Sequence[Any]) -> str:
    return "–".join(f"{value:.3g}" for value in (min(values), max(values))) if values else "none"
