"""Puts ids on queues, and nothing else in studio does. A message is a hint: losing one costs seconds, no picture."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import structlog
from django.utils import timezone

from gallery import dispatch as gallery_dispatch
from studio.celery import app
from studio.lifecycle.due import Due
from studio.models import Generation

BROKER_SECONDS = 2

log = structlog.get_logger(__name__)


def follow(due: Due) -> None:
    """Hands on what a lifecycle verb left to be done."""
    try:
        hand_on(due)
    except Exception:
        log.exception("not_handed_on")  # the sweeper sends them; what this process holds itself goes on
    for step in due.then:
        follow(step())


def hand_on(due: Due) -> None:
    note_sent(publish("studio.send", due.send))
    note_sent(publish("studio.collect", due.collect))
    for image_id in due.render:
        gallery_dispatch.render(image_id)


def publish(task: str, ids: Iterable[UUID]) -> list[UUID]:
    """One message an id; returns those that left.

    A broker that is away is logged, and the sweeper sends the others at its next round.
    """
    ids = tuple(ids)
    sent: list[UUID] = []
    if not ids:
        return sent
    try:
        with app.producer_or_acquire() as producer:
            for generation_id in ids:
                app.send_task(task, args=(str(generation_id),), producer=producer)
                sent.append(generation_id)
    except Exception as error:
        log.warning("publish_failed", task=task, error=str(error), unsent=len(ids) - len(sent))
        Generation.objects.filter(pk__in=ids[len(sent) :]).update(message_sent_at=None)
    return sent


def ask(task: str, *args: Any) -> None:
    """One message of house-keeping that somebody waits for. A broker away is logged; the beat makes up for it."""
    try:
        app.send_task(task, args=args)
    except Exception as error:
        log.warning("publish_failed", task=task, error=str(error))


def note_sent(ids: Sequence[UUID]) -> None:
    """So that the sweeper does not send them again at once. A fresh submission's rows say so from the start."""
    if ids:
        Generation.objects.filter(pk__in=ids).update(message_sent_at=timezone.now())


def reachable() -> bool:
    """Whether the broker answers within BROKER_SECONDS."""
    try:
        with app.connection_for_write(transport_options={}) as connection:
            connection.ensure_connection(max_retries=1, timeout=BROKER_SECONDS)
    except Exception as error:
        log.warning("broker_away", error=str(error))
        return False
    return True


def backlog(queue: str) -> int:
    """Messages waiting on a queue; 0 where the broker cannot tell."""
    try:
        with app.connection_or_acquire() as connection:
            return connection.default_channel.queue_declare(queue=queue, passive=True).message_count
    except Exception as error:
        log.debug("backlog_unknown", queue=queue, error=str(error))
        return 0
