"""The queue inside the web process, where the machine has neither Valkey nor Redis: one process, nothing survives it
but the rows, and the sweeper starts again from those."""

import threading

from celery.beat import EmbeddedService

from studio.celery import app

THREADS = 32
QUEUES = ("collect", "provider", "control", "media")


def start() -> None:
    """A worker of threads for all queues, and beat, both ending with the process."""
    worker = app.WorkController(
        pool_cls="threads", concurrency=THREADS, queues=QUEUES, without_gossip=True, without_mingle=True
    )
    threading.Thread(target=worker.start, name="worker", daemon=True).start()
    EmbeddedService(app, thread=True).start()
