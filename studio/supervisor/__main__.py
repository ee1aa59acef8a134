"""Starts everything on one machine and keeps it running: python -m studio.supervisor"""

import fcntl
import os
import signal
import socket
import sys
import time
from pathlib import Path
from types import FrameType
from typing import IO

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from studio.supervisor import broker, forking
from studio.supervisor.children import Child, say, stop
from studio.supervisor.crew import PYTHON, Crew, assemble, is_free

BASE = Path(__file__).resolve().parent.parent.parent
TICK = 0.2
WORKER_GRACE = 7.0
REST_GRACE = 2.0
ANSWER_SECONDS = 120.0


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
    os.chdir(BASE)
    lock = take_lock()
    if not 0 < settings.PORT < 65_536:
        sys.exit("Pinacoteca cannot start. PORT is out of range: set it from 1 to 65535.")
    if not is_free(settings.HOST, settings.PORT):
        sys.exit(f"Pinacoteca cannot start. Port {settings.PORT} is taken: stop what listens there, or set PORT.")
    stopping = Stopping()
    crew = assemble()
    code = prepare(crew, stopping)
    if code or stopping.asked:
        return code
    try:
        start(crew)
        watch(crew.everybody, stopping)
        say("\nStopping. Calls that are on their way get a few seconds to come home.")
    finally:
        stop(crew.rest, WORKER_GRACE)
        stop(crew.first[::-1], REST_GRACE)
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


def take_lock() -> IO[str]:
    """Two supervisors never share one data folder. Reads the settings first: what is wrong in them is told here."""
    try:
        path = settings.DATA_DIR / "supervisor.lock"
        path.parent.mkdir(parents=True, exist_ok=True)
        lock: IO[str] = path.open("w")
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        forking.private(lock)
    except ImproperlyConfigured as error:
        sys.exit(f"Pinacoteca cannot start. {error}")
    except BlockingIOError:
        sys.exit(f"Pinacoteca runs already on {path.parent}. Stop it first, or give this one another DATA_DIR.")
    except OSError as error:
        sys.exit(f"Pinacoteca cannot start. DATA_DIR cannot be written: {error}")
    return lock


def prepare(crew: Crew, stopping: Stopping) -> int:
    """Its exit code; what was wrong it has said itself."""
    child = Child("preparation", [PYTHON, "manage.py", "prepare"], crew.shared)
    child.start()
    while child.alive and not stopping.asked:
        time.sleep(TICK / 4)
    stop([child], REST_GRACE)
    return child.code or 0


def start(crew: Crew) -> None:
    for child in crew.first:
        child.start()
    if crew.first and crew.first[0].name == "broker" and not broker.wait_until_ready(settings.EMBEDDED_BROKER_SOCKET):
        stop(crew.first, REST_GRACE)
        log = broker.log_beside(settings.EMBEDDED_BROKER_SOCKET)
        sys.exit(f"Pinacoteca cannot start. The embedded broker does not answer: see {log}.")
    if any(child.forked for child in crew.rest):
        os.environ.update(crew.shared)
        settings.SANDBOX_URL = os.environ.get("SANDBOX_URL", "")  # read before its port was known
        forking.warm()
    for child in crew.rest:
        child.start()


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
            say(f"The web process does not listen on port {settings.PORT} yet: see its words above.")
            give_up = float("inf")
        time.sleep(TICK)


def listening(port: int) -> bool:
    """On the address that the web process was given; loopback where that is all of them."""
    host = settings.HOST if settings.HOST not in ("0.0.0.0", "::", "") else "127.0.0.1"  # noqa: S104
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((host, port)) == 0


if __name__ == "__main__":
    sys.exit(main())
