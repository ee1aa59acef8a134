"""The models as their page tells them: who may use each, why not, what it costs, how it does."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from studio import catalogue, offer
from studio.catalogue import ModelSpec
from studio.models import Retirement, SwitchedOff, VendorPause
from studio.waits import paused


@dataclass(frozen=True, slots=True)
class ModelLine:
    """``retired`` by whom and why, None where only the catalogue says so; ``pause`` of its vendor."""

    spec: ModelSpec
    off: SwitchedOff | None
    retired: Retirement | None
    pause: VendorPause | None
    price: Decimal | None

    @property
    def by_the_catalogue(self) -> bool:
        """Retired by data that we ship: nobody here can offer it again."""
        return catalogue.get(self.spec.id).retired

    @property
    def on(self) -> bool:
        return self.off is None and not self.spec.retired


def lines(user: Any) -> list[ModelLine]:
    """In picker order. Six queries, however many there are."""
    off = {row.model: row for row in SwitchedOff.objects.select_related("by")}
    gone = {row.model: row for row in Retirement.objects.select_related("by")}
    down = paused()
    return [
        ModelLine(spec, off.get(spec.id), gone.get(spec.id), down.get(spec.vendor), lowest(spec))
        for spec in offer.all_models(user)
    ]


def lowest(spec: ModelSpec) -> Decimal | None:
    """US dollars of the cheapest picture that its price book knows; None where none is known."""
    return min((row.amount for row in spec.prices if not row.unknown), default=None)
