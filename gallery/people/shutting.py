"""An account that nobody gets in by any more: the one place where ``is_active`` is taken away.

Sessions and API tokens end for good. Links that the person made show nothing while the account is closed, and may be
handed over; live streams end at the next look of their process (studio/serving/live.py).
"""

from typing import Any

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone

from gallery import audit
from gallery.audit import Act
from gallery.files import withdrawn
from gallery.models import ApiToken, User
from gallery.sharing import revocation


def shut(person: User, *, by: User | None, confirming: bool = False) -> None:
    """Without a word in the trail but for sessions: that it was closed, and why, is the caller's to record.

    ``confirming``: until the address is shown to be theirs.
    """
    with transaction.atomic():
        User.objects.filter(pk=person.pk).update(is_active=False, confirming=confirming)
        person.is_active, person.confirming = False, confirming
        end_sessions(UserSession.objects.filter(user=person), of=person, by=by)
        ApiToken.objects.filter(owner=person, revoked_at=None).update(revoked_at=timezone.now())
        teams = list(person.memberships.values_list("team_id", "user_id"))
        transaction.on_commit(lambda: withdrawn.left(teams))
        transaction.on_commit(lambda: revocation.maker_changed(person))


def end_sessions(sessions: Any, *, of: User, by: User | None) -> int:
    """Ends what is left of them; how many."""
    found = list(sessions)
    with transaction.atomic():
        for one in found:
            one.end()
            audit.record(Act.SESSION_ENDED, by=by, obj=of, details={"address": one.ip})
    return len(found)
