"""Limits by calendar month: what is left, what to say when it does not suffice, and who may set them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gallery import audit
from gallery.access import Role, acting, is_administrator
from gallery.audit import Act
from gallery.models import Membership, Project, Team, User
from gallery.remembered import Remembered
from studio.models import Balance, Budget, Kind, LedgerEntry
from studio.money.balances import NEAR
from studio.money.scopes import Scope, dollars, scopes_of, this_month
from studio.people import groups
from studio.templatetags.figures import left as left_words
from studio.templatetags.figures import total as total_words

OWNERS_SET = gettext_lazy("Administrators set budgets; a team’s owners set the team’s and its projects’.")


class OverBudget(Exception):  # noqa: N818 (reads as a sentence where it is raised)
    """Nothing was written or sent. ``str()`` is the whole sentence; ``title`` its bold first half, ``advice`` the rest.

    ``left`` US dollars in ``name``, which is counted as ``scope``; ``asked`` US dollars were wanted. ``whom`` is to be
    asked for more, "" where the person may raise it themselves.
    """

    def __init__(self, room: "Room", *, asked: Decimal, sandbox: bool, whom: str):
        self.scope, self.name, self.asked, self.left = room.scope, room.name, asked, room.left
        self.limit, self.sandbox, self.whom = room.limit, sandbox, whom
        self.title, self.advice = words(self.name, asked=asked, left=self.left, limit=self.limit, whom=whom)
        super().__init__(f"{self.title} {self.advice}")

    @property
    def facts(self) -> dict[str, Any]:
        """What a row keeps of it, to be ``told`` in whatever language it is read in."""
        amounts = {"asked": str(self.asked), "left": str(self.left), "limit": str(self.limit)}
        named = self.scope.kind in (Kind.TEAM, Kind.PROJECT)
        place = {"kind": str(self.scope.kind), "subject": self.scope.subject, "sandbox": self.sandbox}
        return {**place, "name": self.name if named else "", "whom": self.whom, **amounts}


def told(facts: Mapping[str, Any]) -> OverBudget:
    """The refusal again, in the words of who reads it now."""
    scope = Scope(Kind(facts["kind"]), facts["subject"])
    limit, left, asked = (Decimal(facts[name]) for name in ("limit", "left", "asked"))
    room = Room(scope, facts["name"] or name_of(scope), limit, spent=limit - left)
    return OverBudget(room, asked=asked, sandbox=facts["sandbox"], whom=facts["whom"] and _(facts["whom"]))


@dataclass(frozen=True, slots=True)
class Room:
    """What one budget leaves this month. US dollars."""

    scope: Scope
    name: str
    limit: Decimal
    spent: Decimal = Decimal(0)
    reserved: Decimal = Decimal(0)
    near_at: Any = None

    @property
    def used(self) -> Decimal:
        return self.spent + self.reserved

    @property
    def left(self) -> Decimal:
        """Never below zero, also where the vendor billed beyond the limit."""
        return max(self.limit - self.used, Decimal(0))

    @property
    def beyond(self) -> Decimal:
        return max(self.used - self.limit, Decimal(0))

    @property
    def full(self) -> bool:
        return self.used >= self.limit

    @property
    def near(self) -> bool:
        return self.used >= self.limit * NEAR

    def near_with(self, amount: Decimal) -> bool:
        return self.used + amount >= self.limit * NEAR

    def after(self, amount: Decimal) -> Decimal:
        return self.left - amount


def limits(scopes: Sequence[Scope], *, sandbox: bool) -> dict[Scope, Decimal]:
    """US dollars a month of those that have a budget; a person without one has their groups'."""
    found = dict(own_limits(tuple(scopes), sandbox))
    without = [int(one.subject) for one in scopes if one.kind == Kind.PERSON and one not in found]
    shared = groups.month_of(without) if without else {}
    return found | {Scope(Kind.PERSON, str(person)): limit for person, limit in shared.items()}


def read_limits(scopes: Sequence[Scope], sandbox: bool) -> dict[Scope, Decimal]:
    rows = Budget.objects.filter(one_of(scopes), sandbox=sandbox).values_list("kind", "subject", "limit")
    return {Scope(Kind(kind), subject): limit for kind, subject, limit in rows}


own_limits = Remembered(read_limits, Budget._meta.db_table)


def one_of(scopes: Iterable[Scope]) -> Q:
    wanted = Q(pk__in=[])
    for scope in scopes:
        wanted |= Q(kind=scope.kind, subject=scope.subject)
    return wanted


def rooms(scopes: Sequence[Scope], *, sandbox: bool, names: Mapping[Scope, str]) -> list[Room]:
    """The budgets among ``scopes`` in their order, as they stand this month. Two queries."""
    found = limits(scopes, sandbox=sandbox)
    if not found:
        return []
    balances = Balance.objects.filter(one_of(found), sandbox=sandbox, month=this_month())
    known = {Scope(Kind(row.kind), row.subject): row for row in balances}
    return [room_of(scope, names, found[scope], known.get(scope)) for scope in scopes if scope in found]


def room_of(scope: Scope, names: Mapping[Scope, str], limit: Decimal, row: Balance | None) -> Room:
    name = names.get(scope) or name_of(scope)
    if row is None:
        return Room(scope, name, limit)
    return Room(scope, name, limit, dollars(row.spent), dollars(row.reserved), row.near_at)


