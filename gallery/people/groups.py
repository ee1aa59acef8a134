"""Groups: who is in which, and who may use teams. What a group may run is studio's."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy

from gallery import audit
from gallery.audit import Act
from gallery.models import Group, User
from gallery.people import standing

TAKEN = gettext_lazy("There is a group of this name already.")
NO_TEAMS = gettext_lazy("Teams are not on for your group. Ask an administrator.")


class NameTaken(ValueError):  # noqa: N818 (reads as a sentence where it is raised)
    def __str__(self) -> str:
        return str(TAKEN)


def everyone() -> Group:
    """The row for people who are in no group; made where an administrator first looks at it."""
    return Group.objects.get_or_create(everyone=True, defaults={"name": ""})[0]


def create(*, name: str, by: User) -> Group:
    """Raises NameTaken, and PermissionDenied as every verb here does."""
    standing.require_administrator(by)
    try:
        with transaction.atomic():
            group = Group.objects.create(name=name)
            audit.record(Act.GROUP_ADDED, by=by, obj=group)
    except IntegrityError:
        raise NameTaken from None
    return group


def rename(group: Group) -> None:
    """Keeps its name and whether it may use teams. Raises NameTaken."""
    try:
        with transaction.atomic():
            group.save(update_fields=["name", "teams"])
    except IntegrityError:
        raise NameTaken from None


def delete(group: Group, *, by: User, was: Mapping[str, Any] | None = None) -> None:
    """Its people fall to their other groups, or to everyone else's. ``was``: what else it said, for the trail."""
    standing.require_administrator(by)
    with transaction.atomic():
        members = sorted(group.members.values_list("username", flat=True))
        audit.record(Act.GROUP_DELETED, by=by, obj=group, details={**(was or {}), "members": members})
        group.delete()


def put_in(person: User, groups: Iterable[Group], *, by: User) -> bool:
    """This person is in exactly these. False where they were already."""
    standing.require_administrator(by)
    wanted = {group.pk: group for group in groups if not group.everyone}
    with transaction.atomic():
        list(User.objects.select_for_update().filter(pk=person.pk))
        before = {group.pk: group.name for group in person.circles.all()}
        if set(before) == set(wanted):
            return False
        person.circles.set(wanted.values())
        told = {"from": sorted(before.values()), "to": sorted(group.name for group in wanted.values())}
        audit.record(Act.PERSON_CHANGED, by=by, obj=person, details={"groups": told})
    return True


def may_use_teams(person: User) -> bool:
    """Whether one of their groups lets them, or no group says anything."""
    said = list(Group.objects.of(person).values_list("teams", flat=True))
    return not said or any(said)


def require_teams(person: User) -> None:
    if not may_use_teams(person):
        raise PermissionDenied(NO_TEAMS)
