"""A press of Generate as rows: the run, its calls, what rules fired, and its price put aside. Those of one moment share
a transaction; messages leave after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from gallery.judging import hits
from gallery.judging.hits import Fired
from gallery.statements import insert
from studio import catalogue, dispatch, wake
from studio.composing.order import Order
from studio.lifecycle.together import Together
from studio.models import Generation, Run, RunReference, Transition
from studio.moderation import holding, screening
from studio.money import ledger
from studio.prompts import history
from studio.prompts.expanding import escaped


@dataclass(slots=True, eq=False)
class Press:
    """What is written of one press, and the rules that it ``fired``."""

    run: Run
    rows: list[Generation]
    fired: Sequence[Fired]
    references: list[RunReference] = field(default_factory=list)


def write(press: Press) -> None:
    """With those of the same moment; what is held alone, since its case says who asked and from where."""
    if press.fired or screening.on():
        write_all([press])
    else:
        writing(press)


def write_all(presses: Sequence[Press]) -> list[None]:
    """Raises OverBudget: a budget has too little left for one of them, and none is written."""
    with transaction.atomic():
        insert(press.run for press in presses)
        insert(reference for press in presses for reference in press.references)
        add_all(presses)
        alone = [press.run for press in presses if press.run.batch_id is None]
        history.note_all((run.owner, escaped(run.prompt)) for run in alone)
    return [None] * len(presses)


writing: Together[Press, None] = Together(write_all)


def generations_of(run: Run, order: Order, source: str) -> list[Generation]:
    """One row a call, in the order of the models; a call's quote is its share of the price."""
    rows: list[Generation] = []
    for asked in order.asked:
        rows += [
            Generation(
                run=run,
                position=len(rows) + offset,
                model=asked.spec.id,
                model_label=asked.spec.label,
                vendor=asked.spec.vendor,
                lane=asked.lane,
                options=dict(asked.options),
                aspect=asked.aspect,
                n=n,
                warnings=list(asked.warnings),
                quote=catalogue.quote_call(asked, n, order.sent_to(asked.spec)),
                key_source=source,
                price_version=catalogue.version_of(asked.spec),
            )
            for offset, n in enumerate(asked.calls)
        ]
    return rows


def add_generations(run: Run, rows: list[Generation], fired: Sequence[Fired]) -> None:
    """Rows, transitions, what rules fired; reservations and, once all of it is committed, the messages, or a hold.

    Raises:
        OverBudget: a budget has too little left.
    """
    add_all([Press(run, rows, fired)])


def add_all(presses: Sequence[Press]) -> None:
    checked = screening.on()
    for press in presses:
        if holding.holds(press.fired):
            holding.write_held(press.rows, press.fired)
        elif checked:
            screening.write_checking(press.rows)
        else:
            make_due(press.rows)
    insert(row for press in presses for row in press.rows)
    insert(
        Transition(generation=row, run_id=press.run.pk, user_id=press.run.owner_id, to_state=row.state)
        for press in presses
        for row in press.rows
    )
    going = [press for press in presses if not kept(press, checked)]
    send_off(going)
    transaction.on_commit(wake.stream)


def kept(press: Press, checked: bool) -> bool:
    """Writes what rules fired; whether it waits for a look or the gateway's check."""
    hits.write(press.fired, subject=press.run.pk, user=press.run.owner)
    if holding.holds(press.fired):
        holding.begin(press.run, press.fired)
        return True
    if checked:
        screening.begin(press.run)
    return checked


def make_due(rows: Sequence[Generation]) -> None:
    now = timezone.now()
    for row in rows:
        row.due_at = now
        row.message_sent_at = now


def send_off(presses: Sequence[Press]) -> None:
    if presses:
        ledger.reserve_all([(press.run, press.rows) for press in presses])
        ids = tuple(row.pk for press in presses for row in press.rows)
        transaction.on_commit(lambda: dispatch.publish("studio.send", ids))
