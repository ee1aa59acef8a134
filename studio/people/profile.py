"""What an administrator sees of one person: what they made and may spend, what was held, sessions."""

from dataclasses import dataclass
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.urls import reverse

from gallery import audit
from gallery.audit import Act
from gallery.models import Case, Image, User
from gallery.people import handing, shutting, standing
from studio.models import Run
from studio.money import budgets
from studio.money.budgets import Room


@dataclass(frozen=True, slots=True)
class Figures:
    runs: int
    pictures: int
    held: int


def figures_of(person: User) -> Figures:
    return Figures(
        runs=Run.objects.filter(owner=person).count(),
        pictures=Image.objects.filter(owner=person, trashed_at=None).count(),
        held=Case.objects.filter(person=person).count(),
    )


def rooms_of(person: User, *, sandbox: bool) -> list[Room]:
    """Their own budget as it stands, and the studio's."""
    return budgets.rooms_for(person, sandbox=sandbox)


def end_sessions(sessions: Any, *, of: User, by: User) -> int:
    """Ends what is left of them; how many."""
    standing.require_administrator(by)
    return shutting.end_sessions(sessions, of=of, by=by)


def sessions_of(person: User) -> list[UserSession]:
    return sorted(UserSession.objects.purge_and_list(person), key=lambda one: one.created_at, reverse=True)


def reset_link(person: User, *, by: User) -> str:
    """Sets a new password, once, within three days. Whoever holds it gets in: it is written down that it was made."""
    standing.require_administrator(by)
    audit.record(Act.PERSON_CHANGED, by=by, obj=person, details={"reset link": True})
    where = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)},
    )
    return f"{settings.PUBLIC_URL}{where}"


owned = handing.owned
