"""First and repeat visits in Chromium: requests and bytes of the studio and of a gallery page of fifty; and what a key
takes in the composer with fifty options shown."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from playwright.sync_api import BrowserContext, Page, sync_playwright

from studio import catalogue
from tests.bench.scrolling import DESK, LAUNCH
from tests.bench.shape import Shape
from tests.bench.table import Row, told
from tests.bench.typing import WATCH, WORDS
from tests.bench.walls import WEB

PICTURES = 50
OPTIONS = 50
MODELS = 8  # of one press, studio.composing.order.MAX_MODELS
SHOWN = """() => document.readyState === 'complete' && [...document.images].every((one) =>
    one.complete || one.getBoundingClientRect().top > innerHeight)"""
PANELS = "(number) => document.querySelectorAll('#panel .model-options').length === number"


@dataclass
class Sent:
    """What one page asked of the network. ``sizes`` as they went over the wire, heads included, by kind."""

    kinds: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    cached: set[str] = field(default_factory=set)

    def hear(self, page: Page) -> None:
        line = page.context.new_cdp_session(page)
        line.on("Network.responseReceived", self.answered)
        line.on("Network.requestServedFromCache", lambda said: self.cached.add(said["requestId"]))
        line.on("Network.loadingFinished", self.finished)
        line.send("Network.enable")

    def answered(self, said: dict[str, Any]) -> None:
        if not said["response"]["url"].startswith("http"):
            return
        self.kinds[said["requestId"]] = said["type"]
        if said["response"].get("fromDiskCache"):
            self.cached.add(said["requestId"])

    def finished(self, said: dict[str, Any]) -> None:
        self.sizes[said["requestId"]] = said["encodedDataLength"]

    @property
    def requests(self) -> list[str]:
        return [request for request in self.kinds if request not in self.cached]

    def kilobytes(self, *kinds: str) -> float:
        return sum(self.sizes.get(request, 0) for request in self.requests if self.kinds[request] in kinds) / 1000

    @property
    def own(self) -> float:
        """All but pictures."""
        return self.kilobytes(*(set(self.kinds.values()) - {"Image"}))


def rows(shape: Shape) -> list[Row]:
    path = shutil.which("chromium")
    if path is None:
        return [Row("visits", "Chromium is not on this machine")]
    filled = shape.inside("fill", rows=PICTURES, files=PICTURES)
    shape.launch([sys.executable, *WEB, "--port", str(shape.port)], shape.environment)
    try:
        with opened(path, shape, filled["session"]) as context:
            studio = visited(context, f"{shape.url}/")
            found = typed(context, f"{shape.url}/")
        with opened(path, shape, filled["session"]) as context:
            first = visited(context, f"{shape.url}/gallery/")
            again = visited(context, f"{shape.url}/gallery/")
    finally:
        shape.stop()
    return [*of_studio(studio), found, *of_gallery(first, again)]


def of_studio(sent: Sent) -> list[Row]:
    return [
        told("studio, first visit: own transfer, pictures aside", sent.own, "kB", most=150),
        told("studio, first visit: requests", len(sent.requests), "", most=15),
    ]


def of_gallery(first: Sent, again: Sent) -> list[Row]:
    name = f"gallery of {PICTURES}"
    bytes_again = f"{again.kilobytes(*again.kinds.values()):.1f} kB in all"
    return [
        told(f"{name}, first visit: HTML as sent", first.kilobytes("Document"), "kB", most=12, aim=6),
        told(f"{name}, first visit: pictures, small drawings", first.kilobytes("Image"), "kB", most=450, aim=250),
        told(f"{name}, first visit: requests before scroll", len(first.requests), "", most=30, aim=20),
        told(f"{name}, repeat visit: picture bytes", again.kilobytes("Image"), "kB", most=0),
        told(
            f"{name}, repeat visit: requests ({bytes_again})", len(again.requests), "", most=len(first.requests), aim=1
        ),
    ]


def visited(context: BrowserContext, address: str) -> Sent:
    page, sent = context.new_page(), Sent()
    sent.hear(page)
    page.goto(address)
    page.wait_for_function(SHOWN)
    page.evaluate("new Promise((done) => requestIdleCallback(done))")
    page.close()
    return sent


def typed(context: BrowserContext, address: str) -> Row:
    """Each key from its capture to the end of its input event."""
    page = context.new_page()
    page.goto(address)
    number, models = with_options(page)
    page.evaluate(WATCH)
    page.focus("#c-prompt")
    page.keyboard.type(WORDS, delay=30)
    times: list[float] = page.evaluate("window.handled")
    page.close()
    assert len(times) == len(WORDS), times
    name = f"composer, {number} options of {models} models shown: the slowest of {len(times)} keys"
    return told(f"{name} (median {median(times):.1f} ms)", max(times), "ms", most=16)


def with_options(page: Page) -> tuple[int, int]:
    """Chooses one model after the other, those of most options first, until enough are shown; how many, of how many."""
    options = page.locator("#panel [data-option]")
    page.evaluate("document.getElementById('models').showPopover()")
    chosen = page.locator("#models [name=model]:checked").count()
    rich = sorted(catalogue.offered(), key=lambda spec: -len(spec.options))
    for spec in rich:
        box = page.locator(f"#models [name=model][value='{spec.id}']")
        if options.count() >= OPTIONS or chosen == MODELS or box.is_checked():
            continue
        box.check()
        chosen += 1
        page.wait_for_function(PANELS, arg=chosen)
    page.evaluate("document.getElementById('models').hidePopover()")
    page.evaluate("document.querySelectorAll('#panel details').forEach((part) => (part.open = true))")
    return page.locator("#panel [data-option]:visible").count(), chosen


@contextmanager
def opened(path: str, shape: Shape, session: str) -> Iterator[BrowserContext]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(LAUNCH))
        context = browser.new_context(viewport=DESK)
        context.add_cookies([{"name": "sessionid", "value": session, "url": shape.url}])
        yield context
        browser.close()
