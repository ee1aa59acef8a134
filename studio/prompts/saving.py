"""Saved prompts and lists: what a text with ``{@lists}`` stands for to one person."""

from typing import Any

from studio.models import Saved, SavedPrompt
from studio.prompts.expanding import Expansion, list_name, names_in, read

MOST_LINES = 1000  # of one list


def expanded(text: str, *, by: Any) -> Expansion:
    """The text read with the lists that this person may see.

    Raises:
        Unclear: see expanding.read.
    """
    names = names_in(text)
    return read(text, lists_of(by, names) if names else None)


def lists_of(user: Any, names: set[str]) -> dict[str, list[str]]:
    """Lines by list name. My own list goes before a team's of the same name, and the newer before the older."""
    rows = SavedPrompt.objects.visible_to(user).filter(kind=Saved.LIST).order_by("changed_at")
    found: dict[str, SavedPrompt] = {}
    for row in rows:
        name = list_name(row.title)
        if name in names and not (name in found and row.team_id and not found[name].team_id):
            found[name] = row
    return {name: lines_of(row.text) for name, row in found.items()}


def lines_of(text: str) -> list[str]:
    """A list's values: its lines without those that are empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]
