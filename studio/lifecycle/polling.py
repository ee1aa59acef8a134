"""One batch for all asynchronous tasks that are due: a waiting generation costs no thread and no message."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from random import uniform

import structlog
from django.db import connection
from django.utils import timezone

from studio import catalogue, keys
from studio.gateway import Gateway, Pending, Pictures, Task
from studio.gateway.errors import GatewayError, NoAnswer
from studio.lifecycle import fitting, pauses, turns
from studio.lifecycle.changes import after, patiently
from studio.lifecycle.collecting import hand_on
from studio.lifecycle.due import NOTHING, Due, undisturbed
from studio.lifecycle.endings import doubt, end_by
from studio.models import Generation, State

log = structlog.get_logger(__name__)

BATCH = 1000
TAKEN_FOR = 60.0  # seconds a batch may last before another poller takes its rows up
QUICK = 1.5  # provider-api.md 6.3: each 1.5 s for 15 s, then each 3 s
QUICK_FOR = 15.0
SLOW = 3.0
POLLS_PER_SECOND = 100.0  # of this whole instance: thousands that wait are asked less often


def poll_due() -> Due:
    """Asks the gateway about every task that is due and says which generations are to be collected."""
    rows = take_due()
    if not rows:
        return NOTHING
    pause = crowd_pause()
    connection.close()
    answers = ask(rows)
    pending: list[Generation] = []
    due = NOTHING
    for row in rows:
        answer = answers.get(row.remote_id, Pending("unanswered"))
        if isinstance(answer, Pending) and not overdue(row):
            pending.append(row)
        else:
            due += undisturbed(row.pk, partial(settle, row, answer))
    undisturbed("pending", partial(push_back, pending, pause))
    return due + Due(send=turns.next_up()) if len(pending) < len(rows) else due


def take_due() -> list[Generation]:
    """Claims rows by pushing their due_at ahead; a poller that dies with them costs a minute."""
    now = timezone.now()
    ids = list(
        Generation.objects.filter(state=State.WAITING, due_at__lte=now)
        .order_by("due_at")
        .values_list("pk", flat=True)[:BATCH]
    )
    if not ids:
        return []
    Generation.objects.filter(pk__in=ids, state=State.WAITING, due_at__lte=now).update(due_at=after(TAKEN_FOR))
    return list(Generation.objects.select_related("run").filter(pk__in=ids, state=State.WAITING))


def ask(rows: Sequence[Generation]) -> dict[str, Pictures | Pending | GatewayError]:
    """Every row's answer by task id; a row whose key was taken away waits on until its deadline."""
    tasks: dict[Gateway, list[Task]] = defaultdict(list)
    now = timezone.now()
    for row in rows:
        try:
            key = keys.key_of(row.key_source, row.run.owner_id, row.run.team_id)
        except keys.NoKey:
            continue
        age = (now - (received_at(row) or now)).total_seconds()
        tasks[keys.gateway_for(row.key_source)].append(Task(row.remote_id, key.value, age))
    answers: dict[str, Pictures | Pending | GatewayError] = {}
    for gateway, batch in tasks.items():
        answers |= gateway.poll_many(batch)
    return answers


def received_at(row: Generation) -> datetime | None:
    """When its receipt came, which set its deadline: a vendor may take long to give one."""
    spec = catalogue.current().get(row.model)
    if spec is None or row.deadline_at is None:
        return row.sent_at
    return row.deadline_at - timedelta(seconds=spec.timeout)


def overdue(row: Generation) -> bool:
    return row.deadline_at is not None and row.deadline_at <= timezone.now()


def settle(row: Generation, answer: Pictures | Pending | GatewayError) -> Due:
    if isinstance(answer, Pictures):
        took = patiently(lambda: hand_on(row, fitting.pictures(answer), of=(State.WAITING,)))
        pauses.heed_answer(row.vendor)
        return Due(collect=(row.pk,)) if took else NOTHING
    if isinstance(answer, GatewayError):
        patiently(lambda: end_by(row, answer, of=(State.WAITING,)))
        pauses.heed(row, answer)
        return NOTHING
    patiently(lambda: doubt(row, "no_answer", f"Still {answer.status}.", of=(State.WAITING,)))
    pauses.heed(row, NoAnswer())
    return NOTHING


def crowd_pause() -> float:
    """Seconds between two polls of one task so that all together stay under POLLS_PER_SECOND."""
    return Generation.objects.filter(state=State.WAITING).count() / POLLS_PER_SECOND


def push_back(rows: Sequence[Generation], crowd: float) -> Due:
    now = timezone.now()
    for row in rows:
        row.due_at = now + timedelta(seconds=max(own_pause(row), crowd) * uniform(0.9, 1.1))  # noqa: S311
        row.poll_count += 1
    patiently(lambda: Generation.objects.bulk_update(rows, ["due_at", "poll_count"], batch_size=200))
    return NOTHING


def own_pause(row: Generation) -> float:
    age = (timezone.now() - (received_at(row) or timezone.now())).total_seconds()
    return QUICK if age < QUICK_FOR else SLOW
