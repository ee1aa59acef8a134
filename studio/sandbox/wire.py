"""Requests and replies over raw ASGI."""

import asyncio
import json
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from studio.sandbox.problems import RequestError

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
MOST_BODY_BYTES = 100 * 1024 * 1024


class HangupError(Exception):
    """The socket is to be closed at this point of the answer."""


@dataclass(slots=True)
class Request:
    """One HTTP request. Header names in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    query: dict[str, str]
    client: tuple[str, int]
    receive: Receive
    weight: int = 0  # bytes of the body, once read
    id: str = field(default_factory=lambda: f"{time.strftime('%Y%m%d%H%M%S')}{secrets.token_hex(10)}")

    @classmethod
    def from_scope(cls, scope: Scope, receive: Receive) -> "Request":
        """The request of this ASGI scope."""
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        query = {name: values[-1] for name, values in parse_qs(scope["query_string"].decode("latin-1")).items()}
        client = scope.get("client") or ("127.0.0.1", 0)
        return cls(scope["method"], scope["path"], headers, query, (client[0], client[1]), receive)

    @property
    def origin(self) -> str:
        """Where the caller reached us: result links are made from it."""
        return f"http://{self.headers.get('host', '127.0.0.1')}"

    async def body(self) -> bytes:
        """The whole body. Raises RequestError 413 beyond 100 MB."""
        pieces: list[bytes] = []
        size = 0
        async for piece in self._pieces():
            size += len(piece)
            if size > MOST_BODY_BYTES:
                raise RequestError(413, "Request body too large.", code="request_too_large")
            pieces.append(piece)
        self.weight = size
        return b"".join(pieces)

    async def _pieces(self) -> AsyncIterator[bytes]:
        while True:
            message = await self.receive()
            if message["type"] == "http.disconnect":
                raise HangupError
            yield message.get("body", b"")
            if not message.get("more_body"):
                return

    async def gone(self) -> None:
        """Returns when the caller hangs up. Only after ``body``."""
        while (await self.receive())["type"] != "http.disconnect":
            pass

    async def gone_within(self, seconds: float) -> bool:
        """Whether the caller hung up in this time."""
        try:
            await asyncio.wait_for(self.gone(), seconds)
        except TimeoutError:
            return False
        return True


@dataclass(slots=True)
class Reply:
    """An answer. ``chunks`` go out one by one; ``cut`` closes the socket before the last one; ``pause`` in seconds."""

    chunks: list[bytes] = field(default_factory=list)
    status: int = 200
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    pause: float = 0.0

    @classmethod
    def of_json(cls, value: Any, status: int = 200) -> "Reply":
        """JSON in one chunk."""
        return cls([to_json(value)], status)

    @classmethod
    def of_text(cls, text: str, status: int, content_type: str = "text/plain; charset=utf-8") -> "Reply":
        """Anything but JSON."""
        return cls([text.encode()], status, content_type)

    async def send(self, send: Send, request_id: str) -> None:
        """Writes the answer. Raises HangupError where it is to be cut."""
        headers = {
            "content-type": self.content_type,
            "content-length": str(sum(map(len, self.chunks))),
            "x-request-id": request_id,
            **self.headers,
        }
        raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": self.status, "headers": raw})
        chunks = self.chunks[:-1] if self.cut else self.chunks
        for chunk in chunks:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
            if self.pause:
                await asyncio.sleep(self.pause)
        if self.cut:
            raise HangupError
        await send({"type": "http.response.body", "body": b""})


def to_json(value: Any) -> bytes:
    """Compact UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def from_json(body: bytes) -> dict[str, Any]:
    """A JSON object. Raises RequestError."""
    try:
        value = json.loads(body)
    except ValueError as error:
        raise RequestError(400, "The request body is no JSON.", code="invalid_json") from error
    if not isinstance(value, dict):
        raise RequestError(400, "The request body must be a JSON object.", code="invalid_json")
    return value
