"""The list of people: searched, filtered, by keyset. The newest account stands first."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from gallery import access
from gallery.access import Standing
from gallery.models import User

A_PAGE = 50
STATES = ("suspended", "closed")


def rows(*, q: str = "", role: str = "", state: str = "", group: Any = None) -> QuerySet[User]:
    found = User.objects.order_by("-pk")
    for word in q.split()[:4]:
        found = found.filter(Q(username__icontains=word) | Q(display_name__icontains=word) | Q(email__icontains=word))
    if role in Standing.values:
        found = found.filter(access.of_standing(role))
    if state == "suspended":
        found = found.filter(suspended_at__isnull=False)
    elif state == "closed":
        found = found.filter(is_active=False)
    return found.filter(circles=group) if group else found


def page(found: QuerySet[User], cursor: str, limit: int = A_PAGE) -> tuple[Sequence[User], str | None]:
    """Those after the cursor, which is the last one's number; and the next cursor."""
    if cursor.isdecimal() and len(cursor) < 19:
        found = found.filter(pk__lt=int(cursor))
    people = list(found[: limit + 1])
    return people[:limit], str(people[limit - 1].pk) if len(people) > limit else None
