"""Batches: many prompts sent in pieces. Every step stands in a row, so that stopping, a restart or a second worker
never sends one twice: each row's run has an idempotency key of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from itertools import chain
from typing import Any

import structlog
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_noop

from gallery import access
from gallery.models import Image, Team
from studio import keys, offer, submission
from studio.catalogue import Invalid
from studio.catalogue.wording import phrase
from studio.composing.order import Order
from studio.composing.places import NOWHERE, Place
from studio.models import Batch, BatchKind, BatchRow, BatchState, Generation, RowState, Run
from studio.models.generation import RUNNING
from studio.moderation import judging
from studio.money import budgets
from studio.money.budgets import OverBudget
from studio.prompts import history, preflight
from studio.prompts.tabulating import Table
from studio.words import worded

log = structlog.get_logger(__name__)

PIECE = 20  # rows sent in one step
IN_FLIGHT = 60  # generations of one batch under way; the rest wait where a stop still reaches them
DRAFTS_KEPT = timedelta(days=7)
TITLE = 80
TEAM_LOST = gettext_noop("You cannot add pictures to this batch's team any more.")
NOW_CHARGED = gettext_noop(
    "This batch began on the demo gateway. Start a new one to have the rest made with your key, at its price."
)
NOW_DEMO = gettext_noop(
    "The key that this batch began with is gone. Start a new one to have the rest made on the demo gateway."
)
PROJECT_CLOSED = gettext_noop("This batch's project is archived. Take it up again on the team's page.")
TEAM_GONE = gettext_noop("This batch's team was deleted. Start a new one to have the rest made somewhere else.")
PROJECT_GONE = gettext_noop("This batch's project was deleted. Start a new one to have the rest made somewhere else.")
REFERENCE_LOST = gettext_noop("A reference picture is gone or no longer yours to see.")


@dataclass(frozen=True, slots=True)
class Sent:
    """What goes with every prompt beside the place: pictures, the mask of the first, the parent of what is made."""

    references: Sequence[Image] = ()
    mask: Image | None = None
    roles: Sequence[str] = ()  # of the references, kept in each row's request
    remix_of: Image | None = None

    @property
    def columns(self) -> dict[str, Any]:
        return {
            "references": [str(image.pk) for image in self.references],
            "mask": self.mask,
            "remix_of": self.remix_of,
        }


ALONE = Sent()


def draft(
    table: Table,
    defaults: preflight.Defaults,
    *,
    by: Any,
    source: str,
    title: str,
    place: Place = NOWHERE,
    sent: Sent = ALONE,
    idempotency_key: str = "",
) -> tuple[Batch, bool]:
    """A table as rows that are judged and priced, with nothing sent yet. Returns it and whether it is new."""
    known = of_key(by, idempotency_key)
    if known:
        return known, False
    rows = preflight.rows_of(table, defaults, references=sent.references, roles=sent.roles, mask=sent.mask)
    batch = Batch(
        owner=by,
        title=title_of(title or rows[0].prompt),
        kind=BatchKind.TABLE,
        source=source,
        defaults={"model": defaults.model, "aspect": defaults.aspect, "count": defaults.count},
        idempotency_key=idempotency_key,
        **place.columns,
        **sent.columns,
    )
    return written(batch, rows)


def of_key(by: Any, idempotency_key: str) -> Batch | None:
    return Batch.objects.filter(owner=by, idempotency_key=idempotency_key).first() if idempotency_key else None


def written(batch: Batch, rows: Sequence[BatchRow]) -> tuple[Batch, bool]:
    """With its rows; or the one that the same key made a moment ago."""
    try:
        with transaction.atomic():
            batch.save(force_insert=True)
            add_rows(batch, rows)
    except IntegrityError:
        raced = of_key(batch.owner, batch.idempotency_key)
        if raced is None:
            raise
        return raced, False
    return batch, True


def of_alternatives(
    prompts: Sequence[str],
    request: dict[str, Any],
    *,
    by: Any,
    source: str,
    place: Place = NOWHERE,
    sent: Sent = ALONE,
    title: str = "",
    idempotency_key: str = "",
) -> tuple[Batch, bool]:
    """One row a prompt, every one of them good. Returns the batch and whether it is new; ``start`` sends it.

    Raises:
        Invalid: a prompt breaks a rule, such as a model's longest; then nothing is made.
    """
    known = of_key(by, idempotency_key)
    if known:
        return known, False
    rows = [
        BatchRow(position=position, number=position + 1, prompt=prompt, request=request)
        for position, prompt in enumerate(prompts)
    ]
    judge_all(rows, sent.references, sent.mask)
    batch = Batch(
        owner=by,
        title=title_of(title or source),
        source=source,
        kind=BatchKind.ALTERNATIVES,
        idempotency_key=idempotency_key,
        **place.columns,
        **sent.columns,
    )
    batch, new = written(batch, rows)
    if new:
        history.note(by, source)
    return batch, new


def judge_all(rows: Sequence[BatchRow], references: Sequence[Image], mask: Image | None) -> None:
    known = preflight.Models()
    for row in rows:
        preflight.judge(row, known=known, references=references, mask=mask)
        if row.errors:
            raise Invalid({"prompt": [told_of(row, rows, told) for told in chain(*row.errors.values())]})


def told_of(row: BatchRow, rows: Sequence[BatchRow], told: str) -> str:
    if len(rows) == 1:
        return told
    return phrase("Prompt {number} of {all}: {told}", number=row.number, all=len(rows), told=told)


def add_rows(batch: Batch, rows: Sequence[BatchRow]) -> None:
    for row in rows:
        row.batch = batch
    BatchRow.objects.bulk_create(rows, batch_size=200)


def title_of(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= TITLE else f"{words[: TITLE - 1].rstrip()}…"


def start(batch: Batch) -> None:
    """Lets it go, from the beginning or from where it stopped, and sends the first piece."""
    changed = Batch.objects.filter(pk=batch.pk, state__in=(BatchState.DRAFT, BatchState.STOPPED))
    if changed.update(state=BatchState.GOING, note="", refused={}):
        go_on(batch.pk)
    batch.refresh_from_db()


def stop(batch: Batch) -> None:
    """What is not sent yet stays so; what was sent goes on."""
    Batch.objects.filter(pk=batch.pk, state=BatchState.GOING).update(state=BatchState.STOPPED)
    batch.refresh_from_db()


def forget(batch: Batch) -> bool:
    """Deletes one of which nothing was sent. False where it is going, or a row went meanwhile.

    Its row is locked first, as whoever sends a row of it does: the two never cross.
    """
    with transaction.atomic():
        held = Batch.objects.select_for_update().filter(pk=batch.pk).exclude(state=BatchState.GOING)
        if not held or Run.objects.filter(batch=batch).exists():
            return False
        held.delete()
    return True


def go_on(batch_id: Any) -> int:
    """Sends the next piece of a batch that is going. Returns how many rows went.

    What it notes is English, whoever's request it runs in: it is told in the language of who reads it.
    """
    with translation.override("en"):
        return next_piece(batch_id)


def next_piece(batch_id: Any) -> int:
    batch = (
        Batch.objects.select_related("owner", "team", "project", "board", "mask", "remix_of")
        .filter(access.makers("owner"), pk=batch_id, state=BatchState.GOING)
        .first()
    )
    if batch is None:
        return 0
    waiting = list(batch.rows.filter(state=RowState.WAITING)[: min(PIECE, room_of(batch))])
    sent = 0
    for row in waiting:
        went = send(batch, row)
        if went is None:
            return sent
        sent += went
    if not batch.rows.filter(state=RowState.WAITING).exists():
        Batch.objects.filter(pk=batch.pk, state=BatchState.GOING).update(state=BatchState.DONE)
    return sent


def room_of(batch: Batch) -> int:
    return max(0, IN_FLIGHT - Generation.objects.filter(run__batch=batch, state__in=RUNNING).count())


def send(batch: Batch, row: BatchRow) -> int | None:
    """One row becomes one run. What concerns this row alone fails it; what concerns all of them stops the batch.

    Returns how many went; None where the batch goes no further.
    """
    try:
        images, place = references_of(batch), place_of(batch)
        refuse_another_gateway(batch)
    except Invalid as invalid:
        halt(batch, invalid)
        return None
    try:
        known = partial(offer.get, user=batch.owner)
        order = submission.check(prompt=row.prompt, references=images, mask=batch.mask, known=known, **row.request)
        judging.judge(order, by=batch.owner, team=place.team.pk if place.team else None)
    except Invalid as invalid:
        errors = {preflight.cell_of(place): sentences for place, sentences in invalid.errors.items()}
        BatchRow.objects.filter(pk=row.pk, state=RowState.WAITING).update(state=RowState.FAILED, errors=errors)
        return 0
    try:
        return submitted(batch, row, replace(order, remix_of=batch.remix_of), place)
    except (Invalid, OverBudget) as refusal:
        halt(batch, refusal)
        return None


def submitted(batch: Batch, row: BatchRow, order: Order, place: Place) -> int | None:
    """Writes the run while the batch is held still and is going: a stop or a deletion comes before it or after it."""
    with transaction.atomic():
        if not Batch.objects.select_for_update().filter(pk=batch.pk, state=BatchState.GOING):
            return None
        run, _ = submission.submit(
            order,
            by=batch.owner,
            aspect=row.request.get("aspect") or "",
            team=place.team,
            project=place.project,
            board=place.board,
            idempotency_key=row.key,
            batch=batch,
        )
        BatchRow.objects.filter(pk=row.pk).update(state=RowState.SENT, run=run)
    return 1


def halt(batch: Batch, why: Invalid | OverBudget) -> None:
    """It stops by itself and says why; Go on takes it up again."""
    said = next(iter(why.errors.values()))[0] if isinstance(why, Invalid) else str(why)
    facts = why.facts if isinstance(why, OverBudget) else {}
    going = Batch.objects.filter(pk=batch.pk, state=BatchState.GOING)
    going.update(state=BatchState.STOPPED, note=said, refused=facts)


def note_of(batch: Batch) -> str:
    """Why it stopped by itself, in the language of who reads it."""
    return str(budgets.told(batch.refused)) if batch.refused else worded(batch.note)


def refuse_another_gateway(batch: Batch) -> None:
    """Invalid where it began on the demo gateway and would be charged now, or the other way round."""
    began_in_demo = batch.runs.values_list("sandbox", flat=True).first()
    try:
        in_demo = keys.source_for(batch.owner, batch.team) == "sandbox"
    except keys.NoKey:
        return  # said by the submission
    if began_in_demo is not None and began_in_demo != in_demo:
        raise Invalid({"models": [NOW_CHARGED if began_in_demo else NOW_DEMO]})


def place_of(batch: Batch) -> Place:
    """Where its pictures go; Invalid where that is gone, or its owner may publish there no longer."""
    if batch.team_name and batch.team is None:
        raise Invalid({"team": [TEAM_GONE]})
    if batch.project_name and batch.project is None:
        raise Invalid({"team": [PROJECT_GONE]})
    if batch.team and not Team.objects.editable_by(batch.owner).filter(pk=batch.team.pk).exists():
        raise Invalid({"team": [TEAM_LOST]})
    if batch.project and batch.project.archived_at:
        raise Invalid({"team": [PROJECT_CLOSED]})
    return Place(batch.team, batch.project, batch.board)


def references_of(batch: Batch) -> list[Image]:
    if not batch.references:
        return []
    known = Image.objects.visible_to(batch.owner).in_bulk(batch.references)
    found = {str(pk): image for pk, image in known.items()}
    if len(found) < len(batch.references):
        raise Invalid({"references": [REFERENCE_LOST]})
    return [found[pk] for pk in batch.references]


def tend() -> None:
    """Every batch that is going gets its next piece; drafts that nobody started are forgotten."""
    for batch_id in list(
        Batch.objects.filter(state=BatchState.GOING).order_by("created_at").values_list("pk", flat=True)
    ):
        undisturbed(batch_id, partial(go_on, batch_id))
    for batch in Batch.objects.filter(state=BatchState.DRAFT, created_at__lt=timezone.now() - DRAFTS_KEPT)[:100]:
        forget(batch)


def undisturbed(batch_id: Any, step: Any) -> None:
    try:
        step()
    except Exception:
        log.exception("batch_step_broke", batch=str(batch_id))
