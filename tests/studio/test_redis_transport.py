"""Messages on Redis: taken from the list once, with no books kept of them, over one client a channel."""

import subprocess

import pytest
from django.conf import settings as configured
from kombu import Connection

from studio.celery import app, queues
from studio.redis_transport import Transport
from studio.supervisor import broker


@pytest.fixture(scope="module")
def valkey(tmp_path_factory):
    socket = tmp_path_factory.mktemp("v") / "v.sock"
    process = subprocess.Popen(broker.child(broker.binary(), socket).command)
    assert broker.wait_until_ready(socket)
    yield f"redis+socket://{socket}"
    process.kill()
    process.wait()


@pytest.fixture
def channel(valkey):
    with Connection(valkey) as connection:
        assert isinstance(connection.transport, Transport)
        channel = connection.channel()
        channel.client.flushdb()
        yield channel


def taken(channel, queue):
    """Messages that a consumer of ``queue`` gets of two that wait."""
    found = []
    bound = queue(channel)
    bound.declare()
    for number in (1, 2):
        channel.basic_publish(
            channel.prepare_message(str(number)), exchange=bound.exchange.name, routing_key=bound.name
        )
    bound.consume("tag", found.append)
    for _ in (1, 2):
        channel.connection.drain_events(channel.connection.client, timeout=5)
    return found


def test_every_route_has_its_queue_of_its_own():
    declared = {queue.name: queue for queue in app.conf.task_queues}
    assert set(configured.CELERY_TASK_ROUTES.values()) == set(declared)
    assert all((queue.exchange.name, queue.routing_key) == (name, name) for name, queue in declared.items())


@pytest.mark.parametrize(("url", "expected"), [("redis://h", True), ("redis+socket:///s", True), ("amqp://h", False)])
def test_only_redis_goes_without_acknowledgements(url, expected):
    assert {queue.no_ack for queue in queues(url)} == {expected}


def test_a_message_is_taken_once_and_leaves_nothing_behind(channel):
    messages = taken(channel, queues("redis://")[0])
    assert [message.body for message in messages] == [b"1", b"2"]
    assert channel.client.llen("provider") == 0
    assert channel.client.zcard(channel.unacked_index_key) == 0


def test_acknowledging_what_no_book_holds_asks_the_broker_nothing(channel, monkeypatch):
    message, _ = taken(channel, queues("redis://")[0])
    monkeypatch.setattr(channel, "_create_client", pytest.fail)
    message.ack()


def test_a_queue_with_books_still_keeps_them(channel):
    first, second = taken(channel, queues("amqp://")[0])
    assert channel.client.zcard(channel.unacked_index_key) == 2
    first.ack()
    second.reject()
    assert channel.client.zcard(channel.unacked_index_key) == 0


def test_a_channel_keeps_one_client(channel):
    assert channel._create_client() is channel._create_client()
    assert channel._create_client(asynchronous=True) is not channel._create_client(asynchronous=True)
