"""Batches: many prompts sent in pieces. Every step stands in a row, so that stopping, a restart or a second worker
never sends one twice: each row's run has an idempotency key of its own.
"""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any

import structlog
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from gallery.models import Image, Team
from studio import keys, offer, submission
from studio.catalogue import Invalid
from studio.models import Batch, BatchKind, BatchRow, BatchState, Generation, RowState
from studio.models.generation import RUNNING
from studio.money.budgets import OverBudget
from studio.places import NOWHERE, Place
from studio.prompts import history, preflight
from studio.prompts.tabulating import Table

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
REFERENCE_LOST = gettext_noop("A reference picture is gone or no longer yours to see.")


def draft(
    table: Table, defaults: preflight.Defaults, *, by: Any, source: str, title: str, place: Place = NOWHERE
) -> Batch:
    """A table as rows that are judged and priced, with nothing sent yet."""
    rows = preflight.rows_of(table, defaults)
    with transaction.atomic():
        batch = Batch.objects.create(
            owner=by,
            team=place.team,
            project=place.project,
            board=place.board,
            title=title_of(title or rows[0].prompt),
            kind=BatchKind.TABLE,
            source=source,
            defaults={"model": defaults.model, "aspect": defaults.aspect, "count": defaults.count},
        )
        add_rows(batch, rows)
    return batch


def of_alternatives(
    prompts: Sequence[str],
    request: dict[str, Any],
    *,
    by: Any,
    source: str,
    references: Sequence[Image] = (),
    mask: Image | None = None,
    place: Place = NOWHERE,
    title: str = "",
    idempotency_key: str = "",
) -> tuple[Batch, bool]:
    """One row a prompt, every one of them good. Returns the batch and whether it is new; ``start`` sends it.

    Raises:
        Invalid: a prompt breaks a rule, such as a model's longest; then nothing is made.
    """
    known = Batch.objects.filter(owner=by, idempotency_key=idempotency_key).first() if idempotency_key else None
    if known:
        return known, False
    rows = [
        BatchRow(position=position, number=position + 1, prompt=prompt, request=request)
        for position, prompt in enumerate(prompts)
    ]
    judge_all(rows, references, mask)
    batch = Batch(
        owner=by, team=place.team, project=place.project, board=place.board,
        mask=mask, title=title_of(title or source), source=source,
        kind=BatchKind.ALTERNATIVES,
        references=[str(image.pk) for image in references], idempotency_key=idempotency_key,
    )  # fmt: skip
    try:
        with transaction.atomic():
            batch.save()
            add_rows(batch, rows)
            history.note(by, source)
    except IntegrityError:
        return Batch.objects.get(owner=by, idempotency_key=idempotency_key), False
    return batch, True


def judge_all(rows: Sequence[BatchRow], references: Sequence[Image], mask: Image | None) -> None:
    known = preflight.Models()
    for row in rows:
        preflight.judge(row, known=known, references=references, mask=mask)
        if row.errors:
            where = f"Prompt {row.number} of {len(rows)}: " if len(rows) > 1 else ""
            raise Invalid({"prompt": [f"{where}{told}" for sentences in row.errors.values() for told in sentences]})


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
    if changed.update(state=BatchState.GOING, note=""):
        go_on(batch.pk)
    batch.refresh_from_db()


def stop(batch: Batch) -> None:
    """What is not sent yet stays so; what was sent goes on."""
    Batch.objects.filter(pk=batch.pk, state=BatchState.GOING).update(state=BatchState.STOPPED)
    batch.refresh_from_db()


def go_on(batch_id: Any) -> int:
    """Sends the next piece of a batch that is going. Returns how many rows went."""
    batch = (
        Batch.objects.select_related("owner", "team", "project", "board", "mask")
        .filter(pk=batch_id, state=BatchState.GOING, owner__is_active=True)
        .first()
    )
    if batch is None:
        return 0
    waiting = list(batch.rows.filter(state=RowState.WAITING)[: min(PIECE, room_of(batch))])
    sent = 0
    for row in waiting:
        if not Batch.objects.filter(pk=batch.pk, state=BatchState.GOING).exists():
            return sent
        sent += send(batch, row)
    if not batch.rows.filter(state=RowState.WAITING).exists():
        Batch.objects.filter(pk=batch.pk, state=BatchState.GOING).update(state=BatchState.DONE)
    return sent


def room_of(batch: Batch) -> int:
    return max(0, IN_FLIGHT - Generation.objects.filter(run__batch=batch, state__in=RUNNING).count())


def send(batch: Batch, row: BatchRow) -> int:
    """One row becomes one run. What concerns this row alone fails it; what concerns all of them stops the batch."""
    try:
        images, place = references_of(batch), place_of(batch)
        refuse_another_gateway(batch)
    except Invalid as invalid:
        return halt(batch, invalid)
    try:
        order = submission.check(prompt=row.prompt, references=images, mask=batch.mask, known=offer.get, **row.request)
    except Invalid as invalid:
        errors = {preflight.cell_of(place): sentences for place, sentences in invalid.errors.items()}
        BatchRow.objects.filter(pk=row.pk, state=RowState.WAITING).update(state=RowState.FAILED, errors=errors)
        return 0
    try:
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
    except (Invalid, OverBudget) as refusal:
        return halt(batch, refusal)
    BatchRow.objects.filter(pk=row.pk).update(state=RowState.SENT, run=run)
    return 1


def halt(batch: Batch, why: Invalid | OverBudget) -> int:
    """It stops by itself and says why; Go on takes it up again."""
    told = next(iter(why.errors.values()))[0] if isinstance(why, Invalid) else str(why)
    Batch.objects.filter(pk=batch.pk, state=BatchState.GOING).update(state=BatchState.STOPPED, note=told)
    return 0


def refuse_another_gateway(batch: Batch) -> None:
    """Invalid where it began on the demo gateway and would be charged now, or the other way round."""
    began_in_demo = batch.runs.values_list("sandbox", flat=True).first()
    try:
        in_demo = keys.source_for(batch.owner) == "sandbox"
    except keys.NoKey:
        return  # said by the submission
    if began_in_demo is not None and began_in_demo != in_demo:
        raise Invalid({"models": [NOW_CHARGED if began_in_demo else NOW_DEMO]})


def place_of(batch: Batch) -> Place:
    """Where its pictures go; Invalid where its owner may publish there no longer."""
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
    Batch.objects.filter(state=BatchState.DRAFT, created_at__lt=timezone.now() - DRAFTS_KEPT).delete()


def undisturbed(batch_id: Any, step: Any) -> None:
    try:
        step()
    except Exception:
        log.exception("batch_step_broke", batch=str(batch_id))
