"""Child processes: started in their own session, restarted with a growing pause, stopped within a grace."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from studio.supervisor.forking import Forked, die_with_parent, fork

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 15.0
STEADY_AFTER = 30.0  # seconds of life after which the pause begins anew


def say(text: str) -> None:
    """Goes on in silence where nobody listens any more: a terminal that closed, a `| tee` that Ctrl-C ended first."""
    try:
        print(text, flush=True)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@dataclass
class Child:
    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    forked: bool = False  # a Python module that shares the supervisor's memory
    process: "subprocess.Popen[bytes] | Forked | None" = None
    started: float = 0.0
    restart_at: float = 0.0
    pause: float = FIRST_PAUSE

    def start(self) -> None:
        """``start_new_session``: the terminal's Ctrl-C reaches the parent alone, which stops in order."""
        self.process = self.fork() if self.forked else self.spawn()
        self.started = time.monotonic()
        self.restart_at = 0.0

    def fork(self) -> Forked:
        return fork(self.command[2], self.command[3:], self.environment, shown=" ".join(self.command))

    def spawn(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(  # noqa: S603
            list(self.command),
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509 (the parent has one thread)
        )

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def code(self) -> int | None:
        """The exit code once it has ended."""
        return self.process.returncode if self.process else None

    def tend(self) -> None:
        """Restarts a child that ended by itself, and says so."""
        if self.alive:
            return
        now = time.monotonic()
        if not self.restart_at:
            self.pause = FIRST_PAUSE if now - self.started > STEADY_AFTER else min(self.pause * 2, LONGEST_PAUSE)
            self.restart_at = now + self.pause
            say(f"{self.name} ended ({told(self.code)}), starts again in {self.pause:.0f} s")
        elif now >= self.restart_at:
            self.start()
            say(f"{self.name} started again")

    def signal(self, number: int) -> None:
        """To the whole session of the child, so that its own children hear it too."""
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, number)
        except (ProcessLookupError, PermissionError):
            return


def told(code: int | None) -> str:
    if code is None:
        return "never started"
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def stop(children: Sequence[Child], grace: float) -> None:
    """SIGTERM to all, SIGKILL to whoever is left after the grace."""
    for child in children:
        if child.process is not None:
            child.process.terminate() if child.alive else None
    end = time.monotonic() + grace
    while any(child.alive for child in children) and time.monotonic() < end:
        time.sleep(0.05)
    for child in children:
        child.signal(signal.SIGKILL)
        if child.process is not None:
            child.process.wait()
