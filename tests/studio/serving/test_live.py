"""The live stream: who may listen, what is told, and that a slow reader costs nothing."""

import asyncio
import json
import threading
from contextlib import asynccontextmanager

import pytest
from asgiref.sync import sync_to_async
from django.db import connections

from studio.lifecycle.changes import move
from studio.models import State
from studio.serving import live, live_feed
from tests.factories import GenerationFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def letting_go(work):
    """A thread of the loop takes its connection along when it ends, and PostgreSQL would not drop the database."""

    def done(*args):
        try:
            return work(*args)
        finally:
            connections.close_all()

    return done


@pytest.fixture(autouse=True)
def threads_let_go(monkeypatch):
    monkeypatch.setattr(live, "sync_to_async", lambda work, **how: sync_to_async(letting_go(work), **how))


class Reader:
    """One client of the raw ASGI app; ``sent`` is what it was answered."""

    def __init__(self, token: str, headers=()):
        self.scope = {"type": "http", "path": "/events", "query_string": f"t={token}".encode(), "headers": headers}
        self.sent: asyncio.Queue = asyncio.Queue()
        self.gone = asyncio.Event()

    async def receive(self):
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message):
        await self.sent.put(message)

    async def next(self):
        return await asyncio.wait_for(self.sent.get(), 10)

    async def event(self):
        while True:
            body = (await self.next())["body"].decode()
            data = next((line[6:] for line in body.splitlines() if line.startswith("data: {")), "")
            if "generation" in data:
                return json.loads(data)


async def listening(reader: Reader):
    task = asyncio.create_task(live.live_app(reader.scope, reader.receive, reader.send))
    status = (await reader.next())["status"]
    return task, status


def run(coroutine):
    return asyncio.run(coroutine)


def test_a_change_reaches_its_owner():
    generation = GenerationFactory()

    async def listen():
        reader = Reader(live.token_for(generation.run.owner))
        task, _ = await listening(reader)
        await reader.next()
        await asyncio.sleep(0)
        await asyncio.to_thread(letting_go(change_until_told), generation)
        event = await reader.event()
        reader.gone.set()
        await task
        return event

    assert run(listen()) == {"run": str(generation.run_id), "generation": str(generation.pk), "state": "cancelled"}


def change_until_told(generation):
    """The poller may start before or after; it starts from the last row it saw."""
    while not live.hub.poller or not live.hub.queues:
        pass
    started.wait(5)
    move(generation, State.CANCELLED, of=(State.QUEUED,))


@pytest.fixture(autouse=True)
def feed_started(monkeypatch):
    """Says when the poller knows where it starts."""
    begin = live_feed.Feed.start

    def start(feed):
        begin(feed)
        started.set()

    started.clear()
    monkeypatch.setattr(live_feed.Feed, "start", start)
    monkeypatch.setattr(live, "hub", live.Hub())


started = threading.Event()


@pytest.mark.parametrize("token", ["", "rubbish", "a:b:c"])
def test_without_a_good_token_there_is_no_stream(token):
    async def listen():
        return (await listening(Reader(token)))[1]

    assert run(listen()) == 403


def test_a_reader_that_comes_back_is_told_to_refresh():
    user = UserFactory()

    async def listen():
        reader = Reader(live.token_for(user), headers=[(b"last-event-id", b"7")])
        task, _ = await listening(reader)
        first = await reader.next()
        reader.gone.set()
        await task
        return first["body"]

    assert run(listen()) == live.REFRESH


def test_a_slow_reader_gets_one_refresh_for_all_it_missed():
    async def flood():
        queue = asyncio.Queue(2)
        for number in range(3):
            live.offer(queue, b"%d" % number)
        return [queue.get_nowait() for _ in range(queue.qsize())]

    assert run(flood()) == [live.REFRESH]


def test_leaving_forgets_the_reader():
    user = UserFactory()

    async def visit():
        reader = Reader(live.token_for(user))
        task, _ = await listening(reader)
        reader.gone.set()
        await task
        return dict(live.hub.queues)

    assert run(visit()) == {}


def test_a_changed_password_ends_the_stream():
    user = UserFactory()
    token = live.token_for(user)
    reader = live.reader({"query_string": f"t={token}".encode()})
    user.set_password("another long secret")
    user.save()
    assert live_feed.ended_sessions({reader}) == [reader]


def test_each_transition_is_told_once():
    feed = live_feed.Feed()
    feed.start()
    move(GenerationFactory(), State.CANCELLED, of=(State.QUEUED,))
    assert len(feed.read()) == 1
    assert feed.read() == []


def test_hello_is_said_once_nothing_can_be_missed_any_more(monkeypatch):
    """A page looks at what runs when it hears it: an end before that is seen then, a later one is told."""
    reader, told = Reader(live.token_for(UserFactory())), []
    monkeypatch.setattr(live_feed.Feed, "start", lambda feed: told.append(reader.sent.qsize()))

    async def listen():
        task, _ = await listening(reader)
        first = await reader.next()
        reader.gone.set()
        await task
        return first["body"]

    assert (run(listen()), told) == (live.HELLO, [0])


def test_who_comes_while_the_poller_takes_its_leave_gets_a_new_one(monkeypatch):
    leaving, let_go = asyncio.Event(), asyncio.Event()

    @asynccontextmanager
    async def wakes():
        yield asyncio.Event().wait
        leaving.set()
        await let_go.wait()

    monkeypatch.setattr(live_feed, "wakes", wakes)
    monkeypatch.setattr(live, "POLL_SECONDS", 0.001)

    async def come_and_go():
        hub, who = live.Hub(), (1, "a")
        hub.leave(who, hub.join(who))
        old = hub.poller
        await asyncio.wait_for(leaving.wait(), 10)
        hub.join(who)
        new = hub.poller
        let_go.set()
        await old
        followed = new is not old and not new.done()
        new.cancel()
        return followed

    assert run(come_and_go())
