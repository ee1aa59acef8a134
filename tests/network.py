"""No test reaches further than loopback and the services that TEST_*_URL name."""

import contextlib
import ipaddress
import os
import socket
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

SERVICES = ("TEST_DATABASE_URL", "TEST_REDIS_URL", "TEST_RABBITMQ_URL")


class NetworkBlockedError(RuntimeError):
    pass


def allowed_hosts() -> set[str]:
    named = {urlsplit(os.environ.get(name, "")).hostname for name in SERVICES}
    return {"localhost", socket.gethostname(), *filter(None, named)}


def is_allowed(host: Any, hosts: set[str]) -> bool:
    if host is None:
        return True
    name = text_of(host)
    address = address_of(name)
    if address is None:
        return name in hosts or not name
    return address.is_loopback or address.is_unspecified


def text_of(host: Any) -> str:
    return (host.decode() if isinstance(host, bytes) else str(host)).partition("%")[0]


def address_of(name: str) -> "ipaddress.IPv4Address | ipaddress.IPv6Address | None":
    """Also of the old spellings: 127.1, 0x7f000001, 2130706433."""
    with contextlib.suppress(OSError):
        name = socket.inet_ntoa(socket.inet_aton(name))
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None


def guarded(call: Callable[..., Any], hosts: set[str]) -> Callable[..., Any]:
    """connect and connect_ex of a socket. Addresses that are no pair are paths of unix sockets."""

    def connect(self: socket.socket, address: Any) -> Any:
        if isinstance(address, tuple) and not is_allowed(address[0], hosts):
            raise NetworkBlockedError(f"a test tried to reach {address}")
        return call(self, address)

    return connect


def guarded_lookup(call: Callable[..., Any], hosts: set[str]) -> Callable[..., Any]:
    """Numbers ask nobody; a name under .invalid is never found (RFC 6761)."""

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host is not None and text_of(host).endswith(".invalid"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        if not is_allowed(host, hosts) and address_of(text_of(host)) is None:
            raise NetworkBlockedError(f"a test tried to look up {host}")
        return call(host, *args, **kwargs)

    return getaddrinfo


def block(patch: Callable[[Any, str, Any], None]) -> None:
    """``patch`` is MonkeyPatch.setattr."""
    hosts = allowed_hosts()
    for name in ("connect", "connect_ex"):
        patch(socket.socket, name, guarded(getattr(socket.socket, name), hosts))
    patch(socket, "getaddrinfo", guarded_lookup(socket.getaddrinfo, hosts))
