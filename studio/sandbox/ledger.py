"""The billing witness: every call that reached the sandbox, and whether the real gateway would have charged it."""

import time
from collections import deque
from dataclasses import asdict, dataclass, field
from typing import Any

MOST_ENTRIES = 200_000


@dataclass(slots=True)
class Entry:
    """One call. ``at`` in seconds since the epoch; ``billed`` from the moment that the vendor began to work."""

    request_id: str
    route: str
    model: str
    prompt: str
    key_last4: str
    billed: bool = False
    images: int = 0
    status: int = 0
    at: float = field(default_factory=time.time)


@dataclass(slots=True)
class Ledger:
    """Entries in the order of arrival, and how many calls are in flight. The oldest fall out at 200,000."""

    entries: deque[Entry] = field(default_factory=lambda: deque(maxlen=MOST_ENTRIES))
    in_flight: int = 0
    peak_in_flight: int = 0

    def enter(self, entry: Entry) -> Entry:
        """The call begins."""
        self.entries.append(entry)
        self.in_flight += 1
        self.peak_in_flight = max(self.peak_in_flight, self.in_flight)
        return entry

    def leave(self) -> None:
        """The call ends, however."""
        self.in_flight -= 1

    def reset(self) -> None:
        """Forgets the past; calls in flight stay counted."""
        self.entries.clear()
        self.peak_in_flight = self.in_flight

    def as_list(self) -> list[dict[str, Any]]:
        """For ``GET /sandbox/ledger``."""
        return [asdict(entry) for entry in self.entries]

    def totals(self) -> dict[str, int]:
        """For ``GET /sandbox/stats``."""
        return {
            "in_flight": self.in_flight,
            "peak_in_flight": self.peak_in_flight,
            "calls": len(self.entries),
            "billed": sum(entry.billed for entry in self.entries),
            "images": sum(entry.images for entry in self.entries if entry.billed),
        }
