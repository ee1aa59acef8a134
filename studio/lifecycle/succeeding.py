"""A call that gave pictures: these are kept, what is missing is said, its money is settled, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import transaction
from django.utils import timezone

from gallery.models import Board, Image, Team
from gallery.organising import boards
from gallery.statements import Prepared, insert, some_ids
from studio import wake
from studio.gateway.errors import GatewayError
from studio.lifecycle import fitting
from studio.lifecycle.changes import change, transition
from studio.lifecycle.endings import SETTLEABLE, cost_of
from studio.lifecycle.together import Together
from studio.models import Charged, Generation, Output, Run, State
from studio.money import ledger


@dataclass(slots=True, eq=False)
class Success:
    """``images`` and ``errors`` by the position of the item in the answer."""

    generation: Generation
    images: dict[int, Image]
    errors: dict[int, GatewayError]

    @property
    def billed(self) -> int:
        return len(self.images) + sum(1 for error in self.errors.values() if error.billed == "yes")


def succeed(generation: Generation, images: dict[int, Image], errors: dict[int, GatewayError]) -> bool:
    """False where somebody else holds or ended it by now."""
    return together(Success(generation, images, errors))


def succeed_all(found: Sequence[Success]) -> list[bool]:
    costs = {one: cost_of(one.generation, one.billed) for one in found}
    with transaction.atomic():
        ended = [one for one in found if end(one, costs[one])]
        if ended:
            insert(transition(one.generation, State.SUCCEEDED) for one in ended)
            look_again([one.generation for one in ended])
            keep(ended)
            ledger.settle_all([(one.generation, costs[one], one.billed) for one in ended])
            transaction.on_commit(wake.stream)
    for one in ended:
        one.generation.state = State.SUCCEEDED
    return [one in ended for one in found]


together: Together[Success, bool] = Together(succeed_all)


def end(one: Success, cost: Decimal | None) -> bool:
    generation = one.generation
    generation.cost, generation.finished_at = cost, timezone.now()
    return change(
        generation,
        State.SUCCEEDED,
        of=SETTLEABLE,
        charged=Charged.YES,
        cost=cost,
        missing=max(generation.n - len(one.images), 0),
        finished_at=generation.finished_at,
        due_at=None,
        session=None,
        usage=generation.usage,
        request_id=generation.request_id,
        links=[],
        reason_code="",
        reason_detail="",
    )


def look_again(generations: Sequence[Generation]) -> None:
    """At what an owner may have changed while it was made: a wish to cancel, the team and the board it goes to."""
    found = {row.pk: row for row in looked_at(len(generations))(*(generation.pk for generation in generations))}
    for generation in generations:
        row = found[generation.pk]
        generation.cancel_requested_at = row.cancel_requested_at
        generation.run.team_id, generation.run.board_id = row.run.team_id, row.run.board_id


@cache
def looked_at(number: int) -> Prepared[Generation]:
    rows = Generation.objects.select_related("run").only("cancel_requested_at", "run__team_id", "run__board_id")
    return Prepared(lambda *ids: rows.filter(pk__in=ids).order_by(), *some_ids(number))


def keep(ended: Sequence[Success]) -> None:
    """Rows for the pictures and for the items that could not be kept."""
    for one in ended:
        place(one)
    images = [image for one in ended for image in one.images.values()]
    Image.objects.bulk_create(images)
    insert(output for one in ended for output in outputs_of(one))
    for one in ended:
        if not one.generation.cancel_requested_at:
            lay_on_board(one.generation.run, one.images)


def place(one: Success) -> None:
    generation, images = one.generation, one.images.values()
    share = generation.cost / len(images) if generation.cost is not None and images else generation.cost
    team_id = destination(generation)
    for image in images:
        image.team_id, image.published_at = team_id, timezone.now() if team_id else None
        image.cost = share
        image.seconds = generation.seconds
        if generation.cancel_requested_at:
            image.trashed_at = timezone.now()


def outputs_of(one: Success) -> list[Output]:
    kept = [Output(generation=one.generation, position=position, image=image) for position, image in one.images.items()]
    return kept + [
        Output(
            generation=one.generation,
            position=position,
            error_code=error.code,
            error_detail=fitting.text(error.detail),
        )
        for position, error in one.errors.items()
    ]


def lay_on_board(run: Run, images: dict[int, Image]) -> None:
    """Where its owner may still lay pictures on it, and they went to the board's space."""
    if run.board_id is None or not images:
        return
    team_id = next(iter(images.values())).team_id
    board = Board.objects.editable_by(run.owner).filter(pk=run.board_id, team=team_id).first()
    if board is not None:
        boards.lay(board, [images[position].pk for position in sorted(images)], by=run.owner)


def destination(generation: Generation) -> Any:
    """The team that the pictures go to: the run's, if it still is and its owner may still publish in it."""
    run = generation.run
    if run.team_id is None:
        return None
    return Team.objects.editable_by(run.owner).filter(pk=run.team_id).values_list("pk", flat=True).first()
