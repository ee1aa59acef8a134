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
    """``sandbox``: in the demo books. ``counted`` US dollars, an unknown price at the instance's ceiling.

    ``pictures`` asked for.
    ``estimated``: a part of it is a ceiling. ``rooms``: every budget it counts for, ``tightest`` the one with the
    least left, None without any. ``asks``: above ``ask_above``, so that it is confirmed once.
    """

    sandbox: bool
    counted: Decimal
    pictures: int
    estimated: bool
    rooms: tuple[Room, ...]
    ask_above: Decimal | None = None

    @property
    def asks(self) -> bool:
        return self.ask_above is not None and self.counted > self.ask_above

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
    pairs = list(zip(asked, quotes, strict=True))
    known = sum((quote for _, quote in pairs if quote is not None), Decimal(0))
    counted = known + settings.price_ceiling * sum(sum(one.calls) for one, quote in pairs if quote is None)
    demo = in_demo(person, team) if sandbox is None else sandbox
    return Outlook(
        sandbox=demo,
        counted=counted,
        pictures=sum(sum(one.calls) for one in asked),
        estimated=None in quotes,
        rooms=tuple(budgets.rooms_for(person, sandbox=demo, team=team, project=project)),
        ask_above=settings.ask_above,
    )


def in_demo(person: Any, team: Team | None = None) -> bool:
    """Whether a run of this person's would be counted in the demo books."""
    try:
        return keys.source_for(person, team) == "sandbox"
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
