"""Asking for more of a budget, and answering: whoever may set it is told, and grants with one press."""

from decimal import ROUND_CEILING, Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gallery.access import Role, is_administrator
from gallery.models import Membership, Project, Team, User
from gallery.models.notice import put
from gallery.people import notices
from studio.lifecycle import NotPossible
from studio.models import BudgetRequest, Kind, Wish
from studio.money import budgets
from studio.money.budgets import Room
from studio.money.scopes import EVERYBODY, Scope, this_month
from studio.templatetags.figures import total

MOST = Decimal(100_000)  # US dollars that somebody may ask for
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
            tell_asked(wish)
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


def tell_asked(wish: BudgetRequest) -> None:
    scope = scope_of(wish)
    facts = {"who": wish.by.name, "asked": total(wish.asked), "name": place_words(scope)}
    text = gettext_noop("%(who)s needs %(asked)s more than is left in %(name)s.")
    notices.say(setters_of(scope), "budget asked", text, facts, url=page_of(wish), key=f"asked:{wish.pk}", by=wish.by)


def tell_decided(wish: BudgetRequest) -> None:
    who = wish.decided_by.name if wish.decided_by else [gettext_noop("an administrator"), {}]
    facts = {"who": who, "name": place_words(scope_of(wish))}
    text = gettext_noop("%(who)s left %(name)s as it is.")
    if wish.state == Wish.GRANTED and wish.granted is not None:
        text = gettext_noop("%(who)s raised %(name)s to %(limit)s a month.")
        facts["limit"] = total(wish.granted)
    url, key = page_of(wish), f"decided:{wish.pk}"
    notices.say([wish.by], "budget decided", text, facts, url=url, key=key, by=wish.decided_by)


def page_of(wish: BudgetRequest) -> str:
    return f"{reverse('budgets')}?book={'demo' if wish.sandbox else 'true'}"


def of_person(user: Any) -> list[BudgetRequest]:
    """What this person asked for this month, the oldest first."""
    rows = BudgetRequest.objects.filter(by=user, month=this_month()).select_related("by", "decided_by")
    return list(rows.order_by("created_at")[:50])


def open_to(user: Any) -> list[BudgetRequest]:
    """What this person may answer now, the oldest first."""
    rows = BudgetRequest.objects.filter(state=Wish.OPEN, month=this_month())
    if not is_administrator(user):
        teams = Membership.objects.filter(user=user, role=Role.OWNER).values("team")
        owned = {Kind.TEAM: Team.objects.filter(pk__in=teams), Kind.PROJECT: Project.objects.filter(team__in=teams)}
        mine = Q(pk=None)
        for kind, subjects in owned.items():
            mine |= Q(kind=kind, subject__in=[str(pk) for pk in subjects.values_list("pk", flat=True)])
        rows = rows.filter(mine)
    return list(rows.select_related("by").order_by("created_at")[:50])


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
    return put(place_words(scope))


def place_words(scope: Scope) -> str | list[Any]:
    """The same for whoever reads it later: what is translated stays a message."""
    if scope.kind == Kind.INSTANCE:
        return [gettext_noop("this studio"), {}]
    if scope.kind == Kind.PERSON:
        person = User.objects.filter(pk=scope.subject).first()
        return [gettext_noop("%(name)s’s budget"), {"name": person.name}] if person else ""
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
    answer = {"state": to, "granted": granted, "decided_by": by, "decided_at": timezone.now()}
    if not BudgetRequest.objects.filter(pk=wish.pk, state=Wish.OPEN).update(**answer):
        raise NotPossible(_("This one is settled already."))
    for name, value in answer.items():
        setattr(wish, name, value)
    tell_decided(wish)
    notices.settle(f"asked:{wish.pk}")
