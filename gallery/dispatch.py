"""Puts picture ids on the media queue, and nothing else in gallery does. What is lost is found by render_missing."""

from uuid import UUID

import structlog
from celery import current_app

log = structlog.get_logger(__name__)


def render(image_id: UUID) -> None:
    publish("gallery.render", image_id)


def render_avif(image_id: UUID) -> None:
    publish("gallery.render_avif", image_id)


def publish(task: str, image_id: UUID) -> None:
    try:
        current_app.send_task(task, args=(str(image_id),))
    except Exception as error:
        log.warning("publish_failed", task=task, image=str(image_id), error=str(error))
