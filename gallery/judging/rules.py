"""Rules as rows: made, changed by a further version, removed, and made ready once in each process."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from gallery import audit
from gallery.audit import Act
from gallery.judging import matching
from gallery.judging.matching import Finding, RuleSet
from gallery.models import Rule, RuleVersion, Team
from gallery.models.rule import RuleScope
from gallery.remembered import Remembered

COLUMNS = ("category", "kind", "terms", "allow", "language", "action", "active")
TRIES = 5  # two rules made at once want the same number


class ChangedMeanwhile(Exception):  # noqa: N818 (reads as a sentence where it is raised)
    """Somebody else wrote a version since this one was read."""


def ready() -> list[matching.Rule]:
    rows = RuleVersion.objects.filter(current=True, active=True, removed=False).exclude(
        rule__scope=RuleScope.TEAM, rule__team=None
    )
    return [compiled(row) for row in rows.select_related("rule").order_by("rule__number")]


def number() -> int:
    """Of the rules that are switched on."""
    return RuleVersion.objects.filter(current=True, active=True, removed=False).count()


def compiled(row: RuleVersion) -> matching.Rule:
    return matching.Rule(
        key=row.pk or 0,
        number=row.rule.number or 0,
        version=row.version or 0,
        category=row.category,
        kind=row.kind,
        terms=tuple(row.terms),
        action=row.action,
        allow=tuple(row.allow),
        language=row.language,
        team=row.rule.team_id,
        rule=row.rule_id,
    )


known = Remembered(lambda: RuleSet(ready()), RuleVersion._meta.db_table, Rule._meta.db_table)


def find(text: str, *, team: Any = None) -> list[Finding]:
    """What the rules of the instance and of the team with this id say of a text, the gravest first."""
    return known().find(text, team=team)


def create(*, team: Team | None = None, by: Any, columns: Mapping[str, Any]) -> RuleVersion:
    """``columns`` are those of COLUMNS, checked by RuleForm."""
    scope = RuleScope.TEAM if team else RuleScope.INSTANCE
    for _ in range(TRIES):
        number = (Rule.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        try:
            with transaction.atomic():
                rule = Rule.objects.create(number=number, scope=scope, team=team)
                version = RuleVersion.objects.create(rule=rule, version=1, by=by, **columns)
                audit.record(Act.RULE_ADDED, by=by, obj=rule, details=told(columns))
                return version
        except IntegrityError:
            continue
    raise ChangedMeanwhile


def change(rule: Rule, *, seen: int, by: Any, columns: Mapping[str, Any]) -> RuleVersion:
    """A further version in the place of ``seen``, which stays.

    Raises:
        ChangedMeanwhile: that is not the current one any more, or the rule was removed.
    """
    with transaction.atomic():
        last = RuleVersion.objects.filter(rule=rule, version=seen, current=True, removed=False)
        if not last.update(current=False):
            raise ChangedMeanwhile
        version = RuleVersion.objects.create(rule=rule, version=seen + 1, by=by, **columns)
        act = Act.RULE_REMOVED if version.removed else Act.RULE_CHANGED
        audit.record(act, by=by, obj=rule, details={"version": version.version} | told(columns))
        return version


def told(columns: Mapping[str, Any]) -> dict[str, Any]:
    """For the trail."""
    return {name: columns[name] for name in COLUMNS if name in columns}


def remove(rule: Rule, *, by: Any) -> bool:
    """It fires no more; its versions and what they did stay. False where it was removed already."""
    last = current_of(rule)
    if last is None or last.removed:
        return False
    columns = {name: getattr(last, name) for name in COLUMNS} | {"active": False, "removed": True}
    try:
        change(rule, seen=last.version, by=by, columns=columns)
    except ChangedMeanwhile:
        return remove(rule, by=by)
    return True


def current_of(rule: Rule) -> RuleVersion | None:
    return RuleVersion.objects.filter(rule=rule, current=True).first()


def allow(rule: Rule, phrase: str, *, by: Any, details: Mapping[str, Any] | None = None) -> bool:
    """Lets a phrase through from now on. False where it is already, or the rule is gone. ``details``: for the trail."""
    last = current_of(rule)
    if last is None or last.removed or phrase in last.allow:
        return False
    columns = {name: getattr(last, name) for name in COLUMNS} | {"allow": [*last.allow, phrase]}
    try:
        with transaction.atomic():
            change(rule, seen=last.version, by=by, columns=columns)
            audit.record(Act.PHRASE_ALLOWED, by=by, obj=rule, details={"phrase": phrase, **(details or {})})
    except ChangedMeanwhile:
        return allow(rule, phrase, by=by, details=details)
    return True
