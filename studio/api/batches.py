"""Batches: many prompts from alternatives or from rows, sent in pieces; stop and go on."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Status
from pydantic import BaseModel, ConfigDict, Field

from gallery.api.auth import ApiRequest
from gallery.api.paging import Paging, page
from gallery.api.problems import documented
from gallery.models import User
from studio.api.orders import (
    REPLAYED,
    IdempotencyKey,
    QuoteIn,
    SentAlong,
    entries_of,
    key_reused,
    mask_of,
    place_of,
    references_of,
    remixed,
)
from studio.composing.places import Place
from studio.models import Batch, BatchState, RowState
from studio.prompts import batches, tabulating
from studio.prompts.preflight import Defaults
from studio.prompts.tabulating import MOST_ROWS, Row, Table
from studio.views.feed.batch_progress import progress_of

router = Router()
BatchId = Annotated[UUID, Path(description="A batch's id.")]


class RowIn(BaseModel):
    """Cells as in a table: prompt, and as wanted model, aspect, count or any option of the model."""

    model_config = ConfigDict(extra="allow")

    prompt: str = ""


class BatchIn(SentAlong):
    model_config = ConfigDict(extra="forbid")

    rows: list[RowIn] = Field(min_length=1, max_length=MOST_ROWS)
    title: str = Field(default="", max_length=80)
    model: str = Field(description="The model of rows that name none.")
    aspect: str = ""
    count: int = 1
    start: bool = Field(default=False, description="Send the good rows at once; otherwise look at them first.")


class RowOut(BaseModel):
    number: int
    prompt: str
    state: RowState
    price: float | None = Field(description="US dollars; null when unknown.")
    errors: dict[str, list[str]] = Field(description="Sentences by cell.")
    run: UUID | None


class BatchBrief(BaseModel):
    id: UUID
    title: str
    kind: Literal["alternatives", "table"]
    state: Literal["draft", "going", "stopped", "done"]
    note: str = Field(description="Why it stopped by itself.")
    created_at: datetime
    rows_sent: int
    rows: int
    running: int
    ready: int
    cost: float


class BatchOut(BatchBrief):
    items: list[RowOut]


class BatchPage(BaseModel):
    items: list[BatchBrief]
    next: str | None


@router.post("/batches", response={201: BatchOut, **documented(400, 403, 413, 415, 422)}, operation_id="create_batch")
def create(
    request: ApiRequest, response: HttpResponse, body: BatchIn, idempotency_key: IdempotencyKey = ""
) -> Status[BatchOut]:
    """Judges and prices every row; wrong ones say why at their cells and are never sent. Prompts are literal.

    References and a mask go with every row. A repeated key answers with the first batch and
    `Idempotency-Replayed: true`; with another body it is a 422.
    """
    rows = tuple(Row(number, cells_of(row)) for number, row in enumerate(body.rows, start=1))
    defaults = Defaults(body.model, body.aspect, str(body.count))
    place, sent = place_of(body, request.auth), sent_of(body, request.auth)
    batch, new = batches.draft(
        Table(("prompt",), rows),
        defaults,
        by=request.auth,
        source=tabulating.written(rows),
        title=body.title,
        place=place,
        sent=sent,
        idempotency_key=idempotency_key,
    )
    if not new:
        refuse_another(batch, rows, body, defaults)
        response.headers[REPLAYED] = "true"
    if body.start:
        batches.start(batch)
    return Status(201, full(batch))


def sent_of(body: SentAlong, user: User) -> batches.Sent:
    entries = entries_of(body)
    images, roles = references_of([id for id, _ in entries], user), [role for _, role in entries]
    return batches.Sent(images, mask_of(body.mask, user), roles, remixed(body.remix_of, user))


def refuse_another(batch: Batch, rows: tuple[Row, ...], body: BatchIn, defaults: Defaults) -> None:
    """Raises Problem where the key was first used for another table, or for another place."""
    kept = (batch.source, batch.defaults, batch.references, batch.mask_id, batch.remix_of_id)
    asked = (
        tabulating.written(rows),
        asdict(defaults),
        [str(id) for id, _ in entries_of(body)],
        body.mask,
        body.remix_of,
    )
    if kept != asked or place_of(body, batch.owner).columns != Place(batch.team, batch.project, batch.board).columns:
        raise key_reused()


def cells_of(row: RowIn) -> dict[str, str]:
    return {name: str(value).strip() for name, value in row.model_dump().items() if str(value).strip()}


@router.get("/batches", response={200: BatchPage, **documented(422)}, operation_id="list_batches")
def list_batches(request: ApiRequest, paging: Query[Paging]) -> BatchPage:
    """Yours, newest first."""
    rows, after = page(Batch.objects.visible_to(request.auth), paging.cursor, paging.limit)
    progress = progress_of(rows)
    return BatchPage(items=[BatchBrief(**facts_of(row, progress[row.pk])) for row in rows], next=after)


@router.get("/batches/{id}", response={200: BatchOut, **documented(404)}, operation_id="get_batch")
def get_batch(request: ApiRequest, id: BatchId) -> BatchOut:
    return full(own(request, id))


@router.post("/batches/{id}/start", response={200: BatchOut, **documented(403, 404)}, operation_id="start_batch")
def start(request: ApiRequest, id: BatchId) -> BatchOut:
    """Sends the good rows, from the beginning or from where it stopped. None is ever sent twice."""
    batch = own(request, id)
    batches.start(batch)
    return full(batch)


@router.post("/batches/{id}/stop", response={200: BatchOut, **documented(403, 404)}, operation_id="stop_batch")
def stop(request: ApiRequest, id: BatchId) -> BatchOut:
    """What is not sent yet stays; what was sent goes on."""
    batch = own(request, id)
    batches.stop(batch)
    return full(batch)


def own(request: ApiRequest, id: UUID) -> Batch:
    return get_object_or_404(Batch.objects.visible_to(request.auth), pk=id)


def started(body: QuoteIn, prompts: list[str], user: User, key: str) -> BatchOut:
    """A run that stands for several prompts, as a batch that is going. The same key again gives the same."""
    entries = entries_of(body)
    request: dict[str, Any] = {
        "models": [wanted.model_dump() for wanted in body.models],
        "aspect": body.aspect,
        "count": body.count,
        "roles": [role for _, role in entries],
    }
    batch, new = batches.of_alternatives(
        prompts,
        request,
        by=user,
        source=body.prompt or "",
        place=place_of(body, user),
        sent=sent_of(body, user),
        idempotency_key=key,
    )
    if not new and not same(batch, body, entries):
        raise key_reused()
    if new:
        batches.start(batch)
    return full(batch)


def same(batch: Batch, body: QuoteIn, entries: list[tuple[UUID, str]]) -> bool:
    """The request that its key was first used for, as far as that is kept."""
    asked = {"aspect": body.aspect, "count": body.count, "roles": [role for _, role in entries]}
    kept = batch.rows.values_list("request", flat=True)[0]
    return (batch.source, batch.references, batch.mask_id, batch.remix_of_id, len(kept["models"]), kept | asked) == (
        body.prompt,
        [str(id) for id, _ in entries],
        body.mask,
        body.remix_of,
        len(body.models),
        kept,
    )


def full(batch: Batch) -> BatchOut:
    rows = [
        RowOut(
            number=row.number,
            prompt=row.prompt,
            state=RowState(row.state),
            price=None if row.quote is None else float(row.quote),
            errors=row.errors,
            run=row.run_id,
        )
        for row in batch.rows.all()
    ]
    return BatchOut(**facts_of(batch, progress_of([batch])[batch.pk]), items=rows)


def facts_of(batch: Batch, progress: Any) -> dict[str, Any]:
    return {
        "id": batch.pk,
        "title": batch.title,
        "kind": batch.kind,
        "state": BatchState(batch.state).value,
        "note": batch.note,
        "created_at": batch.created_at,
        "rows_sent": progress.sent,
        "rows": progress.rows,
        "running": progress.running,
        "ready": progress.ready,
        "cost": float(progress.cost),
    }
