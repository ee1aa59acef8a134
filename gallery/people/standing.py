"""What somebody is in the studio: role, suspension, closed accounts. An administrator always stays who can act."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from gallery import access, audit
from gallery.access import Standing
from gallery.audit import Act
from gallery.files import withdrawn
from gallery.models import User
from gallery.people import shutting
from gallery.sharing import revocation

ADMINISTRATORS_DECIDE = gettext_lazy("Administrators decide who is what here. Ask one of them.")
LAST = gettext_lazy("Nobody else administers this studio. Make somebody else an administrator first.")
GUESTS_LOOK = gettext_lazy("Guests look and comment. Ask an administrator to make you a member.")
SUSPENDED = gettext_lazy(
    "Your account is suspended: %(why)s Your gallery stays; nothing new is made until it is lifted."
)


class LastAdministrator(Exception):  # noqa: N818 (reads as a sentence where it is raised)
    """Nobody would be left to administer the studio."""

    def __str__(self) -> str:
        return str(LAST)


def why_not(person: Any) -> str:
    """Why this person may make nothing now; "" where they may."""
    if access.can_make(person) or not person.is_authenticated:
        return ""
    return str(SUSPENDED) % {"why": ended(person.suspended_why)} if person.suspended_at else str(GUESTS_LOOK)


def ended(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."


def require_administrator(by: Any) -> None:
    if not access.is_administrator(by):
        raise PermissionDenied(ADMINISTRATORS_DECIDE)


@contextmanager
def one_stays(person: User, *, by: User) -> Iterator[User]:
    """The person's row, locked beside every administrator's: two who go at once leave one.

    Raises:
        PermissionDenied: ``by`` administers no more.
        LastAdministrator: without this person nobody would.
    """
    with transaction.atomic():
        acting = User.objects.select_for_update().filter(access.acting(), is_superuser=True).order_by("pk")
        administrators = {one.pk for one in acting}
        if by.pk not in administrators:
            raise PermissionDenied(ADMINISTRATORS_DECIDE)
        if administrators == {person.pk}:
            raise LastAdministrator
        yield User.objects.select_for_update().get(pk=person.pk)


def set_standing(person: User, standing: str, *, by: User) -> bool:
    """False where they are that already.

    Raises:
        PermissionDenied, LastAdministrator: see ``one_stays``.
    """
    was = str(person.standing)
    flags = access.FLAGS[standing]
    if standing == Standing.ADMINISTRATOR:
        require_administrator(by)
        return changed(person, Act.ROLE_CHANGED, {"from": was, "to": str(standing)}, by=by, **flags)
    with one_stays(person, by=by):
        return changed(person, Act.ROLE_CHANGED, {"from": was, "to": str(standing)}, by=by, **flags)


def suspend(person: User, *, why: str, by: User) -> bool:
    """They see what is theirs, and make nothing new; what waits is not sent. False where they are suspended already."""
    with one_stays(person, by=by) as row:
        if row.suspended_at:
            return False
        now = {"suspended_at": timezone.now(), "suspended_by": by, "suspended_why": why}
        return changed(person, Act.PERSON_SUSPENDED, {"why": why}, by=by, **now)


def lift(person: User, *, why: str, by: User) -> bool:
    require_administrator(by)
    now = {"suspended_at": None, "suspended_by": None, "suspended_why": ""}
    return changed(person, Act.PERSON_RESTORED, {"why": why, "was": person.suspended_why}, by=by, **now)


def close(person: User, *, by: User) -> bool:
    """They sign in no more and are out of everywhere; what is theirs stays. False where it is closed already."""
    with one_stays(person, by=by) as row:
        if not row.is_active and not row.confirming:
            return False
        audit.record(Act.PERSON_CHANGED, by=by, obj=person, details={"closed": True})
        shutting.shut(person, by=by)
        return True


def reopen(person: User, *, by: User) -> bool:
    require_administrator(by)
    withdrawn.joined(person.memberships.values_list("team_id", "user_id"))
    return changed(person, Act.PERSON_CHANGED, {"closed": False}, by=by, is_active=True, confirming=False)


def changed(person: User, act: Act, details: dict[str, Any], *, by: User, **columns: Any) -> bool:
    with transaction.atomic():
        row = User.objects.select_for_update().get(pk=person.pk)
        if {name: getattr(row, name) for name in columns} == columns:
            return False
        User.objects.filter(pk=person.pk).update(**columns)
        audit.record(act, by=by, obj=person, details=details)
        transaction.on_commit(lambda: revocation.maker_changed(person))
    for name, value in columns.items():
        setattr(person, name, value)
    return True
