"""What the batch poller makes of its rows; tests/studio/gateway has the asking itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from studio import catalogue, keys
from studio.gateway import Pending
from studio.lifecycle import polling
from studio.models import State
from tests.factories import GenerationFactory

pytestmark = pytest.mark.django_db

FLUX = "bfl/flux-2-pro"


class Asked:
    """A gateway that keeps what it was asked."""

    def __init__(self):
        self.ages = []

    def poll_many(self, tasks):
        self.ages += [task.age for task in tasks]
        return {task.id: Pending("pending") for task in tasks}


def test_a_task_is_as_old_as_its_receipt_however_long_that_took(monkeypatch):
    """A task not found is forgiven for ten seconds: counted from the press, a slow receipt would use them up."""
    gateway, now = Asked(), timezone.now()
    monkeypatch.setattr(keys, "gateway_for", lambda source: gateway)
    row = GenerationFactory(
        model=FLUX,
        state=State.WAITING,
        remote_id="task",
        key_source="sandbox",
        sent_at=now - timedelta(seconds=40),
        deadline_at=now + timedelta(seconds=catalogue.get(FLUX).timeout - 1),
    )
    polling.ask([row])
    assert [round(age) for age in gateway.ages] == [1]
    assert polling.own_pause(row) == polling.QUICK


def test_two_pollers_at_once_ask_after_a_task_once():
    row = GenerationFactory(model=FLUX, state=State.WAITING, remote_id="task", due_at=timezone.now())
    assert [polling.take_due(), polling.take_due()] == [[row], []]
