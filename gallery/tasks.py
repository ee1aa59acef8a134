"""Thin Celery tasks: pictures on the media queue, house-keeping on control."""

import os
from typing import Any
from uuid import UUID

from celery import shared_task
from celery.signals import worker_process_init

from gallery import audit, dispatch, trash
from gallery.cases import purging
from gallery.files import moving, rendering
from gallery.judging import looking_back
from gallery.people import notices
from gallery.search import indexing

PATIENCE = 10  # of renditions: pictures that arrive come first


@worker_process_init.connect
def stand_back(**_: Any) -> None:
    """Processes that draw are those of the media worker; the others are threads."""
    os.nice(PATIENCE)


@shared_task(name="gallery.render")
def render(image_id: str) -> None:
    rendering.render(UUID(image_id))


@shared_task(name="gallery.render_avif")
def render_avif(image_id: str) -> None:
    rendering.render_avif(UUID(image_id))


@shared_task(name="gallery.index")
def index(*image_ids: str) -> None:
    indexing.write([UUID(image_id) for image_id in image_ids])


@shared_task(name="gallery.render_missing")
def render_missing() -> None:
    """Once a minute: what was lost first, then AVIF in small batches, behind every fresh picture."""
    for image_id in rendering.missing():
        dispatch.render(image_id)
    for image_id in rendering.without_avif():
        dispatch.render_avif(image_id)


@shared_task(name="gallery.look_back")
def look_back() -> None:
    """Once a minute, and for as long as there is more of it: hashes blocked since, among older pictures."""
    if looking_back.go_on():
        dispatch.look_back()


@shared_task(name="gallery.finish_moves")
def finish_moves() -> None:
    """Once a minute: files that did not reach quarantine, so that no link that is still valid finds them for long."""
    moving.finish()


@shared_task(name="gallery.purge_trash")
def purge_trash() -> None:
    trash.purge_expired()


@shared_task(name="gallery.purge_removed")
def purge_removed() -> None:
    """Once an hour: pictures that a moderator removed, after the days that they are kept."""
    purging.purge_due()


@shared_task(name="gallery.mail_digests")
def mail_digests() -> None:
    """Every five minutes: who has unread notices and had no mail for as long as they want none."""
    notices.mail_digests()


@shared_task(name="gallery.link_audit")
def link_audit() -> None:
    """Once a minute: entries whose process died between the act and its link."""
    audit.link()
