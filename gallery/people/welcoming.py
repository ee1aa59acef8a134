"""Invitations into the studio: a link that makes one account, handed over by hand or sent by mail."""

from collections.abc import Iterable
from datetime import timedelta

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gallery import audit
from gallery.audit import Act
from gallery.models import Entrance, Group, User, Welcome
from gallery.models.entrance import ONLY
from gallery.models.share import digest, new_secret
from gallery.people import standing

log = structlog.get_logger(__name__)

LASTS = timedelta(days=7)
MOST_OPEN = 1000


class NotInvited(ValueError):  # noqa: N818 (reads as a sentence where it is raised)
    """There is no new invitation; the message says why."""


def invite(*, role: str, groups: Iterable[Group], email: str, by: User) -> tuple[Welcome, str]:
    """The invitation and its secret, which is kept nowhere.

    Raises:
        PermissionDenied: ``by`` does not administer.
        NotInvited: too many are open.
    """
    standing.require_administrator(by)
    if Welcome.objects.open().count() >= MOST_OPEN:
        raise NotInvited(_("%(most)d invitations are open. Take some back first.") % {"most": MOST_OPEN})
    token = new_secret()
    with transaction.atomic():
        made = Welcome.objects.create(
            standing=role, by=by, email=email, digest=digest(token), expires_at=timezone.now() + LASTS
        )
        made.groups.set(groups)
        audit.record(Act.INVITED, by=by, obj=made, details={"role": role, "mailed": bool(email)})
    return made, token


def address_of(token: str) -> str:
    return f"{settings.PUBLIC_URL}{reverse('welcome', args=[token])}"


def mail(welcome: Welcome, token: str) -> bool:
    """False where the mail server did not take it: the link can be handed over all the same."""
    facts = {"welcome": welcome, "address": address_of(token)}
    subject = _("%(name)s invites you to Pinacoteca") % {"name": welcome.by.name}
    try:
        send_mail(" ".join(subject.split()), render_to_string("people/welcome.txt", facts), None, [welcome.email])
    except OSError as error:
        log.warning("invitation_not_sent", invitation=str(welcome.pk), error=str(error))
        return False
    return True


def revoke(welcome: Welcome, *, by: User) -> bool:
    standing.require_administrator(by)
    with transaction.atomic():
        taken = Welcome.objects.open().filter(pk=welcome.pk).update(revoked_at=timezone.now())
        if taken:
            audit.record(Act.INVITATION_REVOKED, by=by, obj=welcome)
    return bool(taken)


def save_entrance(entrance: Entrance, *, by: User) -> None:
    """Raises PermissionDenied where ``by`` does not administer."""
    standing.require_administrator(by)
    with transaction.atomic():
        row = Entrance.objects.select_for_update().filter(pk=ONLY).first()
        before = row or Entrance.current()
        entrance.pk = ONLY
        entrance.save(force_insert=row is None)
        changed = {
            name: {"from": getattr(before, name), "to": getattr(entrance, name)}
            for name in ("signup", "domains", "vouched", "newcomers", "second_factor")
            if getattr(before, name) != getattr(entrance, name)
        }
        if changed:
            audit.record(Act.SETTINGS_CHANGED, by=by, details=changed)
