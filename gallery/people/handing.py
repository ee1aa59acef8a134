"""Handing over everything that a leaver owns to one person: pictures, boards, searches, links, teams without another.

What a moderator judged stays with whoever made it; so do notes of taste such as stars and tags.
"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from gallery import access, audit
from gallery.access import Role
from gallery.audit import Act
from gallery.files import withdrawn
from gallery.models import Board, BoardItem, Image, Membership, Pick, SavedSearch, Share, Team, User
from gallery.models.notice import Verb
from gallery.people import notices, standing
from gallery.sharing import revocation

NO_HEIR = gettext_lazy("Give the username of somebody else who has an account, is no guest and not suspended.")


class NoHeir(ValueError):  # noqa: N818 (reads as a sentence where it is raised)
    """Nothing can be handed to this person."""


@dataclass(frozen=True, slots=True)
class Handed:
    pictures: int
    boards: int
    searches: int
    links: int
    teams: int


def heir_of(person: User, username: str) -> User:
    found = User.objects.filter(username=username).exclude(pk=person.pk).first()
    if found is None or not access.can_make(found):
        raise NoHeir(NO_HEIR)
    return found


def owned(person: User) -> Handed:
    """What there is to hand over."""
    return Handed(
        pictures=pictures_of(person).count(),
        boards=Board.objects.filter(owner=person).count(),
        searches=SavedSearch.objects.filter(owner=person).count(),
        links=Share.objects.filter(owner=person).count(),
        teams=alone_in(person).count(),
    )


def pictures_of(person: User) -> QuerySet[Image]:
    return Image.objects.filter(owner=person, moderation="")


def alone_in(person: User) -> QuerySet[Team]:
    """Teams that nobody else can manage: who cannot sign in, or is suspended, does not."""
    others = Membership.objects.filter(access.acting("user"), role=Role.OWNER).exclude(user=person).values("team")
    return Team.objects.filter(memberships__user=person, memberships__role=Role.OWNER).exclude(pk__in=others)


def hand_over(person: User, *, heir: User, by: User) -> Handed:
    """In one transaction.

    Raises:
        PermissionDenied: ``by`` does not administer.
    """
    standing.require_administrator(by)
    with transaction.atomic():
        pictures = list(pictures_of(person).select_for_update().values_list("pk", flat=True))
        handed = owned(person)
        BoardItem.objects.filter(image__in=pictures, board__team=None).exclude(board__owner=person).delete()
        Pick.objects.filter(image__owner=person, image__moderation="", team=None).delete()
        Image.objects.filter(owner=person, moderation="").update(owner=heir)
        Board.objects.filter(owner=person).update(owner=heir)
        Share.objects.filter(owner=person).update(owner=heir)
        hand_searches(person, heir)
        hand_teams(person, heir)
        remember(person, heir)
        audit.record(Act.PERSON_HANDED_OVER, by=by, obj=person, details={"to": heir.username, **facts(handed)})
        notices.tell([heir], Verb.HANDED, by=by, told=f"{person.name}: {handed.pictures}")
    revocation.changed(pictures)
    return handed


def remember(person: User, heir: User) -> None:
    """Where what is on its way goes; what others had handed to ``person`` goes on with the rest."""
    User.objects.filter(pk=heir.pk, heir=person).update(heir=None)
    User.objects.filter(heir=person).update(heir=heir)
    person.heir, person.handed_at = heir, timezone.now()
    person.save(update_fields=["heir", "handed_at"])


def facts(handed: Handed) -> dict[str, Any]:
    return {name: getattr(handed, name) for name in Handed.__slots__}


def hand_searches(person: User, heir: User) -> None:
    """A name that the heir has already is told apart by whose it was."""
    taken = set(SavedSearch.objects.filter(owner=heir, team=None).values_list("name", flat=True))
    for row in SavedSearch.objects.filter(owner=person):
        row.owner = heir
        if row.team_id is None and row.name in taken:
            row.name = f"{row.name[:40]} ({person.username[:30]}, {str(row.pk)[-4:]})"
        row.save(update_fields=["owner", "name"])


def hand_teams(person: User, heir: User) -> None:
    for team in alone_in(person):
        Membership.objects.update_or_create(team=team, user=heir, defaults={"role": Role.OWNER})
        withdrawn.joined([(team.pk, heir.pk)])
