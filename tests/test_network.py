"""The block itself: what a test must not be able to do."""

import socket

import pytest

from tests.network import NetworkBlockedError


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 80), ("10.0.0.1", 443)])
def test_no_socket_leaves_the_machine(address):
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as outward, pytest.raises(NetworkBlockedError):
        outward.connect(address)


def test_not_even_by_connect_ex():
    with socket.socket() as outward, pytest.raises(NetworkBlockedError):
        outward.connect_ex(("192.0.2.1", 80))


def test_no_foreign_name_is_looked_up():
    with pytest.raises(NetworkBlockedError):
        socket.create_connection(("example.org", 80))


def test_loopback_is_open():
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=5) as client,
    ):
        assert client.getpeername() == server.getsockname()
