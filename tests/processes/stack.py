"""Real processes for a test: a sandbox gateway, a broker and Celery workers on the test's own database and folder."""

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from django.db import connection
from kombu import Connection

from studio.celery import app
from studio.supervisor import broker
from tests.processes.forge import Forge, Worker

BASE = Path(__file__).resolve().parent.parent.parent
PORTS = range(10_000, 32_000, 10)  # below those of connections; a supervisor's sandbox takes the next one or two
QUIET = ("--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING")


class TookTooLongError(AssertionError):
    pass


def until(condition: Callable[[], Any], *, seconds: float = 60.0, what: str = "") -> Any:
    """Waits for a condition; the limit is there to fail, never to measure."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise TookTooLongError(what or "the condition never came true")


def free_port() -> int:
    """No other worker's, and none that the system gives to an outgoing connection before it is listened at."""
    while True:
        port = PORTS[secrets.randbelow(len(PORTS))]  # random has the same seed in every worker
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


def free_ports(count: int) -> list[int]:
    """No two are the same."""
    ports: set[int] = set()
    while len(ports) < count:
        ports.add(free_port())
    return list(ports)


def call(method: str, url: str, body: Any = None) -> Any:
    data = json.dumps(body).encode() if body is not None else None
    request = Request(url, data=data, method=method, headers={"Content-Type": "application/json"})
    with urlopen(request, timeout=10) as answer:
        text = answer.read()
    return json.loads(text) if text else None


@dataclass
class Sandbox:
    """A sandbox gateway of the test's own, with its billing witness."""

    log: Path
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> "Sandbox":
        options = ("--plain", "--faults", "--latency", "0.1")
        command = [sys.executable, "-m", "studio.sandbox", "--port", str(self.port), *options]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=BASE, stdout=log, stderr=subprocess.STDOUT)
        until(lambda: listens(self.port), what="the sandbox does not listen")
        return self

    def configure(self, **values: Any) -> None:
        call("POST", f"{self.url}/sandbox/config", values)

    def open(self, prompt: str) -> None:
        """Lets what waits at ``fault:gate`` in this prompt go on."""
        call("POST", f"{self.url}/sandbox/open", {"prompt": prompt})

    def reset(self) -> None:
        """Forgets the ledger and opens every gate."""
        call("DELETE", f"{self.url}/sandbox/ledger")

    def billed(self, marker: str) -> int:
        return sum(entry["billed"] for entry in self.calls(marker))

    def calls(self, marker: str) -> list[dict[str, Any]]:
        return [entry for entry in call("GET", f"{self.url}/sandbox/ledger") if marker in entry["prompt"]]

    def in_flight(self) -> int:
        return call("GET", f"{self.url}/sandbox/stats")["in_flight"]

    def fetches(self) -> int:
        """Of result links, each counted when it begins."""
        return call("GET", f"{self.url}/sandbox/stats")["fetches"]

    def stop(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@dataclass
class Stack:
    """Broker and workers. ``broker_url`` empty means an embedded Valkey of the stack's own; with a ``forge``, which has
    the stack's environment, workers are forked.
    """

    folder: Path
    sandbox: Sandbox
    broker_url: str = ""
    database_url: str = ""
    extra: dict[str, str] = field(default_factory=dict)
    forge: Forge | None = None
    processes: "dict[str, subprocess.Popen[bytes] | Worker]" = field(default_factory=dict)

    @property
    def url(self) -> str:
        return self.broker_url or f"redis+socket://{self.socket}"

    def deliver(self, ids: "list[Any]") -> None:
        """The messages that the web process would have sent, through this stack's broker."""
        with Connection(self.url) as link:
            for generation_id in ids:
                app.send_task("studio.send", args=(str(generation_id),), connection=link)

    def environment(self) -> dict[str, str]:
        own = {
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": self.database_url or test_database_url(),
            "BROKER_URL": self.url,
            "SANDBOX_URL": self.sandbox.url,
            "PROVIDER_THREADS": "20",
            "SECRET_KEY": "tests",
            "DJANGO_SETTINGS_MODULE": "studio.settings",
            "PYTHONUNBUFFERED": "1",
        }
        return {**os.environ, **own, **self.extra}

    @property
    def socket(self) -> Path:
        return self.folder / "b" / "v.sock"

    def start_broker(self) -> None:
        if self.broker_url:
            return
        server = broker.binary()
        assert server, "no Valkey in the environment"
        self.run("broker", list(broker.child(server, self.socket).command))
        assert broker.wait_until_ready(self.socket)

    def start_worker(self, queue: str, *, pool: str = "threads", size: int = 20) -> None:
        beat = ["--beat-thread"] if queue == "control" else []
        queues = "provider,collect" if queue == "provider" else queue
        command = ["-A", "studio", "worker", "-P", pool, "-c", str(size), "-Q", queues, "-n", f"{queue}@%h"]
        if self.forge:
            self.processes[queue] = self.forge.start("celery", [*command, *beat, *QUIET], self.log_of(queue))
        else:
            self.run(queue, [sys.executable, "-m", "celery", *command, *beat, *QUIET])

    def run(self, name: str, command: list[str]) -> None:
        with self.log_of(name).open("ab") as log:
            self.processes[name] = subprocess.Popen(
                command, cwd=BASE, env=self.environment(), stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )

    def kill(self, name: str) -> None:
        """kill -9, with everything that it started."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def log_of(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def log(self, name: str) -> str:
        return self.log_of(name).read_text(errors="replace")

    def stop(self) -> None:
        for name in list(self.processes):
            self.kill(name)


def test_database_url() -> str:
    """The address of the database that this test runs on, for other processes."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    host, port = settings["HOST"] or "127.0.0.1", settings["PORT"] or 5432
    return f"postgres://{settings['USER']}:{settings['PASSWORD']}@{host}:{port}/{settings['NAME']}"


test_database_url.__test__ = False  # type: ignore[attr-defined]
