"""What one running sandbox remembers."""

import time
from dataclasses import dataclass, field

from studio.sandbox.config import SandboxConfig
from studio.sandbox.easel import Easel
from studio.sandbox.ledger import Ledger
from studio.sandbox.links import Links
from studio.sandbox.orders import Family, Order

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
    """Configuration, witness, links, tasks and pictures of one server."""

    config: SandboxConfig
    easel: Easel
    ledger: Ledger = field(default_factory=Ledger)
    links: Links = field(default_factory=Links)
    tasks: dict[str, Task] = field(default_factory=dict)
    seen: set[tuple[str, str]] = field(default_factory=set)

    def first_time(self, word: str, prompt: str) -> bool:
        """Whether this ``-once`` fault has yet to act on this prompt; it has from now on."""
        known = (word, prompt) in self.seen
        self.seen.add((word, prompt))
        return not known

    def acts(self, word: str, prompt: str) -> bool:
        """Whether the fault acts now."""
        return not word.endswith("-once") or self.first_time(word, prompt)

    def keep(self, task: Task) -> None:
        """Remembers this task and forgets those that were due an hour ago."""
        over = time.monotonic() - FORGET_TASK_SECONDS
        while self.tasks and next(iter(self.tasks.values())).due < over:
            del self.tasks[next(iter(self.tasks))]
        self.tasks[task.id] = task


def new_sandbox(config: SandboxConfig) -> Sandbox:
    """A sandbox without a past."""
    return Sandbox(config, Easel(config.drawing_processes))
