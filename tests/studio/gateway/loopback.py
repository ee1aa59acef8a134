"""A server that misbehaves as told: each connection is given to one function, in a thread."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Behaviour = Callable[[socket.socket], None]


def read_request(peer: socket.socket) -> bytes:
    """The head and, by its Content-Length, the body."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += peer.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    length = next(
        (int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")), 0
    )
    while len(body) < length:
        body += peer.recv(65536)
    return head + b"\r\n\r\n" + body


def saying(*pieces: bytes) -> Behaviour:
    """Answers one request with these bytes and closes."""

    def behave(peer: socket.socket) -> None:
        read_request(peer)
        for piece in pieces:
            peer.sendall(piece)

    return behave


def head(*lines: str, status: str = "200 OK") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode()


def silent(stop: threading.Event) -> Behaviour:
    def behave(peer: socket.socket) -> None:
        read_request(peer)
        stop.wait(20)

    return behave


def dripping(stop: threading.Event, first: bytes, drop: bytes) -> Behaviour:
    """One drop every 50 ms, so that no single read ever times out."""

    def behave(peer: socket.socket) -> None:
        read_request(peer)
        peer.sendall(first)
        while not stop.wait(0.05):
            peer.sendall(drop)

    return behave


def slowly(first: bytes, *pieces: bytes) -> Behaviour:
    """A whole answer, 50 ms a piece: good for whoever waits long enough."""

    def behave(peer: socket.socket) -> None:
        read_request(peer)
        peer.sendall(first)
        for piece in pieces:
            threading.Event().wait(0.05)
            peer.sendall(piece)

    return behave


@contextmanager
def serving(*behaviours: Behaviour) -> Iterator[str]:
    """The base address of a server whose n-th connection gets the n-th behaviour, the last one for all others."""
    listener = socket.create_server(("127.0.0.1", 0))
    threads: list[threading.Thread] = []

    def accept() -> None:
        number = 0
        while True:
            try:
                peer, _ = listener.accept()
            except OSError:
                return
            behave = behaviours[min(number, len(behaviours) - 1)]
            number += 1
            threads.append(threading.Thread(target=_run, args=(behave, peer), daemon=True))
            threads[-1].start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def _run(behave: Behaviour, peer: socket.socket) -> None:
    with peer:
        try:
            behave(peer)
        except OSError:
            return


@contextmanager
def stopping() -> Iterator[threading.Event]:
    stop = threading.Event()
    try:
        yield stop
    finally:
        stop.set()
