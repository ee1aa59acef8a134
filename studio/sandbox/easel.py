"""Where pictures come from: drawn in a small pool of nice processes, kept by recipe; or one for all in plain mode."""

import asyncio
import base64
import multiprocessing
import os
import signal
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cached_property

from studio.sandbox.drawing.plain import draw_plain
from studio.sandbox.drawing.recipe import Recipe
from studio.sandbox.drawing.studio import draw

KEPT_BYTES = 128 * 1024 * 1024
NICENESS = 10


class Drawn:
    """An encoded picture and, made once, its base64 text."""

    def __init__(self, data: bytes, shared: bool = False) -> None:
        self.data = data
        self.shared = shared

    @cached_property
    def base64(self) -> bytes:
        return base64.b64encode(self.data)


class Easel:
    """Draws each recipe once while it is kept; callers of the same recipe share one drawing."""

    def __init__(self, processes: int) -> None:
        self.processes = processes
        self.drawn = 0
        self._pool: ProcessPoolExecutor | None = None
        self._kept: OrderedDict[Recipe, asyncio.Future[Drawn]] = OrderedDict()
        self._held = 0
        self._plain: dict[tuple[int, int, str], asyncio.Future[Drawn]] = {}

    async def picture(self, recipe: Recipe) -> Drawn:
        """The picture of this recipe."""
        future = self._kept.get(recipe)
        if future is None:
            future = asyncio.ensure_future(self._draw(recipe))
            self._kept[recipe] = future
            future.add_done_callback(lambda done: self._settle(recipe, done))
        else:
            self._kept.move_to_end(recipe)
        return await asyncio.shield(future)

    async def plain(self, width: int, height: int, form: str) -> Drawn:
        """The one picture of this size and format."""
        key = (width, height, form)
        if key not in self._plain:
            self._plain[key] = asyncio.ensure_future(_in_thread(lambda: draw_plain(width, height, form)))
        return await asyncio.shield(self._plain[key])

    async def _draw(self, recipe: Recipe) -> Drawn:
        loop = asyncio.get_running_loop()
        try:
            data = await loop.run_in_executor(self._ready_pool(), draw, recipe)
        except BrokenProcessPool:
            self.close()
            data = await loop.run_in_executor(self._ready_pool(), draw, recipe)
        self.drawn += 1
        return Drawn(data)

    def _ready_pool(self) -> ProcessPoolExecutor:
        if self._pool is None:
            spawn = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self.processes, mp_context=spawn, initializer=_settle_in)
        return self._pool

    def _settle(self, recipe: Recipe, future: asyncio.Future[Drawn]) -> None:
        if future.cancelled() or future.exception():
            self._kept.pop(recipe, None)
            return
        if self._kept.get(recipe) is not future:
            return
        self._held += len(future.result().data)
        while self._held > KEPT_BYTES and len(self._kept) > 1:
            self._drop_oldest()

    def _drop_oldest(self) -> None:
        _, oldest = self._kept.popitem(last=False)
        if oldest.done() and not oldest.cancelled() and not oldest.exception():
            self._held -= len(oldest.result().data)

    def close(self) -> None:
        """Ends the pool; the next drawing starts another."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


async def _in_thread(make: Callable[[], bytes]) -> Drawn:
    return Drawn(await asyncio.to_thread(make), shared=True)


def _settle_in() -> None:
    """A drawing process gives way to all others and ends with its parent, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)
