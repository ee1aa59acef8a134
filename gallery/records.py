"""Who reads what was written down: the audit trail, and the evidence for a picture. A part of access.py."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q

from gallery.roles import is_administrator, is_moderator

# Administrators read all of the trail; moderators what is about judging, and what they did themselves.


def readable_entries(user: Any, judging: Collection[str]) -> Q:
    """``judging``: the acts that are about judging."""
    if not can_read_trail(user):
        return Q(pk__in=[])
    return Q() if is_administrator(user) else Q(act__in=judging) | Q(actor_id=user.pk)


def can_read_entry(user: Any, entry: Any, judging: Collection[str]) -> bool:
    if not can_read_trail(user):
        return False
    return is_administrator(user) or entry.act in judging or entry.actor_id == user.pk


def can_read_trail(user: Any) -> bool:
    return is_administrator(user) or is_moderator(user)


# Evidence is for a picture's owner, and for moderators once there was a case about it: they browse no private ones.


def provable_images(user: Any) -> Q:
    if not user.is_authenticated or not user.is_active:
        return Q(pk__in=[])
    mine = Q(owner=user)
    return mine | Q(cases__isnull=False) | ~Q(moderation="") if is_moderator(user) else mine


def can_prove_image(user: Any, image: Any) -> bool:
    if not user.is_authenticated or not user.is_active:
        return False
    judged = is_moderator(user) and (bool(image.moderation) or image.cases.exists())
    return image.owner_id == user.pk or judged


def can_look_at_case(user: Any, case: Any) -> bool:
    """The picture of a case: while it waits, and after it for as long as the picture is out of everybody's sight.

    What was let be is its owner's again: the words and the decision stay, the picture is private.
    """
    if not is_moderator(user) or case.image is None:
        return False
    return bool(case.decided_at is None or case.image.moderation)
