"""The Celery application: ``celery -A studio worker -Q provider|media|control``."""

import os
from typing import Any

from celery import Celery
from celery.beat import EmbeddedService
from celery.bin.base import CeleryOption
from celery.bootsteps import StartStopStep
from django.conf import settings
from django_structlog.celery.steps import DjangoStructLogInitStep
from kombu import Exchange, Queue

from studio import redis_transport

QUEUES = ("provider", "collect", "media", "control")

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
redis_transport.install()


def queues(broker: str) -> list[Queue]:
    """Without acknowledgements on Redis, which fetches one by one anyway. RabbitMQ would hand over all it has."""
    no_ack = broker.startswith("redis")
    return [Queue(name, Exchange(name), routing_key=name, no_ack=no_ack) for name in QUEUES]


class Beat(StartStopStep):
    """``--beat-thread``: the beat inside this worker, where ``-B`` would fork it and double its memory."""

    def __init__(self, parent: Any, beat_thread: bool = False, **given: Any):
        super().__init__(parent, **given)
        self.enabled = beat_thread

    def create(self, parent: Any) -> Any:
        return EmbeddedService(parent.app, thread=True)


app = Celery("studio")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.task_queues = queues(settings.BROKER_URL)
app.autodiscover_tasks(["studio", "gallery"])
app.user_options["worker"].add(CeleryOption(["--beat-thread"], is_flag=True, help="Run the beat in a thread."))
app.steps["worker"].add(DjangoStructLogInitStep)
app.steps["worker"].add(Beat)
