"""From an accepted order to the pictures of its answer: drawn, spoilt where a fault says so, linked or as base64."""

import asyncio
import random
import time
from typing import Any

from studio.sandbox.broken import declared_type, spoil
from studio.sandbox.drawing.recipe import Recipe
from studio.sandbox.easel import Drawn
from studio.sandbox.links import Link
from studio.sandbox.orders import REFUSE_SOME, Delivered, Order, seeds_of
from studio.sandbox.state import Sandbox
from studio.sandbox.wire import Reply, to_json

SLOT = "@@picture-{}@@"


class Delivery:
    """The pictures of one order, as they stand in the answer, and the base64 that fills their slots."""

    def __init__(self, sandbox: Sandbox, order: Order, origin: str, faults: dict[Any, str]) -> None:
        self.sandbox = sandbox
        self.order = order
        self.origin = origin
        self.faults = faults
        self.fillings: dict[str, bytes] = {}

    async def pictures(self) -> list[Delivered]:
        """All of them, drawn side by side."""
        seeds = seeds_of(self.order, random.randrange(2_147_483_648))
        return list(await asyncio.gather(*(self._one(index, seed) for index, seed in enumerate(seeds))))

    async def _one(self, index: int, seed: int) -> Delivered:
        last = index == self.order.images - 1
        if last and REFUSE_SOME in self.order.prompt:
            return Delivered(seed=seed, refused=True)
        fault = self.faults.get("picture", "")
        if index == 1 and fault == "item-error":
            return Delivered(seed=seed, broken=True)
        drawn = await self._drawn(seed)
        if fault:
            data = await asyncio.to_thread(spoil, fault, drawn.data, self.sandbox.config)
            drawn = Drawn(data, shared=True)
        if self.order.delivery == "b64":
            slot = SLOT.format(index)
            self.fillings[slot] = drawn.base64
            return Delivered(slot=slot, seed=seed, format=self.order.format)
        return Delivered(url=self._link(drawn, fault), seed=seed, format=self.order.format)

    async def _drawn(self, seed: int) -> Drawn:
        order = self.order
        if self.sandbox.config.plain:
            return await self.sandbox.easel.plain(order.width, order.height, order.format)
        return await self.sandbox.easel.picture(recipe_of(order, seed))

    def _link(self, drawn: Drawn, fault: str) -> str:
        config = self.sandbox.config
        life = config.flux_link_seconds if self.order.delivery == "task" else config.link_seconds
        word = self.faults.get("link", "")
        seconds = 0.0 if word == "expired" else min(life, self.order.details.get("link_seconds", life))
        link = Link(drawn.data, declared_type(fault, self.order.format), time.monotonic() + seconds, word)
        link.shared = drawn.shared
        return f"{self.origin}{self.sandbox.offer(link)}?sig=demo"

    def reply(self, answer: Any) -> Reply:
        """The JSON answer with the base64 in its slots, never copied into one string."""
        rest = to_json(answer)
        chunks: list[bytes] = []
        while rest:
            rest = self._take(rest, chunks)
        return Reply(chunks)

    def _take(self, rest: bytes, chunks: list[bytes]) -> bytes:
        found = [(rest.find(slot.encode()), slot) for slot in self.fillings]
        place, slot = min(((at, slot) for at, slot in found if at >= 0), default=(-1, ""))
        if place < 0:
            chunks.append(rest)
            return b""
        chunks += [rest[:place], self.fillings[slot]]
        return rest[place + len(slot) :]


def recipe_of(order: Order, seed: int) -> Recipe:
    """What to draw for this order."""
    first = order.references[0].data if order.references else b""
    return Recipe(
        order.prompt,
        seed,
        order.width,
        order.height,
        order.format,
        order.transparent,
        first,
        order.mask.data if order.mask else b"",
        order.mask_paint,
        order.details.get("feature", order.details.get("action", "")),
    )
