"""Invitations into a team: a link that one person uses once, handed over by hand or sent by mail."""

from datetime import timedelta

import structlog
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gallery import access, audit
from gallery.audit import Act
from gallery.files import withdrawn
from gallery.models import Invitation, Membership, Team, User
from gallery.models.notice import Verb
from gallery.models.share import digest, new_secret
from gallery.people import activity, groups, notices, standing
from gallery.people.teams import OWNERS_MANAGE

log = structlog.get_logger(__name__)

LASTS = timedelta(days=7)
MOST_OPEN = 100  # of one team


class NotInvited(ValueError):  # noqa: N818 (reads as a sentence where it is raised)
    """There is no new invitation; the message says why."""


class NotLetIn(ValueError):  # noqa: N818
    """The link does not let this person in; the message says why."""


def invite(*, team: Team, role: str, by: User, email: str = "") -> tuple[Invitation, str]:
    """The invitation and its secret, which is kept nowhere. Mailed where an address is given: see ``mail``.

    Raises:
        PermissionDenied: ``by`` does not own the team.
        NotInvited: too many are open.
    """
    if not access.can_invite_to(by.role_in(team)):
        raise PermissionDenied(OWNERS_MANAGE)
    if Invitation.objects.open().filter(team=team).count() >= MOST_OPEN:
        raise NotInvited(_("%(most)d invitations are open. Take some back first.") % {"most": MOST_OPEN})
    token = new_secret()
    with transaction.atomic():
        made = Invitation.objects.create(
            team=team, role=role, by=by, email=email, digest=digest(token), expires_at=timezone.now() + LASTS
        )
        audit.record(Act.INVITED, by=by, obj=made, details={"team": str(team.pk), "role": role, "email": email})
    return made, token


def address_of(token: str) -> str:
    return f"{settings.PUBLIC_URL}{reverse('invitation', args=[token])}"


def mail(invitation: Invitation, token: str) -> bool:
    """False where the mail server did not take it: the link can be handed over all the same."""
    facts = {"invitation": invitation, "address": address_of(token), "role": invitation.get_role_display()}
    subject = _("%(name)s invites you to %(team)s") % {"name": invitation.by.name, "team": invitation.team.name}
    try:
        send_mail(" ".join(subject.split()), render_to_string("teams/invitation.txt", facts), None, [invitation.email])
    except OSError as error:
        log.warning("invitation_not_sent", invitation=str(invitation.pk), error=str(error))
        return False
    return True


def revoke(invitation: Invitation, *, by: User) -> bool:
    if not access.can_invite_to(by.role_in(invitation.team)):
        raise PermissionDenied(OWNERS_MANAGE)
    with transaction.atomic():
        if not Invitation.objects.open().filter(pk=invitation.pk).update(revoked_at=timezone.now()):
            return False
        audit.record(Act.INVITATION_REVOKED, by=by, obj=invitation)
    return True


def accept(invitation: Invitation, *, by: User) -> Membership:
    """Lets them in. Of two who use it at once exactly one gets in; who is in already uses nothing up.

    Raises:
        NotLetIn: it was used, taken back or ended meanwhile, or ``by`` is in the team.
        PermissionDenied: ``by`` is suspended.
    """
    if not access.is_acting(by):
        raise PermissionDenied(standing.why_not(by))
    if not groups.may_use_teams(by):
        raise NotLetIn(str(groups.NO_TEAMS))
    if by.role_in(invitation.team) is not None:
        raise NotLetIn(_("You are in this team already. The invitation is still good for somebody else."))
    with transaction.atomic():
        won = Invitation.objects.open().filter(pk=invitation.pk).update(used_at=timezone.now(), used_by=by)
        if not won:
            raise NotLetIn(_("This invitation was used or taken back meanwhile. Ask for another."))
        membership, added = Membership.objects.get_or_create(
            team=invitation.team, user=by, defaults={"role": invitation.role}
        )
        if not added:
            raise NotLetIn(_("You are in this team already. The invitation is still good for somebody else."))
        activity.record(invitation.team, Verb.JOINED, by=by)
        audit.record(Act.INVITATION_ACCEPTED, by=by, obj=invitation, details={"role": invitation.role})
        notices.tell([invitation.by], Verb.JOINED, by=by, team=invitation.team)
    withdrawn.joined([(invitation.team_id, by.pk)])
    return membership
