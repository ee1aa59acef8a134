"""Which places a result link may lead to: public addresses, ports 80 and 443, and the operator's own origins.

Addresses are read by httpx, which also connects: two readers of one address could disagree about its host."""

import socket
from collections.abc import Callable, Iterable, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpx

from studio.gateway.errors import ForbiddenAddress, LinkBroken

Origin = tuple[str, str, int]  # scheme, host, port
Resolver = Callable[[str, int], Sequence[str]]

PORTS = {"http": 80, "https": 443}
_NAT64 = IPv6Network("64:ff9b::/96")
_LOCAL_NAT64 = IPv6Network("64:ff9b:1::/48")
_TEREDO = IPv6Network("2001::/32")
_COMPATIBLE = IPv6Network("::/96")  # the old form of an IPv4 address inside IPv6


def resolve(host: str, port: int) -> Sequence[str]:
    """Every address of the host, in the system's order. OSError where it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(text: str) -> bool:
    """True for a globally routed unicast address, seen through the IPv6 forms that carry an IPv4 one."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        if address.scope_id or address in _LOCAL_NAT64 or address in _TEREDO or address.is_site_local:
            return False
        inner = _inner(address)
        if inner is not None:
            return is_public(str(inner))
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _inner(address: IPv6Address) -> IPv4Address | None:
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address in _NAT64 or address in _COMPATIBLE:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def public_addresses(host: str, port: int, resolver: Resolver) -> Sequence[str]:
    """The host's addresses, all of them public. ForbiddenAddress otherwise, LinkBroken where there are none."""
    try:
        found = resolver(host, port)
    except (OSError, UnicodeError):
        found = ()
    if not found:
        raise LinkBroken(f"The host {host} has no address.")
    if not all(is_public(address) for address in found):
        raise ForbiddenAddress(f"The link leads to {host}, which is no public address.")
    return found


def origin(url: httpx.URL) -> Origin:
    """ForbiddenAddress where the address is not one of the web."""
    host = url.raw_host.decode("ascii")
    if url.scheme not in PORTS or not host:
        raise ForbiddenAddress(f"The link is no web address ({url.scheme or 'no scheme'}).")
    return url.scheme, host, url.port or PORTS[url.scheme]


def origins(urls: Iterable[str]) -> frozenset[Origin]:
    return frozenset(origin(httpx.URL(url)) for url in urls if url)


def check_link(url: httpx.URL, trusted: frozenset[Origin]) -> bool:
    """Whether the link leads to a trusted origin; ForbiddenAddress where its form alone forbids it."""
    place = origin(url)
    if url.userinfo:
        raise ForbiddenAddress("The link carries a user name.")
    if place in trusted:
        return True
    if place[2] != PORTS[place[0]]:
        raise ForbiddenAddress(f"The link leads to port {place[2]}.")
    return False
