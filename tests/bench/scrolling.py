"""A wall of 10,000 pictures scrolled to its end in Chromium: what a frame costs, what the page holds in the end; beside
a page of as many plain tiles."""

import shutil
import statistics
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psutil
from playwright.sync_api import Page, sync_playwright

from tests.bench.process import pss
from tests.bench.shape import Shape
from tests.bench.table import Row, told
from tests.bench.walls import WEB

LAUNCH = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync")
DESK = {"width": 1440, "height": 900}
PICTURES = 10_000
STEP = 400  # px a frame
MINUTES = 6
SCROLL = """async ([step, minutes]) => {
  const work = [], channel = new MessageChannel();
  const end = performance.now() + 60000 * minutes;
  let still = 0;
  while (still < 240 && performance.now() < end) {
    await new Promise((resolve) => requestAnimationFrame((start) => {
      const before = scrollY, began = performance.now();
      scrollBy({ top: step, behavior: "instant" });
      still = scrollY === before ? still + 1 : 0;
      channel.port1.onmessage = () => { work.push(performance.now() - began); resolve(); };
      channel.port2.postMessage(0);
    }));
  }
  return { work, height: scrollY };
}"""
BARE = """<!doctype html><style>
body {{ margin: 0 }} section {{ display: flex; flex-wrap: wrap; gap: 6px; margin: 6px; content-visibility: auto;
contain-intrinsic-size: auto 3100px }} a {{ flex: calc(var(--a) * 100) 1 calc(var(--a) * 200px);
aspect-ratio: var(--a) }} img {{ width: 100%; height: 100% }}</style>{sections}"""
BARE_TILE = '<a href="#" style="--a:{shape:.3f}"><img src="{link}" loading="lazy" decoding="async" alt=""></a>'
BLOCK = 60


@dataclass
class Scrolled:
    work: list[float]
    height: int
    memory: float
    kept: float  # of it: pictures that Chromium keeps decoded as long as nothing else needs the memory
    heap: float
    nodes: int

    @property
    def usual(self) -> str:
        return f"{statistics.median(self.work):.1f} ms usual, {len(self.work)} frames"


def rows(shape: Shape) -> list[Row]:
    path = shutil.which("chromium")
    if path is None:
        return [Row(f"scrolling {PICTURES:,} pictures", "Chromium is not on this machine")]
    filled = shape.inside("fill", rows=PICTURES, files=PICTURES)
    hung = shape.inside("links", most=PICTURES)
    shape.launch([sys.executable, *WEB, "--port", str(shape.port)], shape.environment)
    try:
        with opened(path, shape, filled["session"]) as page:
            page.goto("about:blank")
            blank, _ = largest()
        with opened(path, shape, filled["session"]) as page:
            body = bare(hung["links"], hung["shapes"])
            page.route(f"{shape.url}/plain/", lambda route: route.fulfill(body=body, content_type="text/html"))
            page.goto(f"{shape.url}/plain/")
            page.unroute_all()
            page.locator("section img").first.wait_for()
            floor = scrolled(page)
        with opened(path, shape, filled["session"]) as page:
            page.goto(f"{shape.url}/gallery/")
            page.locator(".walls .wall img").first.wait_for()
            ours = scrolled(page)
    finally:
        shape.stop()
    return told_of(ours, floor, blank)


def bare(links: list[str], shapes: list[float]) -> str:
    """As many tiles as plain as they can be: all in one document, no script, what is far is not drawn."""
    tiles = [BARE_TILE.format(link=link, shape=a) for link, a in zip(links, shapes, strict=True)]
    blocks = ["".join(tiles[at : at + BLOCK]) for at in range(0, len(tiles), BLOCK)]
    return BARE.format(sections="".join(f"<section>{block}</section>" for block in blocks))


def scrolled(page: Page) -> Scrolled:
    found: dict[str, Any] = page.evaluate(SCROLL, [STEP, MINUTES])
    memory, pid = largest()
    return Scrolled(
        memory=memory,
        kept=pss(pid, "Pss_Shmem"),
        heap=page.evaluate("performance.memory.usedJSHeapSize / 1e6"),
        nodes=page.evaluate("document.getElementsByTagName('*').length"),
        **found,
    )


def told_of(ours: Scrolled, floor: Scrolled, blank: float) -> list[Row]:
    name = f"scrolling {PICTURES:,} pictures, {ours.height / STEP:,.0f} steps of {STEP} px"
    page = f"{ours.nodes:,} elements, {ours.heap:.0f} MB of it script"
    plain = f"plain tiles {p95(floor.work):.1f} ms"
    return [
        told(f"{name}: main thread of a frame, p95 ({ours.usual})", p95(ours.work), "ms", floor=plain, most=16),
        Row("the same / as many plain tiles in one document", f"{p95(ours.work) / p95(floor.work):.2g}"),
        told(
            f"scrolling: memory of the page's process ({page})",
            ours.memory,
            "MB",
            floor=f"plain tiles {floor.memory:.0f} MB, an empty page {blank:.0f} MB",
            most=300,
        ),
        told(
            f"scrolling: the same without the {ours.kept:.0f} MB of pictures that Chromium keeps decoded",
            ours.memory - ours.kept,
            "MB",
            floor=f"plain tiles {floor.memory - floor.kept:.0f} MB, and {floor.kept:.0f} MB kept",
            most=300,
        ),
    ]


def p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


@contextmanager
def opened(path: str, shape: Shape, session: str) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(LAUNCH))
        context = browser.new_context(viewport=DESK)
        context.add_cookies([{"name": "sessionid", "value": session, "url": shape.url}])
        yield context.new_page()
        browser.close()


def largest() -> tuple[float, int]:
    """MB of the renderer that holds most, and which it is."""
    return max((pss(process.pid), process.pid) for process in renderers())


def renderers() -> list[psutil.Process]:
    """Chromium's processes that draw pages, of this process's own."""
    return [child for child in psutil.Process().children(recursive=True) if "--type=renderer" in child.cmdline()]
