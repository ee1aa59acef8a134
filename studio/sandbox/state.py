"""What one running sandbox remembers, and what of it the next one takes over."""

import asyncio
import base64
import time
from collections import defaultdict
from dataclasses import asdict, dataclass, field
from typing import Any

from studio.sandbox.config import SandboxConfig
from studio.sandbox.easel import Easel
from studio.sandbox.families import FLUX
from studio.sandbox.ledger import Ledger
from studio.sandbox.links import Link, Links
from studio.sandbox.orders import Family, Order
from studio.sandbox.pictures import Reference
from studio.sandbox.shelf import Shelf

FORGET_TASK_SECONDS = 3_600.0


@dataclass(slots=True)
class Task:
    """An asynchronous generation. ``due`` by the monotonic clock; drawn only when somebody asks after that."""

    id: str
    family: Family
    order: Order
    origin: str
    due: float
    fault: str = ""
    refused: str = ""
    polls: int = 0
    result: dict[str, object] | None = None

    @property
    def waiting(self) -> bool:
        return time.monotonic() < self.due


@dataclass(slots=True)
class Sandbox:
    """Configuration, witness, links, tasks and pictures of one server; ``gates`` by the prompt that waits there."""

    config: SandboxConfig
    easel: Easel
    ledger: Ledger = field(default_factory=Ledger)
    links: Links = field(default_factory=Links)
    tasks: dict[str, Task] = field(default_factory=dict)
    seen: set[tuple[str, str]] = field(default_factory=set)
    shelf: Shelf = field(default_factory=Shelf)
    gates: "defaultdict[str, asyncio.Event]" = field(default_factory=lambda: defaultdict(asyncio.Event))

    def first_time(self, word: str, prompt: str) -> bool:
        """Whether this ``-once`` fault has yet to act on this prompt; it has from now on."""
        known = (word, prompt) in self.seen
        self.seen.add((word, prompt))
        return not known

    def acts(self, word: str, prompt: str) -> bool:
        """Whether the fault acts now."""
        return not word.endswith("-once") or self.first_time(word, prompt)

    def keep(self, task: Task) -> None:
        """Remembers this task, on the shelf too, and forgets those that were due an hour ago."""
        over = time.monotonic() - FORGET_TASK_SECONDS
        while self.tasks and next(iter(self.tasks.values())).due < over:
            gone = next(iter(self.tasks))
            del self.tasks[gone]
            self.shelf.drop_task(gone)
        self.tasks[task.id] = task
        self.shelf.put_task(task.id, _note_of(task))

    def offer(self, link: Link) -> str:
        """The path of a new link, whose file stays on the shelf as long as it is remembered."""
        path = self.links.add(link)
        note = {"type": link.content_type, "expires": _to_wall(link.expires_at), "fault": link.fault}
        self.shelf.put_link(path.rpartition("/")[2], note, link.data)
        return path

    def take_over(self) -> None:
        """What an earlier server left on the shelf and is not over yet."""
        for name, note in self.shelf.tasks():
            task = _task_of(name, note)
            if task.due < time.monotonic() - FORGET_TASK_SECONDS:
                self.shelf.drop_task(name)
                continue
            self.tasks[name] = task
        for token, note, data in self.shelf.links():
            if note["expires"] < time.time():
                self.shelf.drop_link(token)
                continue
            self.links.put(token, Link(data, note["type"], _from_wall(note["expires"]), note["fault"]))


def new_sandbox(config: SandboxConfig) -> Sandbox:
    """A sandbox without a past, or with the one in ``config.state``."""
    shelf = Shelf(config.state)
    sandbox = Sandbox(config, Easel(config.drawing_processes), links=Links(forget=shelf.drop_link), shelf=shelf)
    sandbox.take_over()
    return sandbox


def _to_wall(monotonic: float) -> float:
    """Seconds since the epoch: the monotonic clock begins anew with the machine."""
    return time.time() + monotonic - time.monotonic()


def _from_wall(seconds: float) -> float:
    return time.monotonic() + seconds - time.time()


def _note_of(task: Task) -> dict[str, Any]:
    order = asdict(task.order)
    for reference in order["references"]:
        reference["data"] = base64.b64encode(reference["data"]).decode()
    note = {"order": order, "origin": task.origin, "due": _to_wall(task.due)}
    return {**note, "fault": task.fault, "refused": task.refused}


def _task_of(name: str, note: dict[str, Any]) -> Task:
    """Only Flux has tasks; its orders have references, and no mask."""
    references = [{**one, "data": base64.b64decode(one["data"])} for one in note["order"]["references"]]
    order = Order(**{**note["order"], "references": tuple(Reference(**one) for one in references)})
    return Task(name, FLUX, order, note["origin"], _from_wall(note["due"]), note["fault"], note["refused"])
