"""The budgets that somebody may look at, by name, and those that they may set."""

from typing import Any

from django.utils.translation import gettext as _

from gallery.access import Role, is_administrator
from gallery.models import Membership, Project, Team, User
from studio.models import Budget, Kind
from studio.money.budgets import Room, rooms
from studio.money.scopes import EVERYBODY, Scope

Choices = list[tuple[str, str]]


def rooms_seen(user: Any, *, sandbox: bool) -> list[Room]:
    """Administrators see all; others their own, their teams' and these teams' projects', without the whole studio's."""
    rows = Budget.objects.filter(sandbox=sandbox).values_list("kind", "subject")
    found = [Scope(Kind(kind), subject) for kind, subject in rows]
    names = names_for(user, found)
    order = list(Kind)
    shown = [scope for scope in found if scope in names]
    shown.sort(key=lambda scope: (order.index(scope.kind), names[scope]))
    return rooms(shown, sandbox=sandbox, names=names)


def names_for(user: Any, scopes: list[Scope]) -> dict[Scope, str]:
    """Those of ``scopes`` that this person may see, by name. A deleted team's are nobody's."""
    ids = {kind: [scope.subject for scope in scopes if scope.kind == kind] for kind in Kind}
    teams = Team.objects.filter(pk__in=ids[Kind.TEAM])
    projects = Project.objects.filter(pk__in=ids[Kind.PROJECT])
    people = User.objects.filter(pk__in=ids[Kind.PERSON])
    if not is_administrator(user):
        teams, projects = teams & Team.objects.visible_to(user), projects & Project.objects.visible_to(user)
        people = people.filter(pk=user.pk)
    named = {Scope(Kind.TEAM, str(team.pk)): team.name for team in teams}
    named |= {Scope(Kind.PROJECT, str(project.pk)): project.name for project in projects}
    named |= {Scope(Kind.PERSON, str(person.pk)): person.name for person in people}
    return named | ({EVERYBODY: _("This studio")} if is_administrator(user) else {})


def settable(user: Any) -> dict[str, Choices]:
    """What this person may set a budget for, by kind: [(subject, name)]. Empty where they may not."""
    owned = Membership.objects.filter(user=user, role=Role.OWNER).values("team")
    teams = Team.objects.all() if is_administrator(user) else Team.objects.filter(pk__in=owned)
    projects = Project.objects.open().filter(team__in=teams).select_related("team")
    people = User.objects.filter(is_active=True).order_by("username") if is_administrator(user) else User.objects.none()
    return {
        Kind.TEAM: [(str(team.pk), team.name) for team in teams],
        Kind.PROJECT: [(str(project.pk), f"{project.name}, {project.team.name}") for project in projects],
        Kind.PERSON: [(str(person.pk), person.name) for person in people],
    }
