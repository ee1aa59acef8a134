"""Runs and generations as JSON."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, cast
from uuid import UUID

from pydantic import BaseModel, Field

from gallery.access import can_see_image
from gallery.api.shapes import ImageBrief, brief, dollars
from studio.models import Charged, Generation, Run, State, VendorPause
from studio.moderation import reasons
from studio.waits import Waits, pause_words, waits_of

StateName = Literal[
    "held", "queued", "sending", "waiting", "collecting", "succeeded", "failed", "refused", "unknown", "cancelled"
]
ChargedName = Literal["no", "yes", "maybe"]


class ReasonOut(BaseModel):
    """Why there is no picture, for a program (code) and for a person."""

    code: str
    title: str
    detail: str
    vendor_words: str = Field(description="What the vendor said, as it said it.")


class PausedOut(BaseModel):
    """The vendor is paused: nothing is sent to it until then. `POST …/instead` asks another model."""

    vendor: str
    since: datetime
    until: datetime | None = Field(description="When one generation tries again; null until somebody lifts it.")
    detail: str


class GenerationOut(BaseModel):
    """One call to one model."""

    id: UUID
    run: UUID
    model: str
    model_label: str
    vendor: str
    n: int = Field(description="Pictures asked of this call.")
    options: dict[str, Any] = Field(description="Complete: defaults are filled in.")
    aspect: str
    warnings: list[str]
    state: StateName
    position: int | None = Field(description="Its place in line while it is queued, from 1; null otherwise.")
    paused: PausedOut | None = Field(description="What holds it up while it is queued; null otherwise.")
    reason: ReasonOut | None
    charged: ChargedName
    quote: float | None = Field(description="US dollars; null when the price is unknown.")
    cost: float | None = Field(description="US dollars, once it has ended; null when not known.")
    seconds: float | None = Field(description="Since it was sent, to its end or to now.")
    request_id: str
    retry_of: UUID | None = Field(description="The generation in whose place this one was made.")
    cancel_requested: bool = Field(description="Cancelled after it was sent: its pictures go to the trash.")
    missing: int = Field(description="Pictures asked for and not delivered.")
    covered: int = Field(description="Pictures that wait for a look or were removed; GET /me/cases says why.")
    images: list[ImageBrief]


class RunOut(BaseModel):
    """One prompt for one or several models."""

    id: UUID
    prompt: str
    created_at: datetime
    aspect: str
    count: int
    team: UUID | None
    project: UUID | None
    board: UUID | None = Field(description="What is made is laid there.")
    references: list[UUID]
    roles: list[str] = Field(description='What each reference is for: "", style or character.')
    mask: UUID | None = Field(description="What of the first reference is repainted.")
    rerun_of: UUID | None = Field(description="The first run of the series that this one repeats.")
    sandbox: bool = Field(description="At the demo gateway: nothing is truly charged.")
    quote: float | None = Field(description="US dollars; null while any price is unknown.")
    cost: float | None = Field(description="US dollars so far; null when a part of it is not known.")
    generations: list[GenerationOut]


class RunPage(BaseModel):
    items: list[RunOut]
    next: str | None = Field(description="The cursor of the next page; null on the last.")


def run_of(run: Run, base: str, waits: Waits | None = None) -> RunOut:
    """Asks the database nothing more after ``with_generations()``, and two small questions of a fresh run.

    ``waits`` of all that are shown together; asked for where it is missing and something is queued.
    """
    rows, references = list(run.generations.all()), list(run.run_references.all())
    waits = waits_of(rows) if waits is None else waits
    return RunOut(
        id=run.id,
        prompt=run.prompt,
        created_at=run.created_at,
        aspect=run.aspect,
        count=run.count,
        team=run.team_id,
        project=run.project_id,
        board=run.board_id,
        references=[reference.image_id for reference in references],
        roles=[reference.role for reference in references],
        mask=run.mask_id,
        rerun_of=run.rerun_of_id,
        sandbox=run.sandbox,
        quote=dollars(run.quote),
        cost=dollars(cost_of(rows)),
        generations=[generation_of(row, base, owner=run.owner, waits=waits) for row in rows],
    )


def generation_of(row: Generation, base: str, *, owner: Any, waits: Waits) -> GenerationOut:
    return GenerationOut(
        id=row.id,
        run=row.run_id,
        model=row.model,
        model_label=row.model_label,
        vendor=row.vendor,
        n=row.n,
        options=row.options,
        aspect=row.aspect,
        warnings=row.warnings,
        state=cast("StateName", row.state),
        position=waits.place_of(row),
        paused=paused_of(waits.pause_of(row)),
        reason=reason_of(row),
        charged=cast("ChargedName", row.charged),
        quote=dollars(row.quote),
        cost=dollars(row.cost),
        seconds=None if row.seconds is None else round(row.seconds, 3),
        request_id=row.request_id,
        retry_of=row.retry_of_id,
        cancel_requested=row.cancel_requested_at is not None,
        missing=row.missing,
        covered=covered_of(row),
        images=images_of(row, base, owner),
    )


def images_of(row: Generation, base: str, owner: Any) -> list[ImageBrief]:
    """None that lies in the trash or was hidden since. Only a success has any: asks nothing otherwise."""
    if row.state != State.SUCCEEDED:
        return []
    images = [output.image for output in row.outputs.all()]
    return [brief(image, base) for image in images if image and can_see_image(owner, image, None)]


def covered_of(row: Generation) -> int:
    if row.state != State.SUCCEEDED:
        return 0
    images = [output.image for output in row.outputs.all()]
    return sum(1 for image in images if image and image.moderation and not image.trashed_at)


def paused_of(pause: VendorPause | None) -> PausedOut | None:
    if pause is None:
        return None
    return PausedOut(vendor=pause.vendor, since=pause.since, until=pause.until, detail=pause_words(pause))


def reason_of(row: Generation) -> ReasonOut | None:
    reason = reasons.explain(row)
    if reason is None:
        return None
    return ReasonOut(code=reason.code, title=reason.title, detail=reason.detail, vendor_words=reason.vendor_words)


def cost_of(rows: Iterable[Generation]) -> Decimal | None:
    """What the ended ones came to; None when one of them cost something and nobody knows how much."""
    ended = [row for row in rows if row.ended]
    if any(row.cost is None and row.charged != Charged.NO for row in ended):
        return None
    return sum((row.cost for row in ended if row.cost is not None), Decimal(0))
