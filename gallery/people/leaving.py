"""Leaving a team, or being taken out of it: the pictures that hang there are handed to somebody, or go along.

Only what hangs in the team moves. Private pictures are nobody else's business, and what a moderator judged stays with
whoever made it.
"""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from gallery import access, audit
from gallery.audit import Act
from gallery.files import withdrawn
from gallery.models import Board, BoardItem, Image, Membership, Pick, Share, User
from gallery.models.notice import Verb
from gallery.people import activity, notices, teams
from gallery.sharing import revocation

ALONG = "along"  # in place of an heir: what they hung goes with them
NO_HEIR = gettext_lazy("Choose an owner or editor who stays in the team and can sign in.")


class NoHeir(ValueError):  # noqa: N818 (reads as a sentence where it is raised)
    """The pictures cannot be handed to this person."""


def pictures_of(membership: Membership) -> QuerySet[Image]:
    """What of theirs hangs in the team."""
    return Image.objects.of_team(membership.team_id).filter(owner=membership.user_id)


def heirs_of(membership: Membership) -> QuerySet[Membership]:
    """Who may be handed them: those who may hang pictures there."""
    rows = Membership.objects.filter(access.acting("user"), team=membership.team_id, role__in=access.EDITING_ROLES)
    return rows.exclude(pk=membership.pk).select_related("user")


def remove_member(*, membership: Membership, by: User, heir: User | None = None) -> int:
    """How many pictures were handed to ``heir``. Without one what they hung goes along with them: out of the team.

    Raises:
        PermissionDenied: ``by`` is neither this person nor an owner of the team.
        LastOwner: nobody would be left to manage the team.
        NoHeir: ``heir`` may not hang pictures there.
    """
    if membership.user_id != by.pk:
        teams.require_owner(membership.team, by)
    with transaction.atomic():
        teams.lock(membership.team)
        teams.require_other_owner(membership)
        pictures = list(pictures_of(membership).values_list("pk", flat=True))
        handed = hand_over(membership, pictures, heir) if heir else take_along(pictures)
        Membership.objects.filter(pk=membership.pk).delete()
        told_of(membership, by=by, heir=heir, handed=handed)
        act = Act.MEMBER_LEFT if membership.user_id == by.pk else Act.MEMBER_REMOVED
        facts = {"team": str(membership.team_id), "handed": handed, "heir": heir.pk if heir else None}
        audit.record(act, by=by, obj=membership.user, details=facts)
    withdrawn.left([(membership.team_id, membership.user_id)])
    if not heir:
        withdrawn.taken_out((pk, membership.team_id) for pk in pictures)
    revocation.changed(pictures)
    return handed


def hand_over(membership: Membership, pictures: list[Any], heir: User) -> int:
    """Pictures, the team's boards and links. A red dot of the old owner's own gallery does not go along."""
    if not heirs_of(membership).filter(user=heir).exists():
        raise NoHeir(NO_HEIR)
    rows = Image.objects.filter(pk__in=pictures)
    Pick.objects.filter(image__in=rows, team=None).delete()
    BoardItem.objects.filter(image__in=rows, board__team=None).delete()
    Board.objects.filter(team=membership.team_id, owner=membership.user_id).update(owner=heir)
    Share.objects.filter(team=membership.team_id, owner=membership.user_id).update(owner=heir)
    return rows.update(owner=heir)


def take_along(pictures: list[Any]) -> int:
    """Out of the team and off its boards."""
    BoardItem.objects.filter(image__in=pictures, board__team__isnull=False).delete()
    Image.objects.filter(pk__in=pictures).update(team=None, published_at=None)
    return 0


def told_of(membership: Membership, *, by: User, heir: User | None, handed: int) -> None:
    person, team = membership.user, membership.team
    if person.pk == by.pk:
        activity.record(team, Verb.LEFT, by=person)
    else:
        activity.record(team, Verb.REMOVED, by=by, told=person.name)
        notices.tell([person], Verb.REMOVED, by=by, told=team.name)
    if heir and handed:
        activity.record(team, Verb.HANDED, by=by, told=f"{handed} → {heir.name}")
        notices.tell([heir], Verb.HANDED, by=by, team=team, told=str(handed))
