"""The product as a newcomer starts it, in a folder of its own: the supervisor, on a sandbox that the bench started."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from studio.supervisor.forking import die_with_parent
from tests.bench import process

BASE = Path(__file__).resolve().parent.parent.parent
LATENCY = 2.0  # seconds
STOP_SECONDS = 20.0


class Unready(Exception):  # noqa: N818 (reads as a sentence where it is raised)
    """Something that the bench needs did not come up; its log is in the message."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@dataclass
class Server:
    """A process of the bench's own, with a port and a log."""

    name: str
    folder: Path
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        assert self.process
        return self.process.pid

    def launch(self, command: list[str], environment: Mapping[str, str], patience: float = 60.0) -> None:
        log = self.folder / f"{self.name}.log"
        with log.open("ab") as opened:
            self.process = subprocess.Popen(
                command,
                cwd=BASE,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=opened,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509 (no thread runs yet)
            )
        end = time.monotonic() + patience
        while not listens(self.port):
            if self.process.poll() is not None or time.monotonic() > end:
                raise Unready(f"{self.name} does not listen:\n{log.read_text(errors='replace')[-3000:]}")
            time.sleep(0.05)

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(STOP_SECONDS)
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def call(method: str, url: str, body: Any = None) -> Any:
    data = json.dumps(body).encode() if body is not None else None
    request = Request(url, data=data, method=method, headers={"Content-Type": "application/json"})
    with urlopen(request, timeout=30) as answer:
        text = answer.read()
    return json.loads(text) if text else None


class Sandbox(Server):
    def start(self) -> "Sandbox":
        command = [sys.executable, "-m", "studio.sandbox", "--plain"]
        command += ["--port", str(self.port), "--latency", str(LATENCY)]
        self.launch(command, os.environ)
        return self

    def configure(self, **values: Any) -> None:
        call("POST", f"{self.url}/sandbox/config", values)

    def reset(self) -> None:
        call("DELETE", f"{self.url}/sandbox/ledger")

    def stats(self) -> dict[str, int]:
        found: dict[str, int] = call("GET", f"{self.url}/sandbox/stats")
        return found

    def in_flight(self) -> int:
        return self.stats()["in_flight"]

    def ledger(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = call("GET", f"{self.url}/sandbox/ledger")
        return found


@dataclass
class Shape(Server):
    """``services`` are DATABASE_URL and BROKER_URL; without them it is the default shape."""

    sandbox_url: str = ""
    services: Mapping[str, str] = field(default_factory=dict)
    people: dict[str, Any] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        unset = (
            "DATABASE_URL",
            "BROKER_URL",
            "CACHE_URL",
            "AIHUBMIX_API_KEY",
            "PUBLIC_URL",
            "S3_BUCKET",
            "X_ACCEL_PREFIX",
        )
        inherited = {name: value for name, value in os.environ.items() if name not in unset}
        own = {
            "DATA_DIR": str(self.folder / "data"),
            "PORT": str(self.port),
            "SANDBOX_URL": self.sandbox_url,
            "DJANGO_SETTINGS_MODULE": "studio.settings",
            "DJANGO_SUPERUSER_USERNAME": "mira",
            "DJANGO_SUPERUSER_EMAIL": "mira@example.org",
            "DJANGO_SUPERUSER_PASSWORD": "a long enough one",
            "LOG_LEVEL": "WARNING",
        }
        return inherited | own | dict(self.services)

    def start(self) -> "Shape":
        self.launch([sys.executable, "-m", "studio.supervisor"], self.environment, patience=120.0)
        self.people = self.inside("people")
        self.wait_for_workers()
        return self

    def inside(self, script: str, **given: Any) -> dict[str, Any]:
        """Runs tests/bench/inside/<script>.py with this shape's settings; what it prints last is JSON."""
        command = [sys.executable, "-m", f"tests.bench.inside.{script}", json.dumps(given)]
        done = subprocess.run(command, cwd=BASE, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Unready(f"{script}: {done.stderr[-3000:]}")
        found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
        return found

    def wait_for_workers(self) -> None:
        """Until each worker has registered its session; the media worker makes none before its first task."""
        end = time.monotonic() + 60
        while self.inside("workers")["ready"] < 3:
            if time.monotonic() > end:
                raise Unready("the workers do not come up")

    def family(self) -> dict[int, str]:
        return process.family(self.pid)

    def pid_of(self, part: str) -> int:
        """The oldest process of a part: of the prefork worker, the parent."""
        return min(pid for pid, name in self.family().items() if name == part)
