"""Runs: make one, look at it, cancel it."""

from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpResponse
from ninja import Path, Query, Router, Status
from pydantic import BaseModel, Field

from gallery.api.auth import ApiRequest
from gallery.api.paging import Paging, page
from gallery.api.problems import Problem, documented
from gallery.api.shapes import base_of
from gallery.models import User
from gallery.remembered import one_look
from studio import lifecycle, submission
from studio.api.alternatives import expansion_of
from studio.api.batches import BatchOut, started
from studio.api.orders import REPLAYED, IdempotencyKey, RunIn, key_reused, order_of, place_of
from studio.api.results import run_with_results
from studio.api.shapes import RunOut, RunPage, run_of
from studio.catalogue import Invalid
from studio.models import Run
from studio.moderation import holding
from studio.prompts import batches
from studio.submission import Order
from studio.waits import waits_of, waits_of_new

router = Router()


class LookIn(BaseModel):
    words: str = Field("", max_length=2000, description="What it is meant for.")


RunId = Annotated[UUID, Path(description="A run's id.")]


@router.post(
    "/runs",
    response={201: RunOut, 202: BatchOut, **documented(400, 402, 403, 413, 415, 422)},
    operation_id="create_run",
    summary="Make pictures",
)
@one_look()
def create_run(
    request: ApiRequest, response: HttpResponse, body: RunIn, idempotency_key: IdempotencyKey = ""
) -> Status[Any]:
    """Reserves the quote and starts one generation per call. Poll the run until every generation has ended.

    A repeated key answers with the first run and `Idempotency-Replayed: true`; with another body it is a 422.
    With `expand`, `{a|b}` and `{@list}` in the prompt make a run each: several come as a batch, with a 202.
    """
    if body.expand:
        expansion = expansion_of(body.prompt, request.auth)
        if expansion.count > 1:
            if submission.run_of_key(request.auth, idempotency_key):
                raise key_reused()
            return Status(202, started(body, expansion.all(), request.auth, idempotency_key))
        body = body.model_copy(update={"prompt": expansion.first(1)[0]})
    if batches.of_key(request.auth, idempotency_key):
        raise key_reused()
    run, new = submitted(body, request.auth, idempotency_key)
    return created(request, response, run, new=new)


@router.get("/runs", response={200: RunPage, **documented(422)}, operation_id="list_runs", summary="List runs")
def list_runs(request: ApiRequest, paging: Query[Paging]) -> RunPage:
    """Your runs, newest first, with their generations."""
    rows, after = page(Run.objects.visible_to(request.auth).with_generations(), paging.cursor, paging.limit)
    base = base_of(request)
    waits = waits_of([row for run in rows for row in run.generations.all()])
    return RunPage(items=[run_of(run, base, waits) for run in rows], next=after)


@router.get("/runs/{id}", response={200: RunOut, **documented(404)}, operation_id="get_run", summary="Look at a run")
def get_run(request: ApiRequest, id: RunId) -> RunOut:
    """A run is its owner's alone."""
    return run_of(mine(request, id), base_of(request))


@router.post(
    "/runs/{id}/cancel",
    response={200: RunOut, **documented(403, 404)},
    operation_id="cancel_run",
    summary="Cancel a run",
)
def cancel_run(request: ApiRequest, id: RunId) -> RunOut:
    """What is queued is cancelled and free. What was sent goes on: its pictures go to the trash, at their price."""
    for generation in mine(request, id).generations.all():
        lifecycle.cancel(generation, by=request.auth)
    return run_of(mine(request, id), base_of(request))


@router.post(
    "/runs/{id}/again",
    response={201: RunOut, **documented(402, 403, 404, 422)},
    operation_id="run_again",
    summary="Run again",
)
def run_again(
    request: ApiRequest, response: HttpResponse, id: RunId, idempotency_key: IdempotencyKey = ""
) -> Status[RunOut]:
    """The whole request once more, as a new run at today's price. A repeated key answers as in making one."""
    first = mine(request, id)
    run, new = submission.run_again(first, by=request.auth, idempotency_key=idempotency_key)
    if not new and not repeats(run, first):
        raise key_reused()
    return created(request, response, run, new=new)


@router.post(
    "/runs/{id}/look",
    response={200: RunOut, **documented(400, 403, 404, 409, 422)},
    operation_id="ask_for_look",
    summary="Ask for a look at a held run",
)
def ask_for_look(request: ApiRequest, id: RunId, body: LookIn) -> RunOut:
    """A moderator reads your words. Nothing is sent or reserved until one releases it."""
    holding.ask_for_look(mine(request, id), by=request.auth, words=body.words)
    return run_of(mine(request, id), base_of(request))


def mine(request: ApiRequest, id: UUID) -> Run:
    run = run_with_results(id, request.auth)
    if run is None:
        raise Http404
    return run


def created(request: ApiRequest, response: HttpResponse, run: Run, *, new: bool) -> Status[RunOut]:
    base = base_of(request)
    response.headers["Location"] = f"{base}runs/{run.pk}"
    if not new:
        response.headers[REPLAYED] = "true"
    if new:
        return Status(201, run_of(run, base, waits_of_new(list(run.generations.all()))))
    return Status(201, run_of(mine(request, run.pk), base))


def submitted(body: RunIn, user: User, key: str) -> tuple[Run, bool]:
    """The run and whether it is new.

    Raises:
        Invalid, Problem: 422 with what is wrong, or because the key was used for another request.
    """
    try:
        place, order = place_of(body, user), order_of(body, user)
    except (Invalid, Problem):
        # The model may have been retired since: the answer to a key that was used does not change.
        known = submission.run_of_key(user, key)
        if known is None or not alike(known, body):
            raise
        return known, False
    run, new = submission.submit(
        order,
        by=user,
        aspect=body.aspect or "",
        team=place.team,
        project=place.project,
        board=place.board,
        idempotency_key=key,
    )
    if not new and not same(run, order, body):
        raise key_reused()
    return run, new


def repeats(run: Run, first: Run) -> bool:
    """Another run of the same request; a changed catalogue may have completed its options in another way."""
    one, other = (
        (each.prompt, [wanted["id"] for wanted in each.requested], each.aspect, each.count) for each in (run, first)
    )
    return run.pk != first.pk and one == other


def alike(run: Run, body: RunIn) -> bool:
    """The same request as far as the body alone tells."""
    asked = (body.prompt, [wanted.id for wanted in body.models], body.count, *destination(body, run))
    places = (run.team_id, run.project_id, run.board_id)
    return asked == (run.prompt, [wanted["id"] for wanted in run.requested], run.count, *places)


def destination(body: RunIn, run: Run) -> tuple[UUID | None, UUID | None, UUID | None]:
    """Team, project and board asked for; a project alone stands for its team, a board alone for both."""
    team = body.team or (run.team_id if body.project or body.board else None)
    return team, (body.project or (run.project_id if body.board else None)), body.board


def same(run: Run, order: Order, body: RunIn) -> bool:
    requested = [{"id": asked.spec.id, "options": dict(asked.options)} for asked in order.asked]
    references = [(reference.image_id, reference.role) for reference in run.run_references.all()]
    aspect = body.aspect or order.asked[0].aspect
    places = (run.team_id, run.project_id, run.board_id)
    return (run.prompt, run.requested, run.aspect, run.count, places, run.mask_id, run.remix_of_id, references) == (
        order.prompt,
        requested,
        aspect,
        order.count,
        destination(body, run),
        body.mask,
        body.remix_of,
        [(image.pk, role) for image, role in order.references_with_roles],
    )
