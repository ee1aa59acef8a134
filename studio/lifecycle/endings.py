"""How a generation ends, and what it costs then.

An end that the vendor bills settles the reservation to the true price, one that it does not bill releases it,
``unknown`` leaves it reserved until the user decides. The sum of a generation's entries is what it costs.
"""

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gallery.models import Board, Image, Team
from gallery.organising import boards
from studio import catalogue
from studio.gateway.errors import GatewayError, InDoubt, Refused
from studio.lifecycle import fitting
from studio.lifecycle.changes import move
from studio.models import Charged, Generation, Output, Run, State
from studio.money import ledger

FAR = 20  # times its quote: no bill, but a report that cannot be right
SETTLEABLE = (State.SENDING, State.WAITING, State.COLLECTING, State.UNKNOWN)


def end_by(
    generation: Generation, error: GatewayError, *, of: tuple[str, ...] = SETTLEABLE, billed: int | None = None
) -> bool:
    """Ends it as the error says: refused, failed, or unknown where nobody knows what became of it.

    ``billed``: how many pictures the vendor charges for, where it says so; all that were asked otherwise.
    """
    if isinstance(error, InDoubt):
        return doubt(generation, error.code, error.detail, request_id=error.request_id, of=of)
    to = State.REFUSED if isinstance(error, Refused) else State.FAILED
    return end(
        generation,
        to,
        code=error.code,
        detail=error.detail,
        charged=error.billed,
        request_id=error.request_id,
        of=of,
        billed=billed,
    )


def end(
    generation: Generation,
    to: str,
    *,
    code: str,
    detail: str = "",
    charged: str = Charged.NO,
    request_id: str = "",
    of: tuple[str, ...] = SETTLEABLE,
    by: Any = None,
    billed: int | None = None,
    where: Q | None = None,
    **columns: Any,
) -> bool:
    """Failed, refused or cancelled: says why, and settles or releases the money in the same transaction."""
    pictures = generation.n if billed is None else billed
    cost = cost_of(generation, pictures) if charged == Charged.YES else Decimal(0)
    with transaction.atomic():
        moved = move(
            generation,
            to,
            of=of,
            why=code,
            by=by,
            where=where,
            reason_code=code,
            reason_detail=fitting.text(detail),
            charged=charged,
            cost=None if charged == Charged.MAYBE else cost,
            request_id=fitting.text(request_id, fitting.REQUEST_ID_MAX) or generation.request_id,
            finished_at=timezone.now(),
            due_at=None,
            session=None,
            **columns,
        )
        if moved and charged != Charged.MAYBE:
            ledger.settle(generation, cost, pictures)
    return moved


def doubt(
    generation: Generation, code: str, detail: str = "", *, request_id: str = "", of: tuple[str, ...] = SETTLEABLE
) -> bool:
    """The request left and nobody knows what became of it: the money stays reserved, the user decides."""
    return move(
        generation,
        State.UNKNOWN,
        of=of,
        why=code,
        reason_code=code,
        reason_detail=fitting.text(detail),
        charged=Charged.MAYBE,
        request_id=fitting.text(request_id, fitting.REQUEST_ID_MAX) or generation.request_id,
        finished_at=timezone.now(),
        due_at=None,
        session=None,
    )


def succeed(generation: Generation, images: dict[int, Image], errors: dict[int, GatewayError]) -> bool:
    """Keeps the pictures, says what is missing and settles, all in one transaction.

    ``images`` and ``errors`` by the position of the item in the answer.
    """
    billed = len(images) + sum(1 for error in errors.values() if error.billed == "yes")
    cost = cost_of(generation, billed)
    with transaction.atomic():
        moved = move(
            generation,
            State.SUCCEEDED,
            of=SETTLEABLE,
            charged=Charged.YES,
            cost=cost,
            missing=max(generation.n - len(images), 0),
            finished_at=timezone.now(),
            due_at=None,
            session=None,
            usage=generation.usage,
            request_id=generation.request_id,
            links=[],
            reason_code="",
            reason_detail="",
        )
        if moved:
            look_again(generation)
            keep(generation, images, errors)
            ledger.settle(generation, cost, billed)
    return moved


def look_again(generation: Generation) -> None:
    """At what its owner may have changed while it was made: a wish to cancel, the team and the board it goes to."""
    row = Generation.objects.filter(pk=generation.pk)
    found = row.values_list("cancel_requested_at", "run__team_id", "run__board_id").get()
    generation.cancel_requested_at, generation.run.team_id, generation.run.board_id = found


def keep(generation: Generation, images: dict[int, Image], errors: dict[int, GatewayError]) -> None:
    """Rows for the pictures and for the items that could not be kept."""
    share = generation.cost / len(images) if generation.cost is not None and images else generation.cost
    team_id = destination(generation)
    for image in images.values():
        image.team_id, image.published_at = team_id, timezone.now() if team_id else None
        image.cost = share
        image.seconds = generation.seconds
        if generation.cancel_requested_at:
            image.trashed_at = timezone.now()
        image.save(force_insert=True)
    outputs = [Output(generation=generation, position=position, image=image) for position, image in images.items()]
    outputs += [
        Output(generation=generation, position=position, error_code=error.code, error_detail=fitting.text(error.detail))
        for position, error in errors.items()
    ]
    Output.objects.bulk_create(outputs)
    if not generation.cancel_requested_at:
        lay_on_board(generation.run, images, team_id)


def lay_on_board(run: Run, images: dict[int, Image], team_id: Any) -> None:
    """Where its owner may still lay pictures on it, and they went to the board's space."""
    if run.board_id is None:
        return
    board = Board.objects.editable_by(run.owner).filter(pk=run.board_id, team=team_id).first()
    if board is not None:
        boards.lay(board, [images[position].pk for position in sorted(images)], by=run.owner)


def destination(generation: Generation) -> Any:
    """The team that the pictures go to: the run's, if it still is and its owner may still publish in it."""
    run = generation.run
    if run.team_id is None:
        return None
    return Team.objects.editable_by(run.owner).filter(pk=run.team_id).values_list("pk", flat=True).first()


def cost_of(generation: Generation, billed: int) -> Decimal | None:
    """US dollars for the pictures that the vendor made: by the usage it reported, else by the price at submission.

    None when that was unknown.
    """
    metered = bill_of_usage(generation) if billed else None
    if metered is not None:
        return metered
    if generation.quote is None:
        return None
    return (generation.quote * billed / generation.n).quantize(Decimal("0.0001"))


def bill_of_usage(generation: Generation) -> Decimal | None:
    """The true figure of a call that reported its tokens; None for one that did not, or reported nonsense."""
    spec = catalogue.current().get(generation.model)
    if spec is None or not generation.usage or "+" in generation.price_version:
        return None
    bill = catalogue.bill_of(spec, generation.usage)
    if bill is None or generation.quote is None or bill > generation.quote * FAR:
        return None
    return bill
