"""The lean GET: framings, kept connections, and answers that are none."""

import asyncio
import socket

import pytest

from studio.gateway import connections as lean
from studio.gateway.connections import BrokenAnswer, ConnectFailed, Connections
from tests.studio.gateway.loopback import dripping, head, read_request, saying, serving, silent, stopping


def get(base, times=1, timeout=5.0):
    async def run():
        kept = Connections(keep=5)
        try:
            return [await kept.get(base, "/v1/tasks/1", {"Authorization": "Bearer k"}, timeout) for _ in range(times)]
        finally:
            await kept.close()

    return asyncio.run(run())


@pytest.mark.parametrize(
    "answer",
    [
        head("content-length: 4") + b"body",
        head("transfer-encoding: chunked") + b"3\r\nbod\r\n1;x=y\r\ny\r\n0\r\ntrailer: 1\r\n\r\n",
        head("connection: close") + b"body",
        head("link: </a>", status="103 Early Hints") + head("content-length: 4") + b"body",
    ],
    ids=["length", "chunked", "to the end", "after a hint"],
)
def test_bodies_are_read_in_every_framing(answer):
    with serving(saying(answer)) as base:
        (reply,) = get(base)
    assert (reply.status, reply.body) == (200, b"body")


def keeping(count, requests):
    """Answers so many requests on one connection, then closes it."""

    def behave(peer: socket.socket) -> None:
        for _ in range(count):
            requests.append(read_request(peer))
            peer.sendall(head("content-length: 2", "X-Request-Id: r1") + b"ok")

    return behave


def test_a_connection_is_used_again_and_replaced_when_closed():
    first, second = [], []
    with serving(keeping(3, first), keeping(3, second)) as base:
        replies = get(base, times=5)
    assert [reply.body for reply in replies] == [b"ok"] * 5
    assert (len(first), len(second)) == (3, 2)
    assert replies[0].headers["x-request-id"] == "r1"


def test_the_request_is_plain_http():
    seen = []
    with serving(keeping(1, seen)) as base:
        get(base)
    lines = seen[0].decode().split("\r\n")
    assert lines[0] == "GET /v1/tasks/1 HTTP/1.1"
    assert {f"Host: {base.removeprefix('http://')}", "Authorization: Bearer k"} <= set(lines)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"SSH-2.0-OpenSSH\r\n\r\n",
        b"HTTP/1.1\r\n\r\n",
        head("content-length: x"),
        head("content-length: -1"),
        head("content-length: 99999999999"),
        head("content-length: 10") + b"short",
        head("transfer-encoding: chunked") + b"zz\r\n",
        head("x: " + "a" * lean.HEAD_MAX),
    ],
    ids=["closed", "no http", "no status", "words", "negative", "huge", "cut off", "no chunk", "endless head"],
)
def test_answers_that_are_none_are_broken(answer):
    with serving(saying(answer)) as base, pytest.raises(BrokenAnswer):
        get(base)


def test_a_refused_connection_has_its_own_name():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(ConnectFailed):
        get(f"http://127.0.0.1:{port}")


def test_silence_and_drips_end_at_the_time_limit():
    with stopping() as stop, serving(silent(stop), dripping(stop, head("content-length: 999"), b"x")) as base:
        for _ in range(2):
            with pytest.raises(TimeoutError):
                get(base, timeout=0.3)
