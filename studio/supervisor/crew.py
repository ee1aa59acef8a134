"""Who runs under the supervisor, and what they are told: broker, sandbox gateway, web, three workers."""

import os
import socket
import sys
from dataclasses import dataclass, field

from django.conf import settings

from studio.supervisor import broker, forking
from studio.supervisor.children import Child, say

PYTHON = sys.executable
TOLD = {
    "CELERY_QUIET": "1",
    "CELERY_SKIP_CHECKS": "1",  # the preparation has made them, and they import every page and form
    "MALLOC_ARENA_MAX": str(forking.ARENAS),
    "NOSETPS": "1",  # a worker is shown by its command, not by Celery's words for it
    "PYTHONWARNINGS": f"ignore:{forking.ROOT_WARNING}",
}


@dataclass
class Crew:
    """``first`` has to run before ``rest``; ``shared`` is what the processes that read the settings are told."""

    first: list[Child] = field(default_factory=list)
    rest: list[Child] = field(default_factory=list)
    shared: dict[str, str] = field(default_factory=dict)

    @property
    def everybody(self) -> list[Child]:
        return self.first + self.rest


def assemble() -> Crew:
    """Starts nobody."""
    crew = Crew(shared=dict(TOLD))
    if not os.environ.get("BROKER_URL"):
        add_broker(crew)
    if not settings.AIHUBMIX_API_KEY and not settings.SANDBOX_URL:
        port = free_port(settings.PORT + 1)
        crew.shared["SANDBOX_URL"] = f"http://127.0.0.1:{port}"
        crew.first.append(sandbox(port))
    in_one_process = (crew.shared.get("BROKER_URL") or settings.BROKER_URL).startswith("memory")
    crew.rest = [web(), *([] if in_one_process else workers())]
    for child in crew.rest:
        child.environment = crew.shared
        child.forked = forking.possible and not in_one_process
    return crew


def add_broker(crew: Crew) -> None:
    server = broker.binary()
    if server:
        crew.first.append(broker.child(server, settings.EMBEDDED_BROKER_SOCKET))
        return
    crew.shared["BROKER_URL"] = "memory://"
    say("No Valkey or Redis was found: the queue lives in the web process, and in one process alone.")


def is_free(host: str, port: int) -> bool:
    """Nobody listens there. Connections that are still closing do not count."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port(wanted: int) -> int:
    """The wanted port on loopback if it is free, so that links and tasks survive a restart; otherwise any."""
    if is_free("127.0.0.1", wanted):
        return wanted
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def sandbox(port: int) -> Child:
    state = str(settings.DATA_DIR / "sandbox")
    return Child("sandbox gateway", [PYTHON, "-m", "studio.sandbox", "--port", str(port), "--state", state])


def web() -> Child:
    command = [
        *(PYTHON, "-m", "uvicorn", "studio.asgi:application", "--host", settings.HOST, "--port", str(settings.PORT)),
        *("--lifespan", "off", "--timeout-graceful-shutdown", "3", "--no-access-log", "--log-level", "warning"),
        *("--backlog", "2048", "--no-server-header"),
    ]
    if not os.environ.get("FORWARDED_ALLOW_IPS"):
        command.append("--no-proxy-headers")  # uvicorn would believe whoever calls from this machine
    return Child("web", command)


def workers() -> list[Child]:
    """Control carries the beat, so that there is exactly one."""
    return [
        worker("provider", "provider,collect", "-P", "threads", "-c", str(settings.PROVIDER_THREADS)),
        worker("control", "control", "-P", "threads", "-c", "2", "--beat-thread"),
        worker("media", "media", "-P", "prefork", "-c", "1"),
    ]


def worker(name: str, queues: str, *options: str) -> Child:
    quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING")
    command = [PYTHON, "-m", "celery", "-A", "studio", "worker", *options, "-Q", queues, "-n", f"{name}@%h", *quiet]
    return Child(f"{name} worker", command)
