"""The gateway's own judgement of words, asked by a worker before anything is reserved or sent.

While it is asked, the run is held as being checked, and goes on by itself. So a time-out costs seconds, no money.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import structlog
from django.db import connection, transaction
from django.utils import timezone

from gallery import access
from studio import catalogue, dispatch, keys
from studio.catalogue.wording import phrase
from studio.gateway.errors import GatewayError
from studio.lifecycle import NotPossible
from studio.lifecycle.endings import end
from studio.models import Generation, Hold, HoldState, InstanceSettings, Run, State
from studio.models.instance import Screening
from studio.moderation import holding
from studio.money.budgets import OverBudget
from studio.wake import stream

log = structlog.get_logger(__name__)

TASK = "studio.screen"
LOST_AFTER = timedelta(seconds=30)
AT_ONCE = 100
OTHERS = ""  # the threshold of every category that has none of its own
USUAL = 0.8
UNCHECKED = "unchecked"


def on() -> bool:
    return InstanceSettings.current().screening != Screening.OFF


def begin(run: Run) -> None:
    """Call it in the transaction that writes the held rows. An open hold takes them in: the words are the same."""
    known = holding.open_of(run)
    if known is not None:
        if known.state == HoldState.WAITING:
            holding.wait_too(run)
        return
    Hold.objects.create(run=run, state=HoldState.CHECKING, message_sent_at=timezone.now())
    transaction.on_commit(partial(dispatch.publish, TASK, (run.pk,)))


def write_checking(rows: Sequence[Generation]) -> None:
    for row in rows:
        row.state = State.HELD
        row.due_at = row.message_sent_at = None
        row.reason_code = holding.CHECKING
        row.reason_detail = phrase("The gateway reads the words first. Nothing was sent or paid yet.")


def screen(run_id: UUID) -> None:
    """Asks and decides. Twice does no harm: asking is free, and each decision is one conditional UPDATE."""
    hold = Hold.objects.select_related("run__owner").filter(run=run_id, state=HoldState.CHECKING).first()
    row = Generation.objects.filter(run=run_id, state=State.HELD).first()
    if hold is None or row is None:
        return
    limits = InstanceSettings.current()
    scores = asked(hold.run, row, limits.screening_model)
    if scores is None:
        unanswered(hold, strict=limits.screening == Screening.HOLD)
        return
    over = {name: score for name, score in scores.items() if score >= threshold(limits, name)}
    if over:
        found(hold, [trigger(name, score) for name, score in sorted(over.items(), key=lambda one: -one[1])])
    else:
        let_go(hold)


def asked(run: Run, row: Generation, model: str) -> Mapping[str, float] | None:
    """Scores by category; None where there was no answer."""
    try:
        key = keys.key_of(row.key_source, run.owner_id, run.team_id)
        texts = texts_of(run)
        connection.close()
        return keys.gateway_for(key.source).moderate(model, texts, key=key.value)
    except (GatewayError, keys.NoKey) as error:
        log.warning("not_screened", run=str(run.pk), error=type(error).__name__)
    except Exception:
        log.exception("screening_broke", run=str(run.pk))
    return None


def texts_of(run: Run) -> list[str]:
    """The prompt and what its models take as free text."""
    found = [run.prompt]
    for wanted in run.requested:
        spec = catalogue.current().get(wanted["id"])
        names = [option.name for option in spec.options if option.type == "string"] if spec else []
        found += [text for name in names if isinstance(text := wanted["options"].get(name), str)]
    return [text for text in dict.fromkeys(found) if text.strip()]


def threshold(limits: InstanceSettings, category: str) -> float:
    known = limits.screening_thresholds or {}
    value = known.get(category, known.get(OTHERS, USUAL))
    return value if isinstance(value, int | float) else USUAL


def trigger(category: str, score: float | None) -> dict[str, Any]:
    return {
        "label": category,
        "rule": "",
        "version": None,
        "key": 0,
        "field": "prompt",
        "text": "",
        "words": [],
        "spans": [],
        "score": score,
    }


def found(hold: Hold, triggers: list[dict[str, Any]]) -> None:
    """It waits for a look from now on."""
    label = triggers[0]["label"]
    said = phrase("The gateway’s check found {category}. Nothing was sent or paid.", category=label)
    if triggers[0]["score"] is None:
        said = phrase("The gateway’s check gave no answer. Nothing was sent or paid.")
    with transaction.atomic():
        if not Hold.objects.filter(pk=hold.pk, state=HoldState.CHECKING).update(state=HoldState.WAITING):
            return
        rows = Generation.objects.filter(run=hold.run, state=State.HELD)
        rows.update(reason_code=holding.CHECK, reason_detail=said)
        holding.open_hold(hold.run, triggers)
        holding.record(hold.run)
    transaction.on_commit(stream)


def unanswered(hold: Hold, *, strict: bool) -> None:
    if strict:
        found(hold, [trigger("no answer", None)])
    else:
        let_go(hold, reason=UNCHECKED)


def let_go(hold: Hold, *, reason: str = "") -> None:
    """Reserves and queues it. Where a budget has too little left by now it ends, free, and says so."""
    try:
        holding.release(hold.run, by=None, reason=reason, of=(HoldState.CHECKING,))
    except NotPossible:
        log.info("owner_suspended", run=str(hold.run_id))
    except OverBudget as refusal:
        give_up(hold, str(refusal))


def give_up(hold: Hold, said: str) -> None:
    with transaction.atomic():
        checking = Hold.objects.filter(pk=hold.pk, state=HoldState.CHECKING)
        if not checking.update(state=HoldState.WITHDRAWN, decided_at=timezone.now()):
            return
        for row in holding.held_rows(hold.run):
            end(row, State.FAILED, code=holding.SHORT, detail=said, of=(State.HELD,))


def tend() -> None:
    """Checks whose message was lost are sent again."""
    lost = Hold.objects.filter(state=HoldState.CHECKING, message_sent_at__lt=timezone.now() - LOST_AFTER)
    lost = lost.filter(access.makers("run__owner"))  # else it waits, and asks nobody
    ids = list(lost.values_list("run_id", flat=True)[:AT_ONCE])
    if ids:
        Hold.objects.filter(run__in=ids, state=HoldState.CHECKING).update(message_sent_at=timezone.now())
        dispatch.publish(TASK, ids)