def rooms_for(person: Any, *, sandbox: bool, team: Team | None = None, project: Project | None = None) -> list[Room]:
    """The budgets that a run of this person's would count for."""
    scopes = scopes_of(person=person.pk, team=team and team.pk, project=project and project.pk)
    return rooms(scopes, sandbox=sandbox, names=names_of(team, project))


def spent_this_month(person: Any, *, sandbox: bool) -> Decimal:
    """Spent and reserved by one person."""
    key = {"kind": Kind.PERSON, "subject": str(person.pk), "sandbox": sandbox, "month": this_month()}
    row = Balance.objects.filter(**key).first()
    return dollars(row.spent + row.reserved) if row else Decimal(0)


def tightest(found: Iterable[Room]) -> Room | None:
    return min(found, key=lambda room: room.left, default=None)


def names_of(team: Team | None, project: Project | None) -> dict[Scope, str]:
    named = [(Kind.TEAM, team), (Kind.PROJECT, project)]
    return {Scope(kind, str(one.pk)): one.name for kind, one in named if one}


def name_of(scope: Scope) -> str:
    return _("your budget") if scope.kind == Kind.PERSON else _("this studio")


def refusal(scope: Scope, asked: Decimal, limit: Decimal, *, entry: LedgerEntry) -> OverBudget:
    """Says what is left now and whom to ask. Reads what other transactions have committed."""
    rows = Balance.objects.filter(kind=scope.kind, subject=scope.subject, sandbox=entry.sandbox, month=entry.month)
    room = room_of(scope, names_of(entry.team, entry.project), limit, rows.first())
    return over(room, asked, person=entry.user_id, team=entry.team_id, sandbox=entry.sandbox)


def over(room: Room, asked: Decimal, *, person: Any, team: Any, sandbox: bool) -> OverBudget:
    """``person`` and ``team`` by id: whose run it would be, and where it would go."""
    whom = whom_to_ask(room.scope, person=person, team=team)
    return OverBudget(room, asked=asked, sandbox=sandbox, whom=whom)


def words(name: str, *, asked: Decimal, left: Decimal, limit: Decimal, whom: str) -> tuple[str, str]:
    facts = {"asked": total_words(asked), "left": left_words(left), "name": name, "whom": whom}
    if limit == 0:
        title = _("Nothing that costs may run in %(name)s: its budget is $0.00.") % facts
        return title, (_("Ask %(whom)s for a budget.") if whom else _("Raise it under Usage, Budgets.")) % facts
    title = _("%(asked)s is more than the %(left)s left in %(name)s.") % facts
    if not whom:
        return title, _("Choose fewer pictures or raise the budget under Usage.")
    return title, _("Choose fewer pictures or ask %(whom)s for more.") % facts


def whom_to_ask(scope: Scope, *, person: Any, team: Any) -> str:
    """An owner of the team by name, then an administrator; "" where the person may raise it themselves."""
    if User.objects.filter(pk=person, is_superuser=True).exists():
        return ""
    if scope.kind in (Kind.TEAM, Kind.PROJECT):
        owners = Membership.objects.filter(team=team, role=Role.OWNER, user__is_active=True)
        if owners.filter(user=person).exists():
            return ""
        found = owners.select_related("user").first()
        if found:
            return found.user.name
    admin = User.objects.filter(acting(), is_superuser=True).order_by("pk").first()
    return admin.name if admin else _("an administrator")


def may_set(user: Any, scope: Scope) -> bool:
    """Administrators set all; a team's owners the team's and its projects'."""
    if is_administrator(user):
        return True
    owned = Membership.objects.filter(user=user, role=Role.OWNER)
    if scope.kind == Kind.TEAM:
        return owned.filter(team_id=id_of(scope)).exists()
    if scope.kind == Kind.PROJECT:
        return owned.filter(team__projects__pk=id_of(scope)).exists()
    return False


def id_of(scope: Scope) -> UUID:
    """The nil one, which no row has, where the subject is no id."""
    try:
        return UUID(scope.subject)
    except ValueError:
        return UUID(int=0)


def set_limit(scope: Scope, limit: Decimal | None, *, sandbox: bool, by: Any) -> None:
    """From the next press on; None takes the budget away.

    Raises:
        PermissionDenied: ``by`` may not.
    """
    if not may_set(by, scope):
        raise PermissionDenied(OWNERS_SET)
    key: dict[str, Any] = {"kind": scope.kind, "subject": scope.subject, "sandbox": sandbox}
    with transaction.atomic():
        before = Budget.objects.filter(**key).first()
        if limit is None:
            Budget.objects.filter(**key).delete()
        else:
            Budget.objects.update_or_create(**key, defaults={"limit": limit, "set_by": by, "set_at": timezone.now()})
        facts = key | {"from": before.limit if before else None, "to": limit}
        act = Act.BUDGET_REMOVED if limit is None else Act.BUDGET_CHANGED
        whose = owner_of(scope)
        audit.record(act, by=by, obj=whose, details=facts if whose else facts | {"of": "The whole studio"})


def owner_of(scope: Scope) -> Team | Project | User | None:
    """Whose budget it is; None: the instance's, or of somebody who is gone."""
    if scope.kind == Kind.PERSON:
        return User.objects.filter(pk=scope.subject).first() if scope.subject.isdecimal() else None
    if scope.kind == Kind.TEAM:
        return Team.objects.filter(pk=id_of(scope)).first()
    return Project.objects.filter(pk=id_of(scope)).first() if scope.kind == Kind.PROJECT else None
