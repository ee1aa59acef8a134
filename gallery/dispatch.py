"""Puts picture ids on the media queue, and nothing else in gallery does. What is lost is found by render_missing."""

from collections.abc import Sequence
from uuid import UUID

import structlog
from celery import current_app

log = structlog.get_logger(__name__)


def render(image_id: UUID) -> None:
    publish("gallery.render", image_id)


def render_avif(image_id: UUID) -> None:
    publish("gallery.render_avif", image_id)


def index(image_ids: Sequence[UUID]) -> None:
    """What is lost is written by ``manage.py look_again --words``, or by the picture's next change."""
    publish("gallery.index", *image_ids)


def look_back() -> None:
    """Hashes blocked since, among older pictures. What is lost is sent again once a minute."""
    publish("gallery.look_back")


def publish(task: str, *image_ids: UUID) -> None:
    try:
        current_app.send_task(task, args=[str(image_id) for image_id in image_ids])
    except Exception as error:
        log.warning("publish_failed", task=task, images=[str(image_id) for image_id in image_ids[:1]], error=str(error))
