"""How a generation ends, and what it costs then.

An end that the vendor bills settles the reservation to the true price, one that it does not bill releases it,
``unknown`` leaves it reserved until the user decides. The sum of a generation's entries is what it costs.
"""

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gallery import audit
from gallery.audit import Act
from studio import catalogue
from studio.gateway.errors import GatewayError, InDoubt, Refused
from studio.lifecycle import fitting
from studio.lifecycle.changes import move
from studio.models import Charged, Generation, State
from studio.money import ledger

WORDS_IN_LOG = 300  # characters
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
    refused = isinstance(error, Refused)
    with transaction.atomic():
        ended = end(
            generation,
            State.REFUSED if refused else State.FAILED,
            code=error.code,
            detail=error.detail,
            charged=error.billed,
            request_id=error.request_id,
            of=of,
            billed=billed,
        )
        if ended and refused:
            note_refusal(generation, error)
    return ended


def note_refusal(generation: Generation, error: GatewayError) -> None:
    """For the log, in the vendor's words: never the prompt, which moderators do not read unasked."""
    details = {"vendor": generation.vendor, "model": generation.model, "code": error.code, "charged": error.billed}
    audit.record(
        Act.VENDOR_REFUSED, obj=generation, details=details | {"why": fitting.text(error.detail)[:WORDS_IN_LOG]}
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
