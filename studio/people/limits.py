"""Pictures at once: a person's own limit, else the most generous of their groups, else the instance's."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from gallery import audit
from gallery.audit import Act
from gallery.models import User
from gallery.people import standing
from gallery.remembered import Remembered
from studio.models import InstanceSettings, PersonRules
from studio.people import groups


@dataclass(frozen=True, slots=True)
class Parallel:
    """``own`` and ``grouped``: None where nothing is said there. ``counts``: None is no limit."""

    own: int | None
    grouped: int | None
    counts: int | None


def read_own() -> dict[Any, int]:
    return dict(PersonRules.objects.values_list("user", "parallel"))


own = Remembered(read_own, PersonRules._meta.db_table)


def some_limit_work() -> bool:
    return bool(own()) or groups.some_limit_work()


def parallel_of(people: Iterable[Any]) -> dict[Any, int]:
    """By person, for those whom they themselves or their groups limit."""
    wanted, theirs = list(people), own()
    return groups.parallel_of(wanted) | {person: theirs[person] for person in wanted if person in theirs}


def of(person: User) -> Parallel:
    theirs, grouped = own().get(person.pk), groups.parallel_of([person.pk]).get(person.pk)
    said = theirs if theirs is not None else grouped
    return Parallel(theirs, grouped, said if said is not None else InstanceSettings.current().parallel_per_person)


def set_parallel(person: User, parallel: int | None, *, by: User) -> bool:
    """None: as their groups, or the studio. False where it is that already. Raises PermissionDenied."""
    standing.require_administrator(by)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=person.pk)
        was = PersonRules.objects.filter(user=person).values_list("parallel", flat=True).first()
        if was == parallel:
            return False
        if parallel is None:
            PersonRules.objects.filter(user=person).delete()
        else:
            PersonRules.objects.update_or_create(user=person, defaults={"parallel": parallel})
        audit.record(Act.PERSON_CHANGED, by=by, obj=person, details={"parallel": {"from": was, "to": parallel}})
    return True
