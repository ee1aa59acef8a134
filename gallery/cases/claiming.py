"""One moderator at a time: a claim is a lease on a case, taken and given back by conditional UPDATEs."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gallery import access, audit
from gallery.audit import Act
from gallery.cases import telling
from gallery.models import Case, User

LEASE = timedelta(minutes=2)  # renewed every 40 seconds while the page is open


def free_for(user: Any) -> Q:
    """Nobody else judges it now."""
    return Q(claimed_by=None) | Q(claimed_by=user) | Q(claimed_until__lt=timezone.now())


def claim(case: Case, *, by: User) -> bool:
    """Takes it, or holds it longer. False where it is decided, somebody else's now, or nothing for ``by`` to judge."""
    rows = Case.objects.waiting().judgeable_by(by, alone=alone(case, by)).filter(free_for(by), pk=case.pk)
    until = timezone.now() + LEASE
    with transaction.atomic():
        if not rows.update(claimed_by=by, claimed_until=until):
            return False
        if case.claimed_by_id != by.pk:
            audit.record(Act.CLAIMED, by=by, obj=case)
    case.claimed_by, case.claimed_until = by, until
    return True


def unclaim(case: Case, *, by: User) -> bool:
    return bool(Case.objects.waiting().filter(pk=case.pk, claimed_by=by).update(claimed_by=None, claimed_until=None))


def pass_on(case: Case, *, by: User, to: User | None = None) -> bool:
    """To somebody, or to whoever comes. One's own case can be passed on, too. False where another one has it."""
    rows = Case.objects.waiting().filter(free_for(by), pk=case.pk)
    with transaction.atomic():
        if not rows.update(claimed_by=None, claimed_until=None, passed_by=by, passed_to=to):
            return False
        audit.record(Act.PASSED_ON, by=by, obj=case, details={"to": to.username if to else ""})
    case.claimed_by = case.claimed_until = None
    case.passed_by, case.passed_to = by, to
    if to is not None:
        telling.of_passing(case, to=to, by=by)
    return True


def moderators() -> Any:
    return User.objects.filter(access.acting(), Q(is_moderator=True) | Q(is_superuser=True))


def others(case: Case, *, by: Any) -> Any:
    """Moderators to whom ``by`` can pass it on: whoever may judge it."""
    rows = moderators().exclude(pk__in=[by.pk, case.person_id])
    return rows.exclude(pk=case.first_judge_id) if case.first_judge_id else rows


def alone(case: Case, user: Any) -> bool:
    """Whether nobody but ``user`` could judge it."""
    if case.first_judge_id is None:
        return False
    return not moderators().exclude(pk__in=[user.pk, case.person_id]).exists()
