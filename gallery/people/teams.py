"""Teams: who is in them and what is published in them. Outsiders never learn that a team exists: views answer 404."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gallery import access, audit
from gallery.access import Role
from gallery.audit import Act
from gallery.files import withdrawn
from gallery.models import Image, Membership, Team, User
from gallery.models.notice import Verb
from gallery.people import activity, groups
from gallery.sharing import revocation

VIEWERS_LOOK = gettext_lazy("Viewers look at this team’s pictures. Ask its owner to make you an editor.")
OWNERS_MANAGE = gettext_lazy("The team’s owners decide who is in it and what it is called. Ask one of them.")


class LastOwner(Exception):  # noqa: N818 (reads as a sentence where it is raised)
    """Nobody would be left to manage the team."""


class NotAdded(Exception):  # noqa: N818
    """Nobody was added; the message says why, to the one who asked."""


def require_publisher(team: Team, by: User) -> None:
    if not access.can_publish_in(by.role_in(team)):
        raise PermissionDenied(VIEWERS_LOOK)


def create(*, name: str, by: User) -> Team:
    """A new team; whoever makes it owns it. Raises PermissionDenied where no group of theirs has teams."""
    groups.require_teams(by)
    with transaction.atomic():
        team = Team.objects.create(name=name)
        Membership.objects.create(team=team, user=by, role=Role.OWNER)
        audit.record(Act.TEAM_CREATED, by=by, obj=team)
    return team


def rename(*, team: Team, name: str, by: User) -> None:
    """Raises PermissionDenied, as every verb below does where ``by`` does not own the team."""
    require_owner(team, by)
    with transaction.atomic():
        Team.objects.filter(pk=team.pk).update(name=name)
        audit.record(Act.TEAM_RENAMED, by=by, obj=team, details={"to": name})
    team.name = name


def delete(*, team: Team, by: User) -> None:
    """Its pictures go back to their owners alone; none is deleted."""
    require_owner(team, by)
    with transaction.atomic():
        lock(team)
        pictures = list(Image.objects.filter(team=team).values_list("pk", flat=True))
        Image.objects.filter(team=team).update(team=None, published_at=None)
        members = list(team.memberships.values_list("team_id", "user_id"))
        Team.objects.filter(pk=team.pk).delete()
        audit.record(Act.TEAM_DELETED, by=by, obj=team, details={"pictures": len(pictures)})
    withdrawn.left(members)
    revocation.changed(pictures)


def add_member(*, team: Team, login: str, role: str, by: User) -> Membership:
    """``login`` is the username of somebody who has an account.

    An e-mail address does not do, nor a name that looks like one: anybody may give somebody else's as their own.

    Raises:
        NotAdded: nobody, or more than one person, answers to it; or they are in the team already.
    """
    require_owner(team, by)
    person = find_person(login)
    with transaction.atomic():
        membership, added = Membership.objects.get_or_create(team=team, user=person, defaults={"role": role})
        if not added:
            raise NotAdded(_("%(name)s is in this team already.") % {"name": person.name})
        activity.record(team, Verb.JOINED, by=person)
        audit.record(Act.MEMBER_ADDED, by=by, obj=person, details={"team": str(team.pk), "role": role})
    withdrawn.joined([(team.pk, person.pk)])
    return membership


def find_person(login: str) -> User:
    if "@" in login:
        raise NotAdded(_("Give the username: nobody checked whose an e-mail address is."))
    found = list(User.objects.filter(username__iexact=login, is_active=True)[:2])
    if not found:
        raise NotAdded(_("Nobody here has this username. They need an account first."))
    if len(found) > 1:
        raise NotAdded(_("More than one person answers to this."))
    if not groups.may_use_teams(found[0]):
        raise NotAdded(_("Teams are not on for this person’s group."))
    return found[0]


def change_role(*, membership: Membership, role: str, by: User) -> None:
    """
    Raises:
        LastOwner: the team would be left without an owner who can sign in.
    """
    require_owner(membership.team, by)
    with transaction.atomic():
        lock(membership.team)
        if role != Role.OWNER:
            require_other_owner(membership)
        Membership.objects.filter(pk=membership.pk).update(role=role)
        told = f"{membership.user.name}, {Role(role).label}"
        activity.record(membership.team, Verb.ROLE, by=by, told=told)
        changed = {"team": str(membership.team_id), "from": membership.role, "to": role}
        audit.record(Act.ROLE_CHANGED, by=by, obj=membership.user, details=changed)
    membership.role = role


def require_owner(team: Team, by: User) -> None:
    if not access.can_manage_team(by.role_in(team)):
        raise PermissionDenied(OWNERS_MANAGE)


def require_other_owner(membership: Membership) -> None:
    """To be called while the team is locked: two owners who go at once never leave it without any.

    Who is suspended owns it still, and cannot manage it.
    """
    owners = Membership.objects.filter(team=membership.team_id, role=Role.OWNER, user__is_active=True)
    others = owners.exclude(pk=membership.pk).filter(access.acting("user"))
    if owners.filter(pk=membership.pk).exists() and not others.exists():
        raise LastOwner


def lock(team: Team) -> None:
    list(Team.objects.select_for_update().filter(pk=team.pk))
