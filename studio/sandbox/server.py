"""The sandbox as a server: in the foreground for ``python -m studio.sandbox``, in a thread for tests and benchmarks."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from studio.sandbox.app import SandboxApp
from studio.sandbox.config import SandboxConfig
from studio.sandbox.state import new_sandbox

KEEP_ALIVE_SECONDS = 120  # longer than clients keep theirs, so that no call meets a socket that is being closed
BACKLOG = 2048
START_SECONDS = 30


class Sockets:
    """The open sockets by their peer, so that a fault can close one in mid-answer."""

    def __init__(self) -> None:
        self.by_peer: dict[tuple[str, int], asyncio.Transport] = {}

    def hang_up(self, client: tuple[str, int]) -> None:
        """Closes without a goodbye."""
        transport = self.by_peer.get(client)
        if transport is not None:
            transport.abort()

    def protocol(self) -> type[asyncio.Protocol]:
        """uvicorn's own protocol that also keeps this register."""
        register = self.by_peer

        class Registered(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
            def connection_made(self, transport: Any) -> None:
                self.peer = tuple(transport.get_extra_info("peername")[:2])
                register[self.peer] = transport
                super().connection_made(transport)

            def connection_lost(self, exc: Exception | None) -> None:
                register.pop(self.peer, None)
                super().connection_lost(exc)

        return Registered


def make_server(config: SandboxConfig, host: str, port: int) -> uvicorn.Server:
    """A server ready to run. Port 0 takes a free one."""
    sockets = Sockets()
    app = SandboxApp(new_sandbox(config), sockets.hang_up)
    settings = uvicorn.Config(
        app,
        host=host,
        port=port,
        http=sockets.protocol(),
        ws="none",
        lifespan="on",
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=1,
        backlog=BACKLOG,
    )
    return uvicorn.Server(settings)


def run(config: SandboxConfig, host: str = "127.0.0.1", port: int = 8090) -> None:
    """Serves until it is told to stop."""
    make_server(config, host, port).run()


@contextmanager
def serving(config: SandboxConfig, port: int = 0) -> Iterator[str]:
    """A server on loopback in a thread; gives its base address without a trailing slash."""
    server = make_server(config, "127.0.0.1", port)
    thread = threading.Thread(target=server.run, name="sandbox", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{_port(server, thread)}"
    finally:
        server.should_exit = True
        thread.join(START_SECONDS)


def _port(server: uvicorn.Server, thread: threading.Thread) -> int:
    end = time.monotonic() + START_SECONDS
    while not server.started:
        if not thread.is_alive() or time.monotonic() > end:
            raise RuntimeError("the sandbox did not start")
        time.sleep(0.01)
    port: int = server.servers[0].sockets[0].getsockname()[1]
    return port
