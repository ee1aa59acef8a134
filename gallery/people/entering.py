"""What a new account begins as: what its invitation says, or what newcomers are."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from gallery import access, audit
from gallery.audit import Act
from gallery.models import Entrance, Invitation, User, Welcome
from gallery.models.entrance import SignUp
from gallery.people import shutting

INVITED = "invited"  # in the session: the id of the team's invitation that was opened
WELCOME = "welcome"  # the same, of an invitation into the studio


def is_invited(request: HttpRequest) -> bool:
    session: Any = getattr(request, "session", {})
    team, studio = session.get(INVITED), session.get(WELCOME)
    if team and Invitation.objects.open().filter(pk=team).exists():
        return True
    return bool(studio and Welcome.objects.open().filter(pk=studio).exists())


def admit(request: HttpRequest, user: User, *, vouched: bool = False) -> None:
    """Of two who use one invitation at once, one gets what it says; the other is a newcomer, if those are let in.

    Where the domain of the address opens the door, the address has to be confirmed first, unless it is ``vouched`` for.
    """
    session: Any = getattr(request, "session", {})
    held = Welcome.objects.filter(pk=session.pop(WELCOME, None)).first()
    with transaction.atomic():
        if held and Welcome.objects.open().filter(pk=held.pk).update(used_at=timezone.now(), used_by=user):
            become(user, held.standing)
            user.circles.set(held.groups.all())
            audit.record(Act.INVITATION_ACCEPTED, by=user, obj=held, details={"role": held.standing})
            return
        entrance = Entrance.current()
        become(user, entrance.newcomers)
        if entrance.signup == SignUp.DOMAINS and not vouched and not is_invited(request):
            shutting.shut(user, by=None, confirming=True)


def become(user: User, standing: str) -> None:
    flags = access.FLAGS[standing]
    User.objects.filter(pk=user.pk).update(**flags)
    for name, value in flags.items():
        setattr(user, name, value)


def confirmed(user: User) -> None:
    """Opens the account that waited for its address; one that an administrator closed meanwhile stays closed."""
    User.objects.filter(pk=user.pk, confirming=True).update(is_active=True, confirming=False)
