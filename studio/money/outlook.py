"""What a request would do to the budgets before anybody presses: what is left, whether it suffices, whether to ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from gallery.models import Project, Team
from studio import keys
from studio.catalogue import Asked
from studio.models import InstanceSettings
from studio.money import budgets
from studio.money.budgets import Room


@dataclass(frozen=True, slots=True)
class Outlook:
    """``counted`` US dollars, an unknown price at the instance's ceiling. ``pictures`` asked for.

    ``estimated``: a part of it is a ceiling. ``rooms``: every budget it counts for, ``tightest`` the one with the
    least left, None without any. ``asks``: dear enough to be confirmed once.
    """

    counted: Decimal
    pictures: int
    estimated: bool
    rooms: tuple[Room, ...]
    asks: bool

    @property
    def tightest(self) -> Room | None:
        return budgets.tightest(self.rooms)

    @property
    def over(self) -> Room | None:
        """The budget that has too little left; the tightest of them."""
        return budgets.tightest(room for room in self.rooms if room.left < self.counted and self.counted)

    @property
    def left_after(self) -> Decimal | None:
        return self.tightest.after(self.counted) if self.tightest else None

    @property
    def near(self) -> Room | None:
        """A budget that stands at its soft mark already or reaches it with this; the fullest of them."""
        return budgets.tightest(room for room in self.rooms if room.near or room.near_with(self.counted))


def foresee(
    asked: Sequence[Asked],
    quotes: Sequence[Decimal | None],
    *,
    person: Any,
    team: Team | None = None,
    project: Project | None = None,
    sandbox: bool | None = None,
) -> Outlook:
    """``sandbox``: whose books; None: those of the key that would pay now."""
    settings = InstanceSettings.current()
    counted = sum(
        (
            settings.price_ceiling * sum(one.calls) if quote is None else quote
            for one, quote in zip(asked, quotes, strict=True)
        ),
        Decimal(0),
    )
    return Outlook(
        counted=counted,
        pictures=sum(sum(one.calls) for one in asked),
        estimated=None in quotes,
        rooms=tuple(budgets.rooms_for(person, sandbox=in_demo(person, sandbox), team=team, project=project)),
        asks=settings.ask_above is not None and counted > settings.ask_above,
    )


def in_demo(person: Any, sandbox: bool | None) -> bool:
    if sandbox is not None:
        return sandbox
    try:
        return keys.source_for(person) == "sandbox"
    except keys.NoKey:
        return False


def agreed(outlook: Outlook, confirmed: str) -> bool:
    """``confirmed`` is the sum that somebody agreed to, as the question carried it: asked again where it has grown."""
    if not outlook.asks:
        return True
    try:
        sum_agreed = Decimal(confirmed)
    except InvalidOperation:
        return False
    return sum_agreed.is_finite() and sum_agreed >= outlook.counted
