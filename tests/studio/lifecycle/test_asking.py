"""The paid call itself: what a worker holds while it waits for a gateway."""

import pytest
from django.db import connection

from studio.gateway.errors import NoAnswer
from studio.lifecycle import sending
from studio.models import State
from tests.factories import GenerationFactory

pytestmark = pytest.mark.django_db


def test_two_hundred_calls_under_way_hold_no_connection_to_the_database(monkeypatch):
    seen = []

    def ask(*args):
        seen.append("asked")
        raise NoAnswer("silence")

    monkeypatch.setattr(sending, "ask", ask)
    monkeypatch.setattr(connection, "close", lambda: seen.append("let go"))
    row = GenerationFactory(state=State.QUEUED)
    assert sending.start(row)
    sending.attempt(row)
    assert (seen, row.state) == (["let go", "asked"], State.UNKNOWN)
