"""Asks after many tasks in one asyncio batch (provider-api.md 6.3).

A poll costs nothing and may be repeated, so only what is certain ends a task: pictures, a failure or a refusal
that the vendor states. Whatever else goes wrong (5xx, time-outs, 401, HTML) leaves it Pending until its own deadline.
"""

import asyncio
import json
import os
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from typing import Any

import httpx

from studio.gateway import classify
from studio.gateway.connections import BrokenAnswer, ConnectFailed, Connections, Reply
from studio.gateway.errors import GatewayError, NoAnswer, Refused, Rejected, Unreadable
from studio.gateway.extract import Item, extract, status_of
from studio.gateway.protocols import tasks
from studio.gateway.redaction import redact
from studio.gateway.types import GatewayConfig, Pending, Picture, Pictures, Task

AT_ONCE = 50  # polls in flight
POLL_TIMEOUT = 10.0  # seconds for one poll
CLOSING_TIME = 2.0  # seconds that closing waits for the loop's thread
NOT_FOUND = "Task not found"
BATCH_TIME = 30.0  # seconds after which the rest of a batch is left for the next one

Polled = Pictures | Pending | GatewayError
Get = Callable[[str, str, Mapping[str, str], float], Awaitable[Reply]]


class Poller:
    """Keeps one event loop in a thread of its own, and its connections from batch to batch."""

    def __init__(self, config: GatewayConfig, transport: httpx.AsyncBaseTransport | None = None):
        self._config = config
        self._injected = over_httpx(transport) if transport else None
        self._starting = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._connections = Connections(keep=AT_ONCE)
        self._pid = 0

    def poll(self, polled: Sequence[Task]) -> dict[str, Polled]:
        if not polled:
            return {}
        loop = self._running()
        batch = Batch(self._config, self._injected or self._connections.get)
        return asyncio.run_coroutine_threadsafe(batch.run(polled), loop).result()

    def close(self) -> None:
        """Ends the loop and its thread; a later poll starts anew."""
        with self._starting:
            loop, thread, self._loop = self._loop, self._thread, None
        if loop is not None and thread is not None and self._pid == os.getpid():
            loop.call_soon_threadsafe(loop.stop)
            thread.join(CLOSING_TIME)

    def _running(self) -> asyncio.AbstractEventLoop:
        """The loop, started at the first poll of this process: neither thread nor connections outlive a fork."""
        with self._starting:
            if self._loop is None or self._pid != os.getpid():
                self._loop, self._pid = asyncio.new_event_loop(), os.getpid()
                self._connections = Connections(keep=AT_ONCE)
                args = (self._loop, self._connections)
                self._thread = threading.Thread(target=run_loop, args=args, name="gateway-polls", daemon=True)
                self._thread.start()
            return self._loop


def run_loop(loop: asyncio.AbstractEventLoop, connections: Connections) -> None:
    try:
        loop.run_forever()
        loop.run_until_complete(connections.close())
    finally:
        loop.close()


def over_httpx(transport: httpx.AsyncBaseTransport) -> Get:
    """Polls through a given httpx transport: the seam for tests."""

    async def get(base: str, path: str, headers: Mapping[str, str], timeout: float) -> Reply:
        request = httpx.Request("GET", f"{base}{path}", headers=headers)
        try:
            response = await asyncio.wait_for(transport.handle_async_request(request), timeout)
            body = await response.aread()
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise ConnectFailed(str(error)) from None
        except httpx.TransportError as error:
            raise BrokenAnswer(str(error)) from None
        return Reply(response.status_code, dict(response.headers), body)

    return get


