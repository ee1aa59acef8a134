"""What becomes of messages that a broker did not take."""

from uuid import uuid4

import pytest
from django.db import OperationalError
from django.utils import timezone

from studio import dispatch, lifecycle
from studio.lifecycle.due import NOTHING, Due
from studio.models import Generation
from tests.factories import GenerationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows():
    """As a submission leaves them: due, and said to be sent."""
    now = timezone.now()
    return GenerationFactory.create_batch(3, due_at=now, message_sent_at=now)


def broker_gone(monkeypatch, *, after):
    """A broker that takes so many messages and breaks off."""
    taken = []

    def send_task(task, args, producer):
        if len(taken) == after:
            raise ConnectionError("connection refused")
        taken.append(args)

    monkeypatch.setattr(dispatch.app, "send_task", send_task)


@pytest.mark.parametrize("after", [0, 1, 2])
def test_what_did_not_leave_is_sent_by_the_next_sweep(rows, monkeypatch, after):
    broker_gone(monkeypatch, after=after)
    sent = dispatch.publish("studio.send", [row.pk for row in rows])
    assert sent == [row.pk for row in rows[:after]]
    assert set(lifecycle.sweep().send) == {row.pk for row in rows[after:]}


def test_what_left_is_not_sent_again(rows, monkeypatch):
    broker_gone(monkeypatch, after=3)
    dispatch.publish("studio.send", [row.pk for row in rows])
    assert not Generation.objects.filter(message_sent_at=None).exists()
    assert lifecycle.sweep().send == ()


def test_a_broker_that_is_away_from_the_start_is_no_error(rows, monkeypatch):
    def away():
        raise ConnectionError(str(uuid4()))

    monkeypatch.setattr(dispatch.app, "producer_or_acquire", away)
    assert dispatch.publish("studio.send", [rows[0].pk]) == []
    assert list(lifecycle.sweep().send) == [rows[0].pk]


def test_what_a_worker_holds_goes_on_where_handing_on_breaks(monkeypatch):
    """The answer's pictures would lie for a quarter of an hour: nobody else may take them up."""

    def breaks(ids):
        raise OperationalError("the database restarts")

    went = []
    monkeypatch.setattr(dispatch, "note_sent", breaks)
    dispatch.follow(Due(send=(uuid4(),), then=(lambda: went.append(1) or NOTHING,)))
    assert went == [1]
