"""Workers as forks of one process that has imported what they run, as `make run` has them: each start costs a tenth.

``python -m tests.processes.forge`` is told on stdin, a JSON list a line, and answers each with a number:
["start", module, arguments, log] with the pid of a leader of its own session, ["wait", pid] with the exit code.
What it forked ends with it.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.supervisor import forking

BASE = Path(__file__).resolve().parent.parent.parent


class Forge:
    """``environment`` holds for all that it starts: their settings are read once."""

    def __init__(self, environment: Mapping[str, str], log: Path):
        with log.open("ab") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.processes.forge"],
                cwd=BASE,
                env=dict(environment),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                bufsize=1,
                start_new_session=True,
            )

    def ask(self, *words: Any) -> int:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(words) + "\n")
        return int(self.process.stdout.readline())

    def start(self, module: str, arguments: Sequence[str], log: Path) -> "Worker":
        return Worker(self, self.ask("start", module, [*arguments], str(log)))

    def stop(self) -> None:
        self.process.kill()
        self.process.communicate()


@dataclass(frozen=True, slots=True)
class Worker:
    """Told as subprocess.Popen tells of its own."""

    forge: Forge
    pid: int

    def wait(self) -> int:
        return self.forge.ask("wait", self.pid)


def start(module: str, arguments: list[str], log: str) -> int:
    pid = os.fork()
    if not pid:
        become(module, arguments, log)
    while os.getpgid(pid) != pid:  # whoever kills it kills its session
        time.sleep(0.001)
    return pid


def become(module: str, arguments: list[str], log: str) -> None:
    """Never returns."""
    code = 1
    try:
        for number, name, flags in ((0, os.devnull, os.O_RDONLY), (1, log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)):
            os.dup2(os.open(name, flags, 0o600), number)
        os.dup2(1, 2)
        forking.become(module, arguments, {}, shown=" ".join(["python", "-m", module, *arguments]))
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        os._exit(code)


def wait(pid: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


VERBS = {"start": start, "wait": wait}


def main() -> None:
    forking.warm()
    for line in sys.stdin:
        verb, *words = json.loads(line)
        print(VERBS[verb](*words), flush=True)


if __name__ == "__main__":
    main()
