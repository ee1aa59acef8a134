"""The Celery application: ``celery -A studio worker -Q provider|media|control``."""

import os

from celery import Celery
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


app = Celery("studio")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.task_queues = queues(settings.BROKER_URL)
app.autodiscover_tasks(["studio", "gallery"])
app.steps["worker"].add(DjangoStructLogInitStep)
