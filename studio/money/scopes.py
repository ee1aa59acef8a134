"""What money is counted for, in which month, and in which unit."""

from dataclasses import dataclass
from decimal import ROUND_UP, Decimal
from typing import Any

from studio.models import Kind
from studio.models.ledger import this_month

UNITS = 10_000  # of a US dollar: balances are whole numbers of them, so that no sum is ever inexact


@dataclass(frozen=True, slots=True)
class Scope:
    """``subject``: the id of the team, project or person as text; empty for the whole instance."""

    kind: Kind
    subject: str = ""


EVERYBODY = Scope(Kind.INSTANCE)


def scopes_of(*, person: Any, team: Any = None, project: Any = None) -> tuple[Scope, ...]:
    """Everything that a run counts for, by ids, in the one order in which balances are ever changed."""
    found = [EVERYBODY]
    if team:
        found.append(Scope(Kind.TEAM, str(team)))
    if project:
        found.append(Scope(Kind.PROJECT, str(project)))
    return (*found, Scope(Kind.PERSON, str(person)))


def units(amount: Decimal) -> int:
    """Ten-thousandths of a dollar, a started one counted whole."""
    return int((amount * UNITS).to_integral_value(rounding=ROUND_UP))


def dollars(amount: int) -> Decimal:
    return Decimal(amount) / UNITS


__all__ = ["EVERYBODY", "UNITS", "Scope", "dollars", "scopes_of", "this_month", "units"]
