"""Starts everything on one machine and keeps it running: python -m studio.supervisor"""

import fcntl
import os
import signal
import socket
import subprocess  # noqa: S404
import sys
import time
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from studio.supervisor import broker
from studio.supervisor.children import Child, die_with_parent, say, stop

PYTHON = sys.executable
BASE = Path(__file__).resolve().parent.parent.parent
TICK = 0.2
WORKER_GRACE = 7.0
REST_GRACE = 2.0
ANSWER_SECONDS = 120.0


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
    os.chdir(BASE)
    try:
        settings.configure if settings.configured else settings.DATA_DIR  # noqa: B018 (reads the environment)
    except ImproperlyConfigured as error:
        sys.exit(f"Pinacoteca cannot start. {error}")
    lock = take_lock(settings.DATA_DIR / "supervisor.lock")
    stopping = Stopping()
    code = subprocess.call([PYTHON, "manage.py", "prepare"], preexec_fn=die_with_parent)  # noqa: S603, PLW1509
    if code or stopping.asked:
        return code
    first, rest = crew()
    for child in first:
        child.start()
    if first and first[0].name == "broker" and not broker.wait_until_ready(settings.EMBEDDED_BROKER_SOCKET):
        stop(first, REST_GRACE)
        sys.exit("Pinacoteca cannot start. The embedded broker does not answer: see its words above.")
    for child in rest:
        child.start()
    watch(first + rest, stopping)
    say("\nStopping. Calls that are on their way get a few seconds to come home.")
    stop(rest, WORKER_GRACE)
    stop(first[::-1], REST_GRACE)
    lock.close()
    say("Stopped. Nothing is lost: the next start goes on with what was unfinished.")
    return 0


class Stopping:
    """Set by Ctrl-C, SIGTERM or a closed terminal."""

    def __init__(self) -> None:
        self.asked = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.ask)

    def ask(self, number: int, frame: FrameType | None) -> None:
        self.asked = True


def take_lock(path: Path) -> "os.PathLike[str] | object":
    """Two supervisors never share one data folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = path.open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit(f"Pinacoteca runs already on {path.parent}. Stop it first, or give this one another DATA_DIR.")
    return lock


def crew() -> tuple[list[Child], list[Child]]:
    """What has to run first (broker, sandbox gateway), and the rest."""
    first: list[Child] = []
    shared: dict[str, str] = {}
    if not os.environ.get("BROKER_URL"):
        server = broker.binary()
        if server:
            first.append(broker.child(server, settings.EMBEDDED_BROKER_SOCKET))
        else:
            shared["BROKER_URL"] = "memory://"
            say("No Valkey or Redis was found: the queue lives in the web process, and in one process alone.")
    if not settings.AIHUBMIX_API_KEY and not settings.SANDBOX_URL:
        port = free_port(settings.PORT + 1)
        shared["SANDBOX_URL"] = f"http://127.0.0.1:{port}"
        first.append(sandbox(port))
    rest = [web(), *([] if shared.get("BROKER_URL") else workers())]
    for child in rest:
        child.environment = {**shared, **child.environment}
    return first, rest


def free_port(wanted: int) -> int:
    """The wanted port on loopback if it is free, otherwise any."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return probe.getsockname()[1]
    raise AssertionError("no free port")


def sandbox(port: int) -> Child:
    return Child("sandbox gateway", [PYTHON, "-m", "studio.sandbox", "--port", str(port)])


def web() -> Child:
    command = [
        *(PYTHON, "-m", "uvicorn", "studio.asgi:application", "--host", settings.HOST, "--port", str(settings.PORT)),
        *("--lifespan", "off", "--timeout-graceful-shutdown", "3", "--no-access-log", "--log-level", "warning"),
        *("--backlog", "2048", "--no-server-header"),
    ]
    return Child("web", command)


def workers() -> list[Child]:
    quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING")
    worker = (PYTHON, "-m", "celery", "-A", "studio", "worker")
    threads = str(settings.PROVIDER_THREADS)
    return [
        Child("provider worker", [*worker, "-P", "threads", "-c", threads, "-Q", "provider", "-n", "provider@%h", *quiet]),
        Child("control worker", [*worker, "-P", "threads", "-c", "2", "-B", "-Q", "control", "-n", "control@%h", *quiet]),
        Child("media worker", [*worker, "-P", "prefork", "-c", "1", "-Q", "media", "-n", "media@%h", *quiet]),
    ]


def watch(children: list[Child], stopping: Stopping) -> None:
    """Until asked to stop. Says once where to go, when the web process answers."""
    told = False
    give_up = time.monotonic() + ANSWER_SECONDS
    while not stopping.asked:
        for child in children:
            child.tend()
        if not told and listening(settings.PORT):
            say(f"\nPinacoteca is ready: {settings.PUBLIC_URL}\nCtrl-C stops it.\n")
            told = True
        elif not told and time.monotonic() > give_up:
            say(f"The web process does not listen on port {settings.PORT} yet: is the port taken?")
            give_up = float("inf")
        time.sleep(TICK)


def listening(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    sys.exit(main())
