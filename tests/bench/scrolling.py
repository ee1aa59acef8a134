"""A wall of 10,000 pictures scrolled to its end in Chromium: what a frame costs, what the page holds in the end."""

import shutil
import statistics
import sys
from collections.abc import Iterator
from contextlib import contextmanager
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
  return { work, pictures: document.querySelectorAll(".walls .wall img").length, height: scrollY };
}"""


def rows(shape: Shape) -> list[Row]:
    path = shutil.which("chromium")
    if path is None:
        return [Row("scrolling 10,000 pictures", "Chromium is not on this machine")]
    filled = shape.inside("fill", rows=PICTURES, files=PICTURES)
    shape.launch([sys.executable, *WEB, "--port", str(shape.port)], shape.environment)
    try:
        with opened(path, shape, filled["session"]) as (page, renderers):
            found: dict[str, Any] = page.evaluate(SCROLL, [400, MINUTES])
            memory = max(pss(process.pid) for process in renderers())
            heap = page.evaluate("performance.memory.usedJSHeapSize / 1e6")
    finally:
        shape.stop()
    name = f"scrolling {found['pictures']:,} pictures"
    usual = f"{statistics.median(found['work']):.1f} ms usual, {len(found['work'])} frames"
    return [
        told(f"{name}: main thread of a frame, p95", p95(found["work"]), "ms", floor=usual, most=16),
        told(f"{name}: memory of the page's process", memory, "MB", floor=f"{heap:.0f} MB of it script", most=300),
    ]


def p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


@contextmanager
def opened(path: str, shape: Shape, session: str) -> Iterator[tuple[Page, Any]]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(LAUNCH))
        context = browser.new_context(viewport=DESK)
        context.add_cookies([{"name": "sessionid", "value": session, "url": shape.url}])
        page = context.new_page()
        page.goto(f"{shape.url}/gallery/")
        page.locator(".walls .wall img").first.wait_for()
        yield page, renderers
        browser.close()


def renderers() -> list[psutil.Process]:
    """Chromium's processes that draw pages, of this process's own."""
    return [child for child in psutil.Process().children(recursive=True) if "--type=renderer" in child.cmdline()]
