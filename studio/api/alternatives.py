"""Prompts that stand for several: what ``expand`` makes of a body's words."""

from gallery.models import User
from studio.catalogue import Invalid
from studio.prompts import saving
from studio.prompts.expanding import MOST_PROMPTS, Expansion, Unclear, too_many


def expansion_of(prompt: str, user: User) -> Expansion:
    """Raises Invalid where the alternatives cannot be read or are too many."""
    try:
        expansion = saving.expanded(prompt, by=user)
    except Unclear as unclear:
        raise Invalid({"prompt": [str(unclear)]}) from None
    if expansion.count > MOST_PROMPTS:
        raise Invalid({"prompt": [too_many(expansion.count)]})
    return expansion
