"""Asking for more of a budget, and answering: whoever may set it is told, and grants with one press."""

from collections.abc import Iterable
from decimal import ROUND_CEILING, Decimal
from typing import Any

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gallery.access import Role
from gallery.models import Project, Team, User
from studio.lifecycle import NotPossible
from studio.models import BudgetRequest, Kind, Notice, NoticeKind, Wish
from studio.money import budgets
from studio.money.budgets import Room
from studio.money.scopes import EVERYBODY, Scope, this_month

STEPS = ((Decimal(20), Decimal(1)), (Decimal(200), Decimal(5)), (Decimal("Infinity"), Decimal(25)))  # up to, by


def scope_of(wish: BudgetRequest) -> Scope:
    return Scope(Kind(wish.kind), wish.subject)


def concerns(user: Any, scope: Scope) -> bool:
    """Whether this person's runs count for it."""
    if scope == EVERYBODY:
        return True
    if scope.kind == Kind.TEAM:
        return Team.objects.visible_to(user).filter(pk=budgets.id_of(scope)).exists()
    if scope.kind == Kind.PROJECT:
        return Project.objects.visible_to(user).filter(pk=budgets.id_of(scope)).exists()
    return scope.subject == str(user.pk)


def ask_for_more(scope: Scope, asked: Decimal, *, by: Any, sandbox: bool) -> BudgetRequest:
    """Tells everybody who may raise it. While it is open a second press gives the same one.

    Raises:
        NotPossible: there is no such budget, or ``by`` may raise it themselves.
    """
    if not concerns(by, scope) or not budgets.limits([scope], sandbox=sandbox):
        raise NotPossible(_("There is no such budget that your pictures count for."))
    if budgets.may_set(by, scope):
        raise NotPossible(_("You may raise this budget yourself, under Usage, Budgets."))
    place = {"kind": scope.kind, "subject": scope.subject, "sandbox": sandbox, "month": this_month()}
    try:
        with transaction.atomic():
            wish = BudgetRequest.objects.create(by=by, asked=asked, **place)
            tell(setters_of(scope), NoticeKind.ASKED, f"asked:{wish.pk}", wish=wish)
    except IntegrityError:
        return BudgetRequest.objects.get(by=by, state=Wish.OPEN, **place)
    return wish


def setters_of(scope: Scope) -> QuerySet[User]:
    """Who may raise it: a team's owners for the team's and its projects', else the administrators."""
    people = User.objects.filter(is_active=True)
    owned: dict[str, Any] = {"memberships__role": Role.OWNER}
    if scope.kind == Kind.TEAM:
        owned["memberships__team"] = budgets.id_of(scope)
    elif scope.kind == Kind.PROJECT:
        owned["memberships__team__projects"] = budgets.id_of(scope)
    else:
        return people.filter(is_superuser=True)
    owners = people.filter(**owned).distinct()
    return owners if owners.exists() else people.filter(is_superuser=True)


def tell(people: Iterable[User], kind: NoticeKind, key: str, *, wish: Any = None, facts: Any = None) -> None:
    """Once for each, whoever says it."""
    rows = [Notice(user=person, kind=kind, key=key, request=wish, facts=facts or {}) for person in people]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    count_again(row.user_id for row in rows)


def unseen_key(user_id: int) -> str:
    return f"money-notices:{user_id}"


def count_again(user_ids: Iterable[int]) -> None:
    """Now, and once this is committed: a page in between would remember the number as it was."""
    keys = [unseen_key(pk) for pk in user_ids]
    cache.delete_many(keys)
    transaction.on_commit(lambda: cache.delete_many(keys))


def open_to(user: Any) -> list[BudgetRequest]:
    """What this person may answer now, the oldest first."""
    told = Q(notices__user=user, notices__kind=NoticeKind.ASKED)
    rows = BudgetRequest.objects.filter(state=Wish.OPEN, month=this_month())
    mine = rows if user.is_superuser else rows.filter(told)
    found = mine.select_related("by").order_by("created_at").distinct()[:50]
    return [wish for wish in found if budgets.may_set(user, scope_of(wish))]


def suggested(wish: BudgetRequest, room: Room | None) -> Decimal:
    """A round limit under which what was wanted fits."""
    needed = (room.used if room else Decimal(0)) + wish.asked
    step = next(by for up_to, by in STEPS if needed <= up_to)
    return (needed / step).to_integral_value(rounding=ROUND_CEILING) * step


def room_of(wish: BudgetRequest) -> Room | None:
    """The budget as it stands; None where it was taken away."""
    scope = scope_of(wish)
    return next(iter(budgets.rooms([scope], sandbox=wish.sandbox, names={scope: place_name(scope)})), None)


def place_name(scope: Scope) -> str:
    """The team's or project's name, the person's; "this studio" for the whole."""
    if scope.kind == Kind.INSTANCE:
        return _("this studio")
    if scope.kind == Kind.PERSON:
        person = User.objects.filter(pk=scope.subject).first()
        return _("%(name)s’s budget") % {"name": person.name} if person else ""
    named = Team if scope.kind == Kind.TEAM else Project
    return named.objects.filter(pk=budgets.id_of(scope)).values_list("name", flat=True).first() or ""


def grant(wish: BudgetRequest, *, by: Any, limit: Decimal | None = None) -> None:
    """Raises the budget, to ``limit`` or to the suggested one, and tells who asked.

    Raises:
        PermissionDenied: ``by`` may not set it.
        NotPossible: it was answered already, or the budget is gone.
    """
    scope, room = scope_of(wish), room_of(wish)
    if not budgets.may_set(by, scope):
        raise PermissionDenied(budgets.OWNERS_SET)
    if room is None:
        raise NotPossible(_("This budget was taken away: runs are not limited by it."))
    to = max(limit if limit is not None else suggested(wish, room), room.limit)
    with transaction.atomic():
        decide(wish, Wish.GRANTED, by=by, granted=to)
        budgets.set_limit(scope, to, sandbox=wish.sandbox, by=by)


def decline(wish: BudgetRequest, *, by: Any) -> None:
    """Leaves the budget as it is and says so to who asked. Raises as ``grant``."""
    if not budgets.may_set(by, scope_of(wish)):
        raise PermissionDenied(budgets.OWNERS_SET)
    with transaction.atomic():
        decide(wish, Wish.DECLINED, by=by)


def decide(wish: BudgetRequest, to: Wish, *, by: Any, granted: Decimal | None = None) -> None:
    rows = BudgetRequest.objects.filter(pk=wish.pk, state=Wish.OPEN)
    if not rows.update(state=to, granted=granted, decided_by=by, decided_at=timezone.now()):
        raise NotPossible(_("This one is settled already."))
    tell([wish.by], NoticeKind.DECIDED, f"decided:{wish.pk}", wish=wish)
    asked = Notice.objects.filter(request=wish, kind=NoticeKind.ASKED, seen_at=None)
    people = list(asked.values_list("user_id", flat=True))
    asked.update(seen_at=timezone.now())
    count_again(people)