class Batch:
    """One round over some tasks. An address that takes no connection is not tried again in the same round."""

    def __init__(self, config: GatewayConfig, get: Get):
        self._bases = tuple(dict.fromkeys((config.tasks_url, config.base_url)))
        self._app_code = config.app_code
        self._get = get
        self._down: set[str] = set()
        self._until = time.monotonic() + BATCH_TIME

    async def run(self, polled: Sequence[Task]) -> dict[str, Polled]:
        found: dict[str, Polled] = {}
        waiting = iter(polled)
        await asyncio.gather(*(self._worker(waiting, found) for _ in range(min(AT_ONCE, len(polled)))))
        return found

    async def _worker(self, waiting: Iterator[Task], found: dict[str, Polled]) -> None:
        for task in waiting:
            if time.monotonic() > self._until:
                found[task.id] = Pending("not asked")
            else:
                found[task.id] = await self._poll(task)

    async def _poll(self, task: Task) -> Polled:
        """The first address that knows the task decides. It is lost where all of them answer and none knows it."""
        away, lost = False, None
        waits = Pending("unreachable")
        for base in self._bases:
            reply = await self._reply(base, task)
            if isinstance(reply, Pending):
                away, waits = True, reply
                continue
            found = verdict(reply, task)
            if isinstance(found, NoAnswer):
                lost = found
            elif isinstance(found, Pending) and (reply.status == 404 or found.status == NOT_FOUND):
                waits = found
            else:
                return found
        return waits if away or lost is None else lost

    async def _reply(self, base: str, task: Task) -> Reply | Pending:
        if base in self._down:
            return Pending("unreachable")
        headers = {"Authorization": f"Bearer {task.key}"}
        if self._app_code:
            headers["APP-Code"] = self._app_code
        try:
            return await self._get(base, tasks.route(task.id), headers, POLL_TIMEOUT)
        except ConnectFailed:
            self._down.add(base)
            return Pending("unreachable")
        except (BrokenAnswer, OSError, TimeoutError) as error:
            return Pending(type(error).__name__)


def verdict(reply: Reply, task: Task) -> Polled:
    """What an answer to a poll says of its task."""
    try:
        document = json.loads(reply.body)
    except (ValueError, RecursionError):
        return Pending(f"HTTP {reply.status}")
    request_id = reply.headers.get("x-request-id", "")
    if not_found(reply.status, document):
        old = task.age >= tasks.NOT_FOUND_GRACE
        return NoAnswer(NOT_FOUND, request_id=request_id) if old else Pending(NOT_FOUND)
    if reply.status != 200:
        return _refused(reply.status, document, request_id, task.key) or Pending(f"HTTP {reply.status}")
    return _told(document, request_id, task.key)


def _told(document: Any, request_id: str, key: str) -> Polled:
    """An unknown word is a task under way, and so is an answer that makes no sense, unless it says that it is done."""
    status = status_of(document)
    try:
        answer = extract(document, request_id=request_id)
    except GatewayError as error:
        ended = status in tasks.DONE | tasks.FAILED | tasks.MODERATED or not of_the_poll(document, error)
        return _clean(error, key) if ended else Pending(status)
    if not answer.items:
        return Pending(answer.status)
    return Pictures(tuple(_picture(item) for item in answer.items), request_id, answer.usage, redact(answer.note))


def of_the_poll(document: Any, error: GatewayError) -> bool:
    """Whether it speaks of the asking alone: what key asks, how often, or nothing sensible. The task may go on."""
    said = classify.complaint(document)
    return isinstance(error, Unreadable | Rejected) or bool(said and classify.passes(said))


def not_found(status: int, document: Any) -> bool:
    """Whether the answer says that there is no such task, rather than no such route."""
    if not isinstance(document, Mapping):
        return False
    if status_of(document) == tasks.NOT_FOUND:
        return True
    said = classify.plain_complaint(document)
    words = said.words.lower() if said else ""
    return status == 404 and "task" in words and "not" in words


def _refused(status: int, document: Any, request_id: str, key: str) -> GatewayError | None:
    error = classify.http_error(status, document, request_id=request_id)
    return _clean(error, key) if isinstance(error, Refused) else None


def _clean(error: GatewayError, key: str) -> GatewayError:
    error.detail = redact(error.detail, key)
    error.args = (error.detail or error.code,)
    return error


def _picture(item: Item) -> Picture:
    url = item.url or (f"data:image/png;base64,{item.data}" if item.data else "")
    return Picture(url, None, item.revised_prompt, item.seed, item.error, item.reported)
