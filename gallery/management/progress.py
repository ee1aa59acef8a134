"""A bar on a terminal that moves in place; elsewhere a line now and then."""

import time
from typing import Any

BAR = 30  # characters
A_LINE_EVERY = 10.0  # seconds, where there is no terminal
A_MOVE_EVERY = 0.1


class Progress:
    """``out`` is a command's stderr. Tells of ``total`` things under ``name``."""

    def __init__(self, out: Any, name: str, total: int):
        self.out, self.name, self.total = out, name, total
        self.done = 0
        self.start = self.told = time.monotonic()

    def step(self, number: int = 1) -> None:
        self.done += number
        now = time.monotonic()
        if now - self.told >= (A_MOVE_EVERY if self.out.isatty() else A_LINE_EVERY) or self.done >= self.total:
            self.told = now
            self.tell()

    def tell(self) -> None:
        moving = self.out.isatty() and self.done < self.total
        self.out.write(("\r" if self.out.isatty() else "") + self.line(), ending="" if moving else "\n")

    def line(self) -> str:
        full = BAR * self.done // max(self.total, 1)
        rate = self.done / max(time.monotonic() - self.start, 0.001)
        bar = f"[{'#' * full}{'.' * (BAR - full)}]"
        return f"{self.name} {bar} {self.done:,} of {self.total:,}, {rate:,.0f} a second{self.left(rate)}"

    def left(self, rate: float) -> str:
        seconds = (self.total - self.done) / rate if rate and self.done < self.total else 0
        return f", {seconds / 60:.0f} min left  " if seconds >= 60 else "              "
