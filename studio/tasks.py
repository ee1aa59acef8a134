"""Thin Celery tasks over lifecycle: each takes an id, calls one verb and hands on what is due next."""

from typing import Any
from uuid import UUID

from celery import shared_task
from celery.signals import worker_ready, worker_shutdown

from studio import dispatch, lifecycle, retention, sessions
from studio.administration import keyring, probing
from studio.moderation import screening
from studio.money import noticing
from studio.personal import erasing
from studio.prompts import batches, helping
from studio.usage import rolling


@shared_task(name="studio.send")
def send(generation_id: str) -> None:
    dispatch.follow(lifecycle.send(UUID(generation_id)))


@shared_task(name="studio.collect")
def collect(generation_id: str) -> None:
    dispatch.follow(lifecycle.collect(UUID(generation_id)))


@shared_task(name="studio.poll_due")
def poll_due() -> None:
    dispatch.follow(lifecycle.poll_due())


@shared_task(name="studio.sweep")
def sweep() -> None:
    dispatch.follow(lifecycle.sweep(provider_backlog=dispatch.backlog("provider")))


@shared_task(name="studio.tend_prompts")
def tend_prompts() -> None:
    """Batches go on, a piece each; questions to a chat model whose message was lost are sent again,
    and so are checks of words.
    """
    batches.tend()
    helping.tend()
    screening.tend()


@shared_task(name="studio.tend_budgets")
def tend_budgets() -> None:
    noticing.tell_near()


@shared_task(name="studio.test_key")
def test_key(pk: int) -> None:
    keyring.test(pk)


@shared_task(name="studio.probe_storage")
def probe_storage() -> None:
    probing.probe_storage()


@shared_task(name="studio.tend_instance")
def tend_instance() -> None:
    """Every half minute: the beat's pulse, and keys whose balance is old."""
    probing.pulse()
    keyring.tend()


@shared_task(name="studio.roll_up")
def roll_up() -> None:
    rolling.roll_up()


@shared_task(name="studio.apply_retention")
def apply_retention() -> None:
    """Hourly, a bounded round."""
    retention.apply()


@shared_task(name="studio.erase_pictures")
def erase_pictures() -> None:
    """Asked for by an erasure; the beat makes up for a message that was lost, or a worker that died."""
    erasing.delete_marked()


@shared_task(name="studio.help")
def help_with_prompt(help_id: str) -> None:
    helping.answer(UUID(help_id))


@shared_task(name="studio.screen")
def screen(run_id: str) -> None:
    screening.screen(UUID(run_id))


@worker_ready.connect
def begin_session(sender: Any, **_: object) -> None:
    """A fresh worker buries its dead predecessors of this host at once, so that their work goes on."""
    sessions.start(queues=",".join(sender.app.amqp.queues.consume_from))


@worker_shutdown.connect
def end_session(**_: object) -> None:
    sessions.end()
