"""What is shown to somebody because a team shows it, and whether it still is: asked for each file of such a link.

Its link carries a mark, eight digits of the team and eight of the person in it. Taking the picture out, or the person,
writes that to the cache for longer than any link lives. A picture's owner has links without a mark, which ask nothing.
"""

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.core.cache import cache

CLOSED_FOR = 3 * 3600  # seconds: longer than any link to a file lives
DIGITS = 8


@lru_cache(maxsize=20_000)
def digest(*parts: Any) -> str:
    return hashlib.sha256(":".join(map(str, parts)).encode()).hexdigest()[:DIGITS]


def mark(image: Any, viewer: Any) -> str:
    """For a link that is made for this person (an id, None for anybody); "" where the picture is their own."""
    if image.team_id is None or image.owner_id == viewer:
        return ""
    return digest(image.team_id) + digest(image.team_id, viewer)


def is_shown(image: str, marked: str) -> bool:
    """``image`` as hex digits. One look into the cache; where that has lost everything, the link lives its hours."""
    return not cache.get_many([f"withdrawn:{image}:{marked[:DIGITS]}", f"left:{marked[DIGITS:]}"])


def taken_out(pairs: Iterable[tuple[UUID, UUID]]) -> None:
    """Pictures, each with the team that shows it no more."""
    cache.set_many({f"withdrawn:{image.hex}:{digest(team)}": True for image, team in pairs}, CLOSED_FOR)


def put_in(pairs: Iterable[tuple[UUID, UUID]]) -> None:
    """Pictures, each with the team that shows it (again)."""
    cache.delete_many([f"withdrawn:{image.hex}:{digest(team)}" for image, team in pairs])


def left(pairs: Iterable[tuple[UUID, int]]) -> None:
    """Teams, each with the id of somebody who is in it no more."""
    cache.set_many({f"left:{digest(team, person)}": True for team, person in pairs}, CLOSED_FOR)


def joined(pairs: Iterable[tuple[UUID, int]]) -> None:
    cache.delete_many([f"left:{digest(team, person)}" for team, person in pairs])
