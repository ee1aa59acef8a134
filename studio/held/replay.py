"""What a rule would have done: replayed over the last prompts and over earlier holds, before it is saved.

Moderators never browse private prompts. What is shown are counts and the matched words; their surroundings only where
the prompt was before a moderator anyway.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gallery.judging import matching, rules
from gallery.judging.matching import Finding, RuleSet
from gallery.models import Rule, RuleHit, RuleVersion, Team
from gallery.models.rule import HitOutcome, RuleAction
from studio.models import Hold, HoldState, Run

LAST = 500  # prompts
BROAD = 0.2  # share of them from which a rule has to be confirmed
FEWEST = 5  # prompts; fewer say nothing about a share
# Texts too short to be of a language and without a thing in common: a rule that fires on each of them is about nothing.
EVERYDAY = ("red chair", "gato azul", "Bergsee", "old town", "zwei Hunde", "jazz", "un pont")
AROUND = 40  # characters of a prompt on either side
SHOWN = 12
HOLDS = 500


@dataclass(frozen=True, slots=True)
class Snippet:
    before: str
    word: str
    after: str
    outcome: str  # of the hold it was in


@dataclass(slots=True)
class Replay:
    """Of ``prompts`` it would fire on ``fires``; ``new`` of them did not fire before, ``gone`` fire no more.
    ``anything``: it fires on whatever somebody may write, as far as EVERYDAY tells.
    """

    prompts: int = 0
    fires: int = 0
    new: int = 0
    gone: int = 0
    undecided: int = 0
    anything: bool = False
    words: list[tuple[str, int]] = field(default_factory=list)
    snippets: list[Snippet] = field(default_factory=list)

    @property
    def everything(self) -> bool:
        return self.fires == self.prompts and (self.prompts > 0 or self.anything)

    @property
    def broad(self) -> bool:
        """Whether whoever saves it has to say so with the count."""
        return self.anything or (self.prompts >= FEWEST and self.fires >= self.prompts * BROAD)

    @property
    def percent(self) -> int:
        return round(100 * self.fires / self.prompts) if self.prompts else 0


@dataclass(frozen=True, slots=True)
class Effect:
    """On earlier holds of a rule: of ``released`` and ``refused`` ones, how many it would not hold any more."""

    released: int = 0
    spared: int = 0
    refused: int = 0
    lost: int = 0


def replay(columns: Mapping[str, Any], *, rule: Rule | None = None, team: Team | None = None) -> Replay:
    """``rule``: the one that would change. ``team``: whose runs alone a team's rule sees."""
    now, before = alone(columns), alone(columns_of(rule)) if rule else None
    told, words = Replay(anything=now is not None and all(now.find(text) for text in EVERYDAY)), Counter[str]()
    runs = Run.objects.filter(team=team) if team else Run.objects.all()
    recent = list(runs.order_by("-created_at", "-id").values_list("pk", "prompt")[:LAST])
    fired = []
    for pk, prompt in recent:
        found, was = first(now, prompt), bool(before and first(before, prompt))
        told.prompts += 1
        told.fires += bool(found)
        told.new += bool(found) and not was
        told.gone += was and not found
        if found:
            told.undecided += found.undecided
            words.update([found.word(prompt).lower() or "…"])
            fired.append((pk, prompt, found))
    told.words = words.most_common(SHOWN)
    told.snippets = snippets(fired)
    return told


def columns_of(rule: Rule) -> Mapping[str, Any] | None:
    last = rules.current_of(rule)
    return None if last is None or not last.active else {name: getattr(last, name) for name in rules.COLUMNS}


def alone(columns: Mapping[str, Any] | None) -> RuleSet | None:
    """The rule as it would be, whatever its action; None for one that is switched off."""
    if columns is None or not columns.get("active", True):
        return None
    draft = RuleVersion(rule=Rule(number=0), version=0, **columns)
    return RuleSet([rules.compiled(draft)])


def first(known: RuleSet | None, text: str) -> Finding | None:
    return next(iter(known.find(text)), None) if known else None


def snippets(fired: list[tuple[Any, str, matching.Finding]]) -> list[Snippet]:
    """Of prompts that a moderator saw or sees anyway."""
    holds = dict(Hold.objects.filter(run__in=[pk for pk, _, _ in fired]).values_list("run_id", "state"))
    shown = [(prompt, found, holds[pk]) for pk, prompt, found in fired if pk in holds and found.spans]
    return [snippet(prompt, *found.spans[0], state) for prompt, found, state in shown[:SHOWN]]


def snippet(prompt: str, start: int, end: int, state: str) -> Snippet:
    before = prompt[max(0, start - AROUND) : start]
    return Snippet(before, prompt[start:end], prompt[end : end + AROUND], str(HoldState(state).label))


def effect_on_holds(rule: Rule, columns: Mapping[str, Any]) -> Effect:
    """What the change would do to what was decided: for an allowed phrase, before it is allowed."""
    hits = RuleHit.objects.filter(version__rule=rule, action=RuleAction.HOLD, field="prompt").exclude(outcome="")
    decided: dict[Any, str] = dict(hits.order_by("-id").values_list("subject", "outcome")[:HOLDS])
    prompts = dict(Run.objects.filter(pk__in=list(decided)).values_list("pk", "prompt"))
    known = alone(columns)
    still = {pk: bool(first(known, prompt)) for pk, prompt in prompts.items()}
    released = [pk for pk in still if decided[pk] == HitOutcome.RELEASED]
    refused = [pk for pk in still if decided[pk] == HitOutcome.REFUSED]
    spared, lost = (sum(not still[pk] for pk in group) for group in (released, refused))
    return Effect(len(released), spared, len(refused), lost)


def effect_of_phrase(rule: Rule, phrase: str) -> Effect:
    columns = columns_of(rule)
    if columns is None:
        return Effect()
    return effect_on_holds(rule, {**columns, "allow": [*columns["allow"], phrase]})
