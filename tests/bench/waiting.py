"""Thousands of asynchronous tasks that wait: what polling them costs."""

import asyncio
import json
import time

from tests.bench import process
from tests.bench.shape import LATENCY, Sandbox, Shape
from tests.bench.table import Row, told
from tests.bench.wire import Line

PATH = "/v1/models/bfl/flux-2-pro/predictions"
KEY = {"Authorization": "Bearer sk-sandbox"}
TASKS = 5000
AT_ONCE = 50
LONG = 7200.0  # seconds that each task takes
MEASURED = 20.0  # seconds


def rows(shape: Shape, sandbox: Sandbox, name: str) -> list[Row]:
    sandbox.configure(latency=0.0, task_seconds=LONG)
    tasks = asyncio.run(receipts(sandbox.url))
    sandbox.configure(latency=LATENCY, task_seconds=None)
    names = shape.folder / "tasks.json"
    names.write_text(json.dumps(tasks))
    shape.inside("waiting", tasks=str(names))
    time.sleep(5)
    before, start = shape.inside("polls")["polls"], time.monotonic()
    share = process.share_of_core(shape.pid_of("control"), MEASURED)
    polls = (shape.inside("polls")["polls"] - before) / (time.monotonic() - start)
    shape.inside("polls", forget=True)
    figure = f"{name}: {TASKS:,} tasks waiting, CPU of the control worker ({polls:.0f} polls/s)"
    return [told(figure, share, "% of a core", most=30, aim=10)]


async def receipts(origin: str) -> list[str]:
    """The ids of fresh tasks at the gateway."""
    numbers = iter(range(TASKS))
    found: list[str] = []

    async def work() -> None:
        line = Line(origin, KEY)
        for number in numbers:
            answer = await line.ask("POST", PATH, {"input": {"prompt": f"waiting {number}"}})
            found.append(answer.json()["output"][0]["taskId"])
        line.close()

    await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    return found
