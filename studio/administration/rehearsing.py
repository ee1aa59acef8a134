"""The dry run: the request that a press would send, from the same code that sends it. Nothing is sent or written."""

from contextlib import ExitStack
from dataclasses import dataclass

from studio import keys
from studio.catalogue import Asked, Invalid
from studio.composing.order import Order
from studio.gateway import Call, Rehearsal
from studio.lifecycle.pictures import files_for

GONE = "The original of a reference or of the mask is gone."


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """One model's first request of ``calls``; the others differ in nothing but the number of pictures."""

    asked: Asked
    calls: int
    request: Rehearsal


def rehearse(order: Order, *, demo: bool) -> list[Rehearsed]:
    """For each model, at the address that it would go to: the demo gateway's, or the real one's.

    Raises:
        Invalid: a file is gone.
    """
    return [Rehearsed(asked, len(asked.calls), request_of(order, asked, demo)) for asked in order.asked]


def request_of(order: Order, asked: Asked, demo: bool) -> Rehearsal:
    pairs = order.references_with_roles if asked.spec.references.max else []
    with ExitStack() as files:
        try:
            references, mask = files_for(pairs, order.mask, asked.spec, files)
        except FileNotFoundError:
            raise Invalid({"references": [GONE]}) from None
        call = Call(
            spec=asked.spec,
            lane=asked.lane,
            prompt=asked.prompt,
            options=asked.options,
            aspect=asked.aspect,
            n=asked.calls[0],
            references=references,
            mask=mask,
        )
        return keys.gateway(demo).rehearse(call)
