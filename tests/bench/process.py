"""What processes cost, by /proc: CPU seconds and memory shared fairly (PSS)."""

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import psutil

TICKS = os.sysconf("SC_CLK_TCK")
PARTS = {"uvicorn": "web", "provider@": "provider", "control@": "control", "media@": "media", "v.sock": "broker"}


def part_of(process: psutil.Process) -> str:
    words = " ".join(process.cmdline())
    if "valkey-server" in process.name() or "redis-server" in process.name():
        return "broker"
    return next((part for mark, part in PARTS.items() if mark in words), "supervisor")


def family(pid: int) -> dict[int, str]:
    """The processes of a supervisor by id, itself among them, with the part that each plays."""
    parent = psutil.Process(pid)
    found: dict[int, str] = {}
    for process in (parent, *parent.children(recursive=True)):
        try:
            found[process.pid] = part_of(process)
        except psutil.NoSuchProcess:
            continue
    return found


def cpu(pid: int) -> float:
    """Seconds of CPU, in user and kernel; 0 for one that has gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


def cpu_by_part(pids: dict[int, str]) -> dict[str, float]:
    spent: dict[str, float] = {}
    for pid, part in pids.items():
        spent[part] = spent.get(part, 0.0) + cpu(pid)
    return spent


def pss(pid: int, part: str = "Pss") -> float:
    """MB; of a ``part`` alone, as the system calls it: "Pss_Anon", "Pss_Shmem"."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return next(int(line.split()[1]) for line in text.splitlines() if line.startswith(f"{part}:")) / 1024


def memory(pids: dict[int, str]) -> float:
    """MB of all of them together."""
    return sum(pss(pid) for pid in pids)


@dataclass
class Watch:
    """Samples a family's memory beside ``figure`` (calls in flight) in a thread, until it is left."""

    pids: dict[int, str]
    figure: Callable[[], int]
    every: float = 0.6  # seconds; reading the memory of a family takes 30 ms of CPU
    samples: list[tuple[float, int]] = field(default_factory=list)

    def __enter__(self) -> "Watch":
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        return self

    def _run(self) -> None:
        while not self._done.wait(self.every):
            self.samples.append((memory(self.pids), self.figure()))

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    @property
    def peak(self) -> float:
        return max((megabytes for megabytes, _ in self.samples), default=0.0)

    def while_in_flight(self, number: int) -> float | None:
        """The most memory while at least ``number`` calls were in flight; None where no sample met them."""
        return max((megabytes for megabytes, flying in self.samples if flying >= number), default=None)


def share_of_core(pid: int, seconds: float) -> float:
    """CPU of one process as a share of one core, in percent."""
    before, start = cpu(pid), time.monotonic()
    time.sleep(seconds)
    return 100 * (cpu(pid) - before) / (time.monotonic() - start)
