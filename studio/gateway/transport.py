"""The network below httpx: every wait ends at one deadline, and downloads connect only to checked addresses.

httpx counts a time-out anew at each read, so a dripping server outlives it. Here a thread says until when its
request may last, and each connect, read and write waits no longer than that (RELIABILITY.md section 8).
Both httpx's ``_pool`` and httpcore's ``_network_backend`` are private: the versions are pinned and tests hold them.
"""

import ssl
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import httpcore
import httpx

from studio.gateway.addresses import Resolver, public_addresses

CONNECT_TIMEOUT = 10.0  # seconds
KEEPALIVE = 20  # idle connections kept; httpx's pool looks at each of them at every request
KEEPALIVE_EXPIRY = 3.0  # seconds: below the five of uvicorn, so that no request meets a connection being closed

_here = threading.local()


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Every network wait of this thread inside the block ends ``seconds`` from now, with a time-out."""
    _here.until = time.monotonic() + seconds
    try:
        yield
    finally:
        _here.until = None


def seconds_left(timeout: float | None) -> float | None:
    until = getattr(_here, "until", None)
    if until is None:
        return timeout
    left: float = until - time.monotonic()
    return left if timeout is None else min(left, timeout)


class DeadlineStream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream):
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        left = seconds_left(timeout)
        if left is not None and left <= 0:
            raise httpcore.ReadTimeout("the deadline has passed")
        return self._stream.read(max_bytes, left)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        left = seconds_left(timeout)
        if left is not None and left <= 0:
            raise httpcore.WriteTimeout("the deadline has passed")
        self._stream.write(buffer, left)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> "DeadlineStream":
        return DeadlineStream(self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class DeadlineBackend(httpcore.SyncBackend):
    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        left = seconds_left(timeout)
        if left is not None and left <= 0:
            raise httpcore.ConnectTimeout("the deadline has passed")
        stream = super().connect_tcp(host, port, left, local_address, socket_options)
        return DeadlineStream(stream)


class PublicBackend(DeadlineBackend):
    """Resolves once, refuses the host if any of its addresses is not public, connects to a checked address.

    TLS still checks the name in the URL, which httpcore passes on by itself.
    """

    def __init__(self, resolver: Resolver):
        self._resolver = resolver

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        *others, last = public_addresses(host, port, self._resolver)
        for address in others:
            try:
                return super().connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return super().connect_tcp(last, port, timeout, local_address, socket_options)


@cache
def tls_context() -> ssl.SSLContext:
    """One for the process: making it takes 20 ms of CPU."""
    return httpx.create_ssl_context(trust_env=False)


def http_transport(backend: httpcore.NetworkBackend, max_connections: int, proxy_url: str = "") -> httpx.HTTPTransport:
    """An ordinary transport over ``backend``, without the environment's proxies, which would pass every check by."""
    transport = httpx.HTTPTransport(
        verify=tls_context(),
        trust_env=False,
        limits=httpx.Limits(
            max_connections=max_connections, max_keepalive_connections=KEEPALIVE, keepalive_expiry=KEEPALIVE_EXPIRY
        ),
        proxy=proxy_url or None,
    )
    transport._pool._network_backend = backend
    return transport
