"""The floor: a bare script that posts the same requests straight to the gateway and has the pictures' bytes."""

import asyncio
import binascii
import time
from dataclasses import dataclass

from tests.bench.wire import Line

PATH = "/v1/models/openai/gpt-image-1-mini/predictions"
MARK = b'"bytesBase64":"'
KEY = {"Authorization": "Bearer sk-sandbox"}


@dataclass(frozen=True, slots=True)
class Floor:
    seconds: float
    bytes: int


async def fetch(origin: str, number: int) -> bytes:
    line = Line(origin, KEY)
    answer = await line.ask("POST", PATH, {"input": {"prompt": f"floor {number}", "n": 1, "size": "1024x1024"}})
    line.close()
    start = answer.body.index(MARK) + len(MARK)
    text = memoryview(answer.body)[start : answer.body.index(b'"', start)]
    return binascii.a2b_base64(text)


async def measured(origin: str, number: int) -> Floor:
    start = time.perf_counter()
    sizes = await asyncio.gather(*(size(origin, index) for index in range(number)))
    return Floor(time.perf_counter() - start, max(sizes))


async def size(origin: str, number: int) -> int:
    return len(await fetch(origin, number))


def picture(origin: str) -> bytes:
    """One picture of the gateway."""
    return asyncio.run(fetch(origin, 0))


def floor(origin: str, number: int) -> Floor:
    """Seconds until all ``number`` pictures, asked for at once, are there."""
    return asyncio.run(measured(origin, number))
