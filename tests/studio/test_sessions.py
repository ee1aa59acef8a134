"""The heartbeat: who loses it while it works on has its work taken away."""

import threading
from uuid import uuid4

from django.db import InterfaceError, connection

from studio import sessions
from studio.sessions import _beat


def test_the_heart_beats_on_whatever_one_beat_ran_into(monkeypatch):
    beats, stop = [], threading.Event()

    def beat(session_id):
        beats.append(session_id)
        if len(beats) == 1:
            raise InterfaceError("connection already closed")
        stop.set()

    monkeypatch.setattr(sessions, "beat", beat)
    monkeypatch.setattr(sessions, "BEAT_SECONDS", 0.001)
    monkeypatch.setattr(sessions, "_stop", stop)
    monkeypatch.setattr(connection, "close", lambda: (_ for _ in ()).throw(InterfaceError("nor can it be closed")))
    _beat(uuid4())
    assert len(beats) == 2
