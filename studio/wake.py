"""A nudge that something changed: the live stream's poller looks at once. Losing one costs a second."""

from functools import cache
from typing import Any

import redis
import structlog
from django.conf import settings
from django.db import connection

from studio.bootstrap import redis_url

log = structlog.get_logger(__name__)

CHANNEL = "pinacoteca_live"


@cache
def publisher() -> "redis.Redis | None":
    """The Redis or Valkey beside the broker, where there is one."""
    url = redis_url(settings.BROKER_URL) or redis_url(settings.CACHE_URL)
    if not url:
        return None
    return redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=1)


def stream() -> None:
    """Wakes the pollers of all web processes. Never raises: the row is the truth, this is a hint."""
    client: Any = publisher()
    try:
        if client is not None:
            client.publish(CHANNEL, b"")
        elif connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])
    except Exception as error:
        log.debug("wake_failed", error=str(error))
