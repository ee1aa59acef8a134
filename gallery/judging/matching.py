"""All rules against one text, in one pass over it. Returns what fired and where, never what to do about it. No ORM."""

import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import regex

from gallery.judging import expressions, languages
from gallery.judging.folding import Folded, fold
from gallery.judging.terms import Term, Terms, term_of

NOTE, HOLD, REFUSE = "note", "hold", "refuse"
SEVERITY = (REFUSE, HOLD, NOTE)
WORD_KIND, PHRASE, STEM, EXPRESSION = "word", "phrase", "stem", "regex"

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of a rule. ``rule`` and ``key`` are the rows of both, ``number`` and ``version`` what people call
    them; ``team`` None: all.
    """

    key: int
    number: int
    version: int
    category: str
    kind: str
    terms: tuple[str, ...]
    action: str
    allow: tuple[str, ...] = ()
    language: str = ""
    team: Any = None
    rule: Any = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that fired. ``spans`` of the original text, in order; none where it is ``undecided`` for want of time."""

    rule: Rule
    spans: tuple[Span, ...]
    undecided: bool = False

    @property
    def action(self) -> str:
        """One that could not be decided refuses nothing: somebody has a look."""
        return HOLD if self.undecided and self.rule.action == REFUSE else self.rule.action

    def word(self, text: str) -> str:
        """The first of what fired, as it was written."""
        return text[slice(*self.spans[0])] if self.spans else ""


class RuleSet:
    """Rules made ready once, for many texts."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = list(rules)
        found = (term for owner, rule in enumerate(self.rules) for term in terms_of(owner, rule))
        self.terms = Terms(found)
        self.expressions = [
            (owner, pattern)
            for owner, rule in enumerate(self.rules)
            if rule.kind == EXPRESSION
            for pattern in rule.terms
        ]
        self.compiled = {pattern: usable(pattern) for _, pattern in self.expressions}
        self.allowed = {owner: allowed_of(rule) for owner, rule in enumerate(self.rules) if rule.allow}

    def find(self, text: str, *, team: Any = None) -> list[Finding]:
        """What fires, the gravest first. ``team``: the one that the pictures go to, whose own rules count too."""
        if not self.rules or not text.strip():
            return []
        folded = fold(text)
        likely = languages.spoken(folded.text) if any(rule.language for rule in self.rules) else frozenset()
        concerned = [rule.team in (None, team) and languages.may_be(rule.language, likely) for rule in self.rules]
        spans: dict[int, set[Span]] = defaultdict(set)
        for owner, start, end in self.terms.found_in(folded):
            if concerned[owner]:
                spans[owner].add((start, end))
        undecided = self.search(folded, concerned, spans)
        found = [self.finding(owner, folded, places, owner in undecided) for owner, places in spans.items()]
        return sorted(filter(None, found), key=lambda one: (SEVERITY.index(one.action), one.rule.number))

    def search(self, folded: Folded, concerned: Sequence[bool], spans: dict[int, set[Span]]) -> set[int]:
        """Adds what expressions find; returns the rules that ran out of time."""
        undecided: set[int] = set()
        until = time.monotonic() + expressions.BUDGET
        for owner, pattern in self.expressions:
            if not concerned[owner]:
                continue
            expression, left = self.compiled[pattern], until - time.monotonic()
            try:
                if expression is None or left <= 0:
                    raise expressions.Undecided
                found = expressions.spans(expression, folded.text, limit=min(expressions.LIMIT, left))
            except expressions.Undecided:
                undecided.add(owner)
                spans[owner].update(())
            else:
                if found:
                    spans[owner].update(found)
        return undecided

    def finding(self, owner: int, folded: Folded, places: set[Span], undecided: bool) -> Finding | None:
        allowed = (
            [(start, end) for _, start, end in self.allowed[owner].found_in(folded)] if owner in self.allowed else ()
        )
        left = [span for span in places if not any(start <= span[0] and span[1] <= end for start, end in allowed)]
        if not left and not undecided:
            return None
        told = tuple(folded.span(*span) for span in merged(left))
        return Finding(self.rules[owner], told, undecided)


def terms_of(owner: int, rule: Rule) -> list[Term]:
    if rule.kind == EXPRESSION:
        return []
    return [term for text in rule.terms if (term := term_of(owner, text, stem=rule.kind == STEM))]


def allowed_of(rule: Rule) -> Terms:
    return Terms(term for text in rule.allow if (term := term_of(0, text)))


def usable(pattern: str) -> regex.Pattern[str] | None:
    try:
        return expressions.compiled(pattern)
    except expressions.Unusable:
        return None


def merged(spans: Iterable[Span]) -> list[Span]:
    """In order, those that overlap as one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
