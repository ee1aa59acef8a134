"""What a release offers: the phrase that its rule should pass from now on, and what that does to old cases."""

import re
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from gallery.judging import languages, rules
from gallery.judging.matching import Rule as Compiled
from gallery.judging.matching import RuleSet, Span
from gallery.models import Case, Rule, User
from gallery.models.case import CaseKind, Outcome

PAST = 200  # cases of the rule that the effect is counted over
SHORTEST, LONGEST = 3, 80  # characters of a phrase
NEXT_WORD = re.compile(r"[\W_]{0,3}(?P<word>[^\W_]+)")
SMALL = frozenset("a").union(*languages.WORDS.values())
MOST_SMALL = 3  # words between what fired and the one that says something
WORD_BEFORE = re.compile(r"[^\W_]+[\W_]{0,3}$")


class BadPhrase(ValueError):  # noqa: N818 (reads as a sentence where it is raised)
    """The message says why."""


@dataclass(frozen=True, slots=True)
class Effect:
    """Of the rule’s decided holds: how many would not fire with the phrase, how many of those were refused."""

    phrase: str
    past: int
    freed: int
    refused: int


def phrase_of(case: Case) -> str:
    """What the case's rule found with the words behind it up to one that says something, else with the one before it:
    "blood orange", "blood on the stage"; "" where it found nothing. What other rules found is not this one's to pass.
    """
    own = [one for one in case.triggers if one.get("rule") == str(case.rule) and one.get("field", "prompt") == "prompt"]
    spans = [span for one in own for span in one.get("spans", ())]
    if not spans:
        return ""
    start, end = min(spans)
    follows = behind(case.prompt, end)
    before = WORD_BEFORE.search(case.prompt[:start])
    if follows:
        end = follows
    elif before:
        start = before.start()
    return " ".join(case.prompt[start:end].split())[:LONGEST]


def behind(prompt: str, end: int) -> int:
    """Where the next word ends that is no small one such as "of"; 0 where none is near."""
    for _n in range(MOST_SMALL + 1):
        follows = NEXT_WORD.match(prompt, end)
        if follows is None:
            return 0
        end = follows.end()
        if follows["word"].lower() not in SMALL:
            return end
    return 0


def effect_of(case: Case, phrase: str = "") -> Effect | None:
    """None where no rule of ours fired, it is gone, or it passes the phrase already."""
    phrase = phrase or phrase_of(case)
    rule = Rule.objects.filter(pk=case.rule).first() if case.rule and phrase else None
    version = rules.current_of(rule) if rule else None
    if version is None or version.removed:
        return None
    compiled = rules.compiled(version)
    if not eases(compiled, phrase, case.prompt):
        return None
    passing = RuleSet([replace(compiled, allow=(*compiled.allow, phrase))])
    past = Case.objects.decided().filter(rule=case.rule, kind=CaseKind.PROMPT).exclude(outcome=Outcome.WITHDRAWN)
    told = list(past.order_by("-id").values_list("prompt", "outcome")[:PAST])
    freed = [outcome for prompt, outcome in told if not passing.find(prompt, team=compiled.team)]
    return Effect(phrase, len(told), len(freed), freed.count(Outcome.REFUSED))


def allow(case: Case, phrase: str, *, by: User) -> bool:
    """Call it in the transaction of the decision. False where the rule is gone or passes the phrase already.

    Raises:
        BadPhrase: too short to be meant, too long, or the rule stops nothing in it.
    """
    phrase = " ".join(phrase.split())
    if not SHORTEST <= len(phrase) <= LONGEST:
        raise BadPhrase(_("A phrase that passes has 3 to 80 characters."))
    rule = Rule.objects.filter(pk=case.rule).first() if case.rule else None
    version = rules.current_of(rule) if rule else None
    if rule is None or version is None or version.removed:
        return False
    compiled = rules.compiled(version)
    if not eases(replace(compiled, allow=()), phrase, case.prompt):
        raise BadPhrase(_("The rule stops nothing in “%(phrase)s”. Name words that it did stop.") % {"phrase": phrase})
    passes = not eases(compiled, phrase, case.prompt)
    return not passes and rules.allow(rule, phrase, by=by, details={"case": str(case.pk)})


def eases(rule: Compiled, phrase: str, prompt: str) -> bool:
    """Whether the phrase would change anything: in this prompt, or where it stands alone."""
    sets = [RuleSet([replace(rule, allow=allow)]) for allow in (rule.allow, (*rule.allow, phrase))]

    def found(text: str) -> list[list[tuple[Span, ...]]]:
        return [[one.spans for one in every.find(text, team=rule.team)] for every in sets]

    return any(before != after for before, after in map(found, (prompt, phrase)))
