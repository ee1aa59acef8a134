"""The live stream: /events, a raw ASGI branch that touches no database per client (RELIABILITY 5).

One poller a process reads new Transitions while somebody listens, woken by wake.stream() or each second at the
latest. An event carries ids alone; the page fetches what it may see. ``?t=`` is a signed token made by the page.
"hello" says that nothing is missed from here on: what ended since the page was written, it finds by looking once.
"""

import asyncio
import contextlib
import json
from collections import defaultdict
from collections.abc import Awaitable, Callable, Coroutine, MutableMapping
from typing import Any
from urllib.parse import parse_qs

import structlog
from asgiref.sync import sync_to_async
from django.core import signing

from studio.serving import live_feed

log = structlog.get_logger(__name__)

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

SALT = "live"
TOKEN_SECONDS = 12 * 3600
COMMENT_SECONDS = 20.0
POLL_SECONDS = 1.0
RECHECK_SECONDS = 5.0
QUEUE_SIZE = 100
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
REFRESH = b"event: refresh\ndata: {}\n\n"
HELLO = b"retry: 3000\nevent: hello\ndata: {}\n\n"


def token_for(user: Any) -> str:
    """What a page of this user opens the stream with. Ends with the sign-in: the session's hash is in it."""
    return signing.dumps({"u": user.pk, "s": user.get_session_auth_hash()[:16]}, salt=SALT)


class Hub:
    """The subscribers of this process and the one task that feeds them."""

    def __init__(self) -> None:
        self.queues: dict[tuple[int, str], set[asyncio.Queue[bytes]]] = defaultdict(set)
        self.poller: asyncio.Task[None] | None = None
        self.begun = asyncio.Event()  # the poller knows where it starts: from here on nothing is missed

    def join(self, who: tuple[int, str]) -> "asyncio.Queue[bytes]":
        queue: asyncio.Queue[bytes] = asyncio.Queue(QUEUE_SIZE)
        self.queues[who].add(queue)
        if self.poller is None or self.poller.done():
            self.begun = asyncio.Event()
            self.poller = asyncio.create_task(self.poll(self.begun))
        return queue

    def leave(self, who: tuple[int, str], queue: "asyncio.Queue[bytes]") -> None:
        self.queues[who].discard(queue)
        if not self.queues[who]:
            del self.queues[who]

    async def poll(self, begun: asyncio.Event) -> None:
        """Ends by itself once nobody listens any more; whoever comes while it takes its leave gets another one."""
        try:
            await self.run(begun)
        finally:
            begun.set()

    async def run(self, begun: asyncio.Event) -> None:
        feed = live_feed.Feed()
        loop = asyncio.get_running_loop()
        checked = loop.time()
        async with live_feed.wakes() as woken:
            await sync_to_async(feed.start, thread_sensitive=False)()
            begun.set()
            while self.queues:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(woken(), POLL_SECONDS)
                began = loop.time()
                try:
                    await self.round(feed)
                    if loop.time() - checked > RECHECK_SECONDS:
                        checked = loop.time()
                        await self.close_ended()
                except Exception as error:
                    log.warning("live_feed_away", error=str(error))
                await asyncio.sleep(loop.time() - began)  # rests as long as it worked: a burst's wakes become one look
            self.poller = None

    async def round(self, feed: "live_feed.Feed") -> None:
        for event in await sync_to_async(feed.read, thread_sensitive=False)():
            data = json.dumps({"run": event.run, "generation": event.generation, "state": event.state})
            self.tell(event.user, f"id: {event.id}\ndata: {data}\n\n".encode())

    def tell(self, user: int, message: bytes) -> None:
        for who, queues in self.queues.items():
            for queue in queues if who[0] == user else ():
                offer(queue, message)

    async def close_ended(self) -> None:
        """Streams of people who signed out everywhere, changed their password or were suspended."""
        gone = await sync_to_async(live_feed.ended_sessions, thread_sensitive=False)(set(self.queues))
        for who in gone:
            for queue in self.queues.get(who, ()):
                offer(queue, b"")


def offer(queue: "asyncio.Queue[bytes]", message: bytes) -> None:
    """A reader who does not keep up gets one "refresh" in place of everything that it missed."""
    if queue.full():
        while not queue.empty():
            queue.get_nowait()
        message = REFRESH
    queue.put_nowait(message)


hub = Hub()


async def live_app(scope: Scope, receive: Receive, send: Send) -> None:
    who = reader(scope)
    if who is None:
        await send({"type": "http.response.start", "status": 403, "headers": [(b"content-type", b"text/plain")]})
        await send(
            {"type": "http.response.body", "body": b"This page is too old to be kept up to date. Load it again.\n"}
        )
        return
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    queue = hub.join(who)
    gone = asyncio.create_task(disconnected(receive))
    try:
        await first_of(hub.begun.wait(), gone)
        await send_body(send, REFRESH if missed(scope) else HELLO)
        await pump(queue, gone, send)
    finally:
        gone.cancel()
        hub.leave(who, queue)


async def first_of(coming: Coroutine[Any, Any, Any], gone: "asyncio.Task[None]") -> None:
    task = asyncio.create_task(coming)
    await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
    task.cancel()


async def pump(queue: "asyncio.Queue[bytes]", gone: "asyncio.Task[None]", send: Send) -> None:
    while not gone.done():
        take = asyncio.create_task(queue.get())
        await asyncio.wait({take, gone}, timeout=COMMENT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        message = take.result() if take.done() else b": still here\n\n"
        take.cancel()
        if not message:
            return
        await send_body(send, message)


async def send_body(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def reader(scope: Scope) -> tuple[int, str] | None:
    """The user of a valid token, with the hash of the sign-in it belongs to."""
    token = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("t", [""])[0]
    try:
        found = signing.loads(token, salt=SALT, max_age=TOKEN_SECONDS)
        return int(found["u"]), str(found["s"])
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None


def missed(scope: Scope) -> bool:
    """A reader that comes back looks at its page once as a whole."""
    return any(name == b"last-event-id" for name, _ in scope.get("headers", ()))
