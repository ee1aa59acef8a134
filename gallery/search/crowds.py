"""What leads to very many pictures is remembered for a while, so that page after page does not look it up again."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.core.cache import cache

KEPT = 3600  # seconds: what became few meanwhile is walked for that long, and found all the same


def remembered(space: Any, asked: str, look: Callable[[], list[Any] | None]) -> list[Any] | None:
    """What ``look`` finds; None, from memory too, where it is a crowd."""
    name = f"{space.team.pk if space.team else ''}:{space.user.pk}:{asked}"
    key = f"crowd:{hashlib.sha256(name.encode(errors='replace')).hexdigest()[:32]}"
    if cache.get(key):
        return None
    found = look()
    if found is None:
        cache.set(key, True, KEPT)
    return found
