"""The queue inside the web process, where the machine has neither Valkey nor Redis: one process, nothing survives it
but the rows, and the sweeper starts again from those."""

import contextlib
import threading
from typing import Any

from celery.beat import EmbeddedService
from django.db import DatabaseError

from studio import sessions
from studio.celery import app

THREADS = 32
QUEUES = ("collect", "provider", "control", "media")


def start() -> None:
    """A worker of threads for all queues, and beat, both ending with the process."""
    worker = app.WorkController(
        pool_cls="threads", concurrency=THREADS, queues=QUEUES, without_gossip=True, without_mingle=True
    )
    threading.Thread(target=work, args=(worker,), name="worker", daemon=True).start()
    EmbeddedService(app, thread=True).start()


def work(worker: Any) -> None:
    """Celery tells of a worker that is ready only where it is a process of its own, so its session begins here."""
    with contextlib.suppress(DatabaseError):
        sessions.start(queues=",".join(QUEUES))
    worker.start()
