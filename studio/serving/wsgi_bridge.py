"""Django as WSGI in threads, beside the raw ASGI branches of the same port.

A request whose body is short is read before it takes a thread, and an answer that is whole comes back in one piece: one
way into the thread and one back; a stream's first piece comes with its head, and it ends with the last byte that its
head promised. (a2wsgi goes back and forth for the head, each piece and the end of every answer, which cost more than
half as much as Django did.) Uploads and streams pass through in pieces, at their receiver's pace.
A stream takes a thread for as long as a piece is made and none while it is on its way: however many slow readers take
large files away, pages are answered. It ends when its reader goes away.

An upload holds its thread while it arrives, so half of the threads are never given to one, and one that stalls is over:
whoever sends a little and then nothing closes the studio to nobody.
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from contextvars import copy_context
from functools import partial
from io import BytesIO
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Environ = dict[str, Any]
Threaded = Callable[[Callable[[], Any]], Awaitable[Any]]
Pages = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

SHORT = 64 * 1024  # bytes of a body that is read in the loop
PIECE = 256 * 1024
PATIENCE = 30.0  # seconds without a byte of an upload
SLOWEST = 4096  # bytes a second of one, beyond the first PATIENCE
OWN_NAMES = {b"content-length": "CONTENT_LENGTH", b"content-type": "CONTENT_TYPE"}


class Gone(OSError):  # noqa: N818 (reads as a sentence where it is raised)
    """The client went away while its request was read."""


class Bridge:
    """An ASGI application over the WSGI application ``pages``."""

    def __init__(self, pages: Pages, threads: int):
        self.pages = pages
        self.executor = ThreadPoolExecutor(threads, thread_name_prefix="page")
        self.uploads = asyncio.Semaphore(max(1, threads // 2))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()
        try:
            body = await body_of(scope, receive, loop)
        except Gone:
            return
        exchange = Exchange(self.pages, environ_of(scope, body))
        threaded = self.threads_of(loop)
        async with self.uploads if isinstance(body, Arriving) else nullcontext():
            whole = await threaded(exchange.answer)
        if whole is not None:
            await send(exchange.head)
            await send({"type": "http.response.body", "body": whole})
            return
        gone = asyncio.ensure_future(receive()) if isinstance(body, BytesIO) else None
        try:
            await stream(exchange, send, threaded, gone)
        finally:
            if gone:
                gone.cancel()
            if exchange.streaming is not None:
                await threaded(exchange.close)

    def threads_of(self, loop: asyncio.AbstractEventLoop) -> Threaded:
        """Runs a step of one request in a thread; all of them in one context."""
        context = copy_context()
        return lambda step: loop.run_in_executor(self.executor, lambda: context.run(step))


async def stream(exchange: "Exchange", send: Send, threaded: Threaded, gone: "asyncio.Future[Message] | None") -> None:
    """Each piece but the first is asked for once the one before has left."""
    await send(exchange.head)
    piece, exchange.first = exchange.first, b""  # which is not held while it is on its way
    while piece:
        if gone and gone.done():
            return
        await send({"type": "http.response.body", "body": piece, "more_body": True})
        piece = await threaded(exchange.next_piece) if exchange.streaming is not None else b""
    await send({"type": "http.response.body", "body": b""})


class Exchange:
    """One request. Each method runs in some thread, one after the other."""

    def __init__(self, pages: Pages, environ: Environ):
        self.pages, self.environ = pages, environ
        self.head: Message = {}
        self.streaming: Any = None  # until it is closed
        self.pieces: Iterator[bytes] = iter(())
        self.first = b""
        self.promised = 0  # bytes that are left of a stream, where its head says how many

    def answer(self) -> bytes | None:
        """The body where it is whole; None where it is a stream: ``first``, then what ``next_piece`` gives."""
        answer = self.pages(self.environ, self.start_response)
        if getattr(answer, "streaming", False):
            self.streaming, self.pieces = answer, iter(pieces_of(answer))
            self.promised = int(dict(self.head["headers"]).get(b"content-length", 0))
            try:
                self.first = self.next_piece()
            except BaseException:
                self.close()
                raise
            return None
        try:
            return b"".join(answer)
        finally:
            close(answer)

    def next_piece(self) -> bytes:
        """b"" at the end. Closes the stream with the last byte that was promised."""
        piece = next((piece for piece in self.pieces if piece), b"")
        self.promised -= len(piece)
        if self.promised == 0:
            self.close()
        return piece

    def close(self) -> None:
        closing, self.streaming = self.streaming, None
        close(closing)

    def start_response(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        pairs = [(name.encode("latin-1").lower(), value.encode("latin-1")) for name, value in headers]
        self.head = {"type": "http.response.start", "status": int(status.split(" ", 1)[0]), "headers": pairs}


def close(answer: Any) -> None:
    if closing := getattr(answer, "close", None):
        closing()


def pieces_of(answer: Any) -> Iterable[bytes]:
    """Django reads a file in blocks of 4 kB, each of which would be a way back and forth."""
    file = getattr(answer, "file_to_stream", None)
    return answer if file is None else iter(partial(file.read, PIECE), b"")


class Arriving:
    """The body of an upload, as the file that WSGI reads: pieces are fetched as they are asked for.

    Raises:
        Gone: the client went away, or sends nothing, or next to nothing.
    """

    def __init__(self, first: bytes, receive: Receive, loop: asyncio.AbstractEventLoop):
        self.held, self.receive, self.loop = bytearray(first), receive, loop
        self.complete = self.over = False
        self.received, self.waited = len(first), 0.0

    def read(self, size: int | None = -1) -> bytes:
        wanted = sys.maxsize if size is None or size < 0 else size
        while len(self.held) < wanted and self.more():
            pass
        return self.take(wanted)

    def readline(self, size: int | None = -1) -> bytes:
        most = sys.maxsize if size is None or size < 0 else size
        while (end := self.held.find(b"\n") + 1) == 0 and len(self.held) < most and self.more():
            pass
        return self.take(min(end or len(self.held), most))

    def __iter__(self) -> Iterable[bytes]:
        return iter(self.readline, b"")

    def take(self, size: int) -> bytes:
        taken = bytes(self.held[:size])
        del self.held[:size]
        return taken

    def more(self) -> bool:
        if not self.complete:
            message = self.awaited()
            self.held += piece_of(message)
            self.complete = not message.get("more_body", False)
            return True
        return False

    def awaited(self) -> Message:
        left = min(PATIENCE, PATIENCE + self.received / SLOWEST - self.waited)
        if self.over or left <= 0:
            raise Gone("the upload is too slow")
        began = time.monotonic()
        arriving = asyncio.run_coroutine_threadsafe(self.receive(), self.loop)  # type: ignore[arg-type,var-annotated]
        try:
            message: Message = arriving.result(left)
        except TimeoutError:
            arriving.cancel()
            self.over = True
            raise Gone("the upload stalled") from None
        self.waited += time.monotonic() - began
        self.received += len(message.get("body", b""))
        return message


async def body_of(scope: Scope, receive: Receive, loop: asyncio.AbstractEventLoop) -> "BytesIO | Arriving":
    """What has come of it within SHORT bytes; whatever is longer arrives while it is read."""
    held = b""
    while True:
        message = await receive()
        held += piece_of(message)
        if not message.get("more_body", False):
            return BytesIO(held)
        if len(held) > SHORT:
            return Arriving(held, receive, loop)


def piece_of(message: Message) -> bytes:
    """Raises Gone."""
    if message["type"] == "http.disconnect":
        raise Gone("the client went away")
    piece: bytes = message.get("body", b"")
    return piece


def environ_of(scope: Scope, body: Any) -> Environ:
    """As PEP 3333 wants it: text is bytes in latin-1."""
    server = scope.get("server") or ("localhost", 80)
    client = scope.get("client") or ("", 0)
    root = scope.get("root_path", "")
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": root.encode().decode("latin-1"),
        "PATH_INFO": scope["path"].removeprefix(root).encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or 0),
        "REMOTE_ADDR": client[0],
        "REMOTE_PORT": str(client[1]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        add_header(environ, name, value.decode("latin-1"))
    return environ


def add_header(environ: Environ, name: bytes, value: str) -> None:
    """A name with an underscore would pass for another one with a dash; the same name again is one list."""
    if b"_" in name:
        return
    key = OWN_NAMES.get(name) or "HTTP_" + name.decode("latin-1").upper().replace("-", "_")
    separator = "; " if name == b"cookie" else ","
    environ[key] = f"{environ[key]}{separator}{value}" if key in environ else value
