"""Where the live stream's events come from: the Transition table, and the wakes that say when to look."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import redis.asyncio
import structlog
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection
from django.db.models import Max
from django.utils import timezone

from studio.bootstrap import redis_url
from studio.models import Transition
from studio.wake import CHANNEL

log = structlog.get_logger(__name__)

READ_AGAIN = timedelta(seconds=5)  # PostgreSQL's sequences commit out of order
BATCH = 1000
RECONNECT_SECONDS = 2.0


class Away(Exception):  # noqa: N818 (reads as a sentence where it is raised)
    """The database did not answer; the next round tries again."""


@dataclass(frozen=True, slots=True)
class Event:
    id: int
    user: int
    run: str
    generation: str
    state: str


class Feed:
    """Reads each Transition once, in order. Not safe for two threads at a time."""

    def __init__(self) -> None:
        self.last = 0
        self.seen: set[int] = set()

    def start(self) -> None:
        try:
            self.last = Transition.objects.aggregate(last=Max("id"))["last"] or 0
        except DatabaseError:
            connection.close()

    def read(self) -> list[Event]:
        """What is new since the last call.

        Raises:
            Away: the database did not answer.
        """
        try:
            rows = list(self.rows())
        except DatabaseError as error:
            connection.close()
            raise Away(str(error)) from error
        fresh = [row for row in rows if row[0] not in self.seen]
        self.seen = {row[0] for row in rows} if connection.vendor == "postgresql" else set()
        self.last = max((row[0] for row in rows), default=self.last)
        return [Event(pk, user, str(run), str(generation), state) for pk, user, run, generation, state in fresh]

    def rows(self) -> Any:
        columns = Transition.objects.order_by("id").values_list("id", "user_id", "run_id", "generation_id", "to_state")
        new = columns.filter(id__gt=self.last)[:BATCH]
        if connection.vendor != "postgresql":
            return new
        late = columns.filter(id__lte=self.last, at__gte=timezone.now() - READ_AGAIN)
        return [*late, *new]


def ended_sessions(readers: set[tuple[int, str]]) -> list[tuple[int, str]]:
    """Those whose user is suspended or whose sign-in's hash is no longer valid."""
    users = get_user_model().objects.filter(pk__in={user for user, _ in readers}, is_active=True)
    valid = {user.pk: user.get_session_auth_hash()[:16] for user in users}
    return [reader for reader in readers if valid.get(reader[0]) != reader[1]]


@asynccontextmanager
async def wakes() -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """An awaitable that returns when something changed; without a channel it never does, and the clock decides."""
    event = asyncio.Event()
    listener = asyncio.create_task(listen(event))

    async def woken() -> None:
        await event.wait()
        event.clear()

    try:
        yield woken
    finally:
        listener.cancel()
        with suppress(asyncio.CancelledError):
            await listener


async def listen(event: asyncio.Event) -> None:
    """Redis or Valkey where there is one, PostgreSQL's NOTIFY otherwise; comes back after a lost connection."""
    url = redis_url(settings.BROKER_URL) or redis_url(settings.CACHE_URL)
    source = (lambda: from_redis(url, event)) if url else (lambda: from_postgres(event))
    if not url and connection.vendor != "postgresql":
        return
    while True:
        try:
            await source()
        except asyncio.CancelledError:
            raise
        except Exception as error:
            log.info("live_wake_away", error=str(error))
        await asyncio.sleep(RECONNECT_SECONDS)


async def from_redis(url: str, event: asyncio.Event) -> None:
    client = redis.asyncio.Redis.from_url(url)
    try:
        async with client.pubsub() as channel:
            await channel.subscribe(CHANNEL)
            async for _ in channel.listen():
                event.set()
    finally:
        await client.aclose()


async def from_postgres(event: asyncio.Event) -> None:
    wrapper: Any = connection.copy()
    parameters = wrapper.get_connection_params()
    psycopg = wrapper.Database
    parameters = {name: value for name, value in parameters.items() if name not in ("cursor_factory", "context")}
    async with await psycopg.AsyncConnection.connect(**parameters, autocommit=True) as listening:
        await listening.execute(f"LISTEN {CHANNEL}")
        async for _ in listening.notifies():
            event.set()
