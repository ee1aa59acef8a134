"""What somebody's groups let them run. Of several the most generous counts; who is in none has "everyone else"'s."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from gallery import audit
from gallery.audit import Act
from gallery.models import Group, User
from gallery.people import groups as circles
from gallery.people import standing
from gallery.remembered import Remembered
from studio import catalogue
from studio.catalogue.wording import listed, phrase
from studio.models import GroupModel, GroupRules


def barred(person: Any) -> dict[str, str]:
    """Sentences by model id: the models that none of this person's groups has."""
    groups, enabled = allowed(person.pk)
    if enabled is None:
        return {}
    names = listed([name_of(group) for group in groups], last="and")
    missing = {id: spec.label for id, spec in catalogue.current().items() if id not in enabled}
    if len(groups) == 1 and groups[0].everyone:
        return {
            id: phrase("{label} is not on for everyone here. Ask an administrator.", label=label)
            for id, label in missing.items()
        }
    return {
        id: phrase("{label} is not on for {groups}. Ask an administrator.", label=label, groups=names)
        for id, label in missing.items()
    }


def read_allowed(person: Any) -> tuple[list[Group], frozenset[str] | None]:
    """The groups that count for the person of this id, and the models that they have; None: every one."""
    groups = list(Group.objects.of(person).select_related("rules"))
    if not groups or any(every_model(group) for group in groups):
        return groups, None
    return groups, frozenset(GroupModel.objects.filter(rules__group__in=groups).values_list("model", flat=True))


def read_limits(column: str) -> dict[Any, tuple[bool, Any]]:
    """By group: whether it is the one for everyone else, and what it says."""
    set_here = GroupRules.objects.filter(**{f"{column}__isnull": False}).values_list("group", "group__everyone", column)
    return {group: (everyone, limit) for group, everyone, limit in set_here}


TABLES = [model._meta.db_table for model in (Group, GroupRules, GroupModel, Group.members.through)]
allowed = Remembered(read_allowed, *TABLES)
limits_of = Remembered(read_limits, *TABLES)


def name_of(group: Group) -> str:
    return group.name or "everyone"


def every_model(group: Group) -> bool:
    rules = getattr(group, "rules", None)
    return rules is None or rules.every_model


def some_limit_work() -> bool:
    return bool(limits_of("parallel"))


def parallel_of(people: Iterable[Any]) -> dict[Any, int]:
    """Pictures at once by person, for those whose groups say how many. A query where some do."""
    return {person: max(limits) for person, limits in found("parallel", people).items()}


def month_of(people: Iterable[Any]) -> dict[Any, Decimal]:
    """US dollars a month by person, for those whose groups say how much. A query where some do."""
    return {person: max(limits) for person, limits in found("budget_month", people).items()}


def found(column: str, people: Iterable[Any]) -> Mapping[Any, list[Any]]:
    limits = limits_of(column)
    if not limits:
        return {}
    wanted = list(people)
    circles: dict[Any, list[Any]] = {person: [] for person in wanted}
    for person, group in Group.members.through.objects.filter(user_id__in=wanted).values_list("user_id", "group_id"):
        circles[person].append(group)
    everyone = [limit for is_everyone, limit in limits.values() if is_everyone]
    chosen = {
        person: [limits[group][1] for group in groups if group in limits] if groups else everyone
        for person, groups in circles.items()
    }
    return {person: values for person, values in chosen.items() if values}


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that is set of a group. ``models``: None is every one, new ones too."""

    name: str
    teams: bool
    models: tuple[str, ...] | None
    parallel: int | None
    budget_month: Decimal | None

    def facts(self) -> dict[str, Any]:
        models = None if self.models is None else sorted(self.models)
        budget = None if self.budget_month is None else f"{self.budget_month:.2f}"
        return {
            "name": self.name,
            "teams": self.teams,
            "models": "every" if models is None else models,
            "parallel": self.parallel,
            "budget_month": budget,
        }


def told_of(group: Group) -> Told:
    rules = rules_of(group)
    models = None if rules.every_model else tuple(rules.models.values_list("model", flat=True))
    return Told(group.name, group.teams, models, rules.parallel, rules.budget_month)


def create(told: Told, *, by: User) -> Group:
    """Raises NameTaken and PermissionDenied; nothing is half made."""
    with transaction.atomic():
        made = circles.create(name=told.name, by=by)
        save(made, told, by=by)
    return made


def save(group: Group, told: Told, *, by: User) -> None:
    """Whole and at once, with what it was and what it is in the trail; the workers know within seconds.

    Raises:
        PermissionDenied: ``by`` does not administer.
        NameTaken: another group is called so.
    """
    standing.require_administrator(by)
    with transaction.atomic():
        locked = Group.objects.select_for_update().get(pk=group.pk)
        before = told_of(locked).facts()
        group.name, group.teams = "" if group.everyone else told.name, told.teams
        circles.rename(group)
        rules = rules_of(group)
        rules.every_model, rules.parallel, rules.budget_month = told.models is None, told.parallel, told.budget_month
        rules.save()
        rules.models.all().delete()
        GroupModel.objects.bulk_create(
            GroupModel(rules=rules, model=model) for model in dict.fromkeys(told.models or ())
        )
        now = told_of(group).facts()
        changed = {name: {"from": before[name], "to": now[name]} for name in now if before[name] != now[name]}
        if changed:
            audit.record(Act.GROUP_CHANGED, by=by, obj=group, details=changed)


def delete(group: Group, *, by: User) -> None:
    """What it said and who was in it stays in the trail."""
    was = {name: value for name, value in told_of(group).facts().items() if name != "name"}
    circles.delete(group, by=by, was=was)


def rules_of(group: Group) -> GroupRules:
    """What is written of it, or the defaults."""
    return GroupRules.objects.filter(group=group).first() or GroupRules(group=group)
