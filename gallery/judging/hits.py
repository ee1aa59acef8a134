"""Each time that a rule fired: written down, decided, counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from gallery import audit
from gallery.audit import Act
from gallery.judging.matching import Finding
from gallery.models import Rule, RuleHit
from gallery.models.rule import HitOutcome, RuleAction

DAYS = timedelta(days=30)
WORD_MAX = 200
MOST = 1000  # hits that the figures beside a case are counted over
COUNTS = {
    "fired": Count("pk"),
    "held": Count("pk", filter=Q(action=RuleAction.HOLD)),
    "released": Count("pk", filter=Q(outcome=HitOutcome.RELEASED)),
    "refused": Count("pk", filter=Q(outcome=HitOutcome.REFUSED)),
}


@dataclass(frozen=True, slots=True)
class Fired:
    """A finding in the text of a field ("prompt", "models.0.options.negative_prompt")."""

    finding: Finding
    field: str
    text: str

    @property
    def word(self) -> str:
        return self.finding.word(self.text)[:WORD_MAX]


@dataclass(frozen=True, slots=True)
class Record:
    """What a rule did in 30 days. ``rate`` is the share of what was decided that was released, None for nothing yet.

    ``more``: it fired oftener still than what was counted.
    """

    fired: int = 0
    held: int = 0
    released: int = 0
    refused: int = 0
    more: bool = False

    @property
    def rate(self) -> float | None:
        decided = self.released + self.refused
        return self.released / decided if decided else None

    @property
    def percent(self) -> int | None:
        return None if self.rate is None else round(100 * self.rate)


def write(fired: Iterable[Fired], *, subject: Any, user: Any) -> None:
    """Call it in the transaction that writes the subject."""
    rows = [
        RuleHit(
            version_id=one.finding.rule.key,
            subject=subject,
            user=user,
            field=one.field,
            word=one.word,
            spans=[list(span) for span in one.finding.spans],
            undecided=one.finding.undecided,
            action=one.finding.action,
        )
        for one in fired
    ]
    RuleHit.objects.bulk_create(rows)


def count_refusal(fired: Sequence[Fired]) -> None:
    """Nothing was written, so nothing is kept of it but that it happened: counted, and in the trail by its rule."""
    for one in fired:
        rule = one.finding.rule
        if one.finding.action == RuleAction.REFUSE:
            RuleHit.objects.create(version_id=rule.key, action=RuleAction.REFUSE)
        named = Rule(pk=rule.rule, number=rule.number)
        audit.record(Act.RULE_REFUSED, obj=named, details={"why": rule.category, "version": rule.version})


def decide(subject: Any, outcome: HitOutcome, *, again: bool = False) -> None:
    """``again``: another decision takes the place of the first."""
    rows = RuleHit.objects.filter(subject=subject, action=RuleAction.HOLD)
    (rows if again else rows.filter(outcome="")).update(outcome=outcome)


def records(rule_ids: Iterable[Any] | None = None) -> dict[Any, Record]:
    """By rule, over 30 days and all versions."""
    rows = recent()
    if rule_ids is not None:
        rows = rows.filter(version__rule__in=list(rule_ids))
    counted = rows.values_list("version__rule").annotate(**COUNTS)
    return {rule: Record(*counts) for rule, *counts in counted.order_by()}


def record_of(rule: Any) -> Record:
    """The same of one rule, over the last MOST of its hits: beside a case it may not cost what a busy rule would."""
    last = recent().filter(version__rule=rule).order_by("-at").values("pk")
    counts = RuleHit.objects.filter(pk__in=last[:MOST]).aggregate(**COUNTS)
    return Record(**counts, more=counts["fired"] == MOST and last[MOST:].exists())


def recent() -> QuerySet[RuleHit]:
    return RuleHit.objects.filter(at__gte=timezone.now() - DAYS)


def of_person(user: Any) -> dict[str, int]:
    """How often something of this person was held, released and refused, over all time."""
    return RuleHit.objects.filter(user=user, action=RuleAction.HOLD).aggregate(
        held=Count("subject", distinct=True),
        released=Count("subject", distinct=True, filter=Q(outcome=HitOutcome.RELEASED)),
        refused=Count("subject", distinct=True, filter=Q(outcome=HitOutcome.REFUSED)),
    )
