"""Another model in the place of one whose vendor is paused: which could, and the change itself."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gallery.models import Image
from studio import catalogue, offer
from studio.catalogue import Asked, Invalid, ModelSpec, UnknownModel
from studio.composing.presses import add_generations, generations_of
from studio.lifecycle import NotPossible
from studio.lifecycle.endings import end
from studio.lifecycle.pictures import facts_of, mask_of
from studio.models import Generation, State
from studio.moderation import judging
from studio.submission import Order, replacement_of, same_gateway, still_allowed
from studio.waits import paused

SENT_ALREADY = gettext_lazy("This one does not wait any more, so it goes on with its own model.")


@dataclass(frozen=True, slots=True)
class StandIn:
    """``price`` in US dollars for all pictures of the call, None when unknown."""

    spec: ModelSpec
    price: Decimal | None


def stand_in(
    generation: Generation, images: Sequence[Image], *, specs: Collection[ModelSpec], down: Collection[str]
) -> StandIn | None:
    """The offered model of a vendor that answers, at the nearest price, that takes the same request as it is."""
    found = [(asked, price_of(asked, images)) for spec in specs for asked in asked_of(spec, generation, images, down)]
    if not found:
        return None
    asked, price = min(found, key=lambda one: (bool(one[0].warnings), *distance(one[1], generation.quote)))
    return StandIn(asked.spec, price)


def asked_of(spec: ModelSpec, generation: Generation, images: Sequence[Image], down: Collection[str]) -> list[Asked]:
    """The request at this model with its options at their defaults; empty where it cannot or may not take it."""
    if not spec.offered or spec.vendor in down or spec.vendor == generation.vendor:
        return []
    try:
        return [check(spec, generation, images)]
    except Invalid:
        return []


def check(spec: ModelSpec, generation: Generation, images: Sequence[Image]) -> Asked:
    run = generation.run
    return catalogue.check(
        spec,
        prompt=run.prompt,
        aspect=run.aspect or generation.aspect,
        count=generation.n,
        references=[facts_of(image) for image in images],
        mask=mask_of(run),
    )


def price_of(asked: Asked, images: Sequence[Image]) -> Decimal | None:
    return catalogue.quote(asked, len(images))


def distance(price: Decimal | None, quote: Decimal | None) -> tuple[bool, Decimal]:
    return price is None, abs((price or Decimal(0)) - (quote or Decimal(0)))


def instead(generation: Generation, model: str, *, by: Any) -> Generation:
    """Takes a queued generation back for free and asks another model. A second press gives the same one.

    Raises:
        NotPossible: it waits no longer; or the other gateway would make it now.
        Invalid: that model does not take the request, or rights were lost since.
        OverBudget: a budget has too little left.
    """
    known = replacement_of(generation)
    if known:
        return known
    run = generation.run
    images = still_allowed(run, by=by)
    order = Order(run.prompt, (asked_instead(generation, model, images, by=by),), tuple(images), run.mask)
    rows = generations_of(run, order, same_gateway(generation, by=by))
    fired = judging.judge(order, by=by, team=run.team_id)
    for row in rows:
        row.position = generation.position
    rows[0].retry_of = generation
    try:
        with transaction.atomic():
            if not end(generation, State.CANCELLED, code="cancelled", of=(State.QUEUED,), by=by):
                raise NotPossible(SENT_ALREADY)
            add_generations(run, rows, fired)
    except IntegrityError:
        return Generation.objects.get(retry_of=generation)
    return rows[0]


def asked_instead(generation: Generation, model: str, images: Sequence[Image], *, by: Any) -> Asked:
    """The request at ``model``. Raises Invalid where that one does not take it, or is down too."""
    return check(offered(model, by), generation, images)


def offered(model: str, by: Any) -> ModelSpec:
    """An offered model whose vendor answers.

    Raises:
        Invalid: there is none of this name, or it is down too.
    """
    try:
        spec = offer.get(model, by)
    except UnknownModel as unknown:
        raise Invalid({"model": [str(unknown)]}) from None
    if spec.vendor in paused():
        raise Invalid({"model": [_("%(vendor)s is paused too. Choose another model.") % {"vendor": spec.vendor}]})
    return spec
