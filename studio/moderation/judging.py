"""What the prompt rules say of a request, before anything of it is reserved or written."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gallery.judging import hits, rules
from gallery.judging.hits import Fired
from gallery.judging.matching import HOLD, NOTE, REFUSE
from studio.catalogue import Asked, Invalid
from studio.catalogue.wording import phrase
from studio.composing.order import Order
from studio.models import Hold, HoldState

PROMPT = "prompt"


class RefusedByRule(Invalid):
    """A rule refuses these words; the sentences name it and stand at the field where they were given."""


def judge(order: Order, *, by: Any, team: Any = None) -> list[Fired]:
    """The rules that fired and let it run or hold it. ``team``: the id of the one that the pictures go to.

    Raises:
        RefusedByRule: nothing is kept of it but the count and an entry of the trail.
    """
    fired = fired_in(texts_of(order), team=team)
    refusing = [one for one in fired if one.finding.action == REFUSE]
    if refusing:
        hits.count_refusal(refusing)
        raise RefusedByRule(told_at_fields(refusing))
    holding = [one for one in fired if one.finding.action == HOLD]
    return without_released(fired, order.prompt, by=by) if holding else fired


def fired_in(texts: Mapping[str, str], *, team: Any = None) -> list[Fired]:
    """``texts`` by the field that they stand in."""
    known = rules.known()
    return [Fired(finding, field, text) for field, text in texts.items() for finding in known.find(text, team=team)]


def texts_of(order: Order) -> dict[str, str]:
    """Everything that somebody wrote: the prompt, and what a model takes as free text. The same words once."""
    found = {PROMPT: order.prompt}
    for index, asked in enumerate(order.asked):
        for name, text in free_texts(asked):
            if text not in found.values():
                found[f"models.{index}.options.{name}"] = text
    return found


def free_texts(asked: Asked) -> Iterator[tuple[str, str]]:
    for option in asked.spec.options:
        value = asked.options.get(option.name)
        if option.type == "string" and isinstance(value, str) and value.strip() and value not in option.choices:
            yield option.name, value


def without_released(fired: Sequence[Fired], prompt: str, *, by: Any) -> list[Fired]:
    """What a moderator let through once for this person is not held by the same version again."""
    earlier = Hold.objects.filter(run__owner=by, run__prompt=prompt, state=HoldState.RELEASED)
    known = {
        (trigger["key"], trigger["text"] or prompt)
        for triggers in earlier.values_list("triggers", flat=True)[:100]
        for trigger in triggers
    }
    return [
        one
        for one in fired
        if one.finding.action == NOTE or one.finding.undecided or (one.finding.rule.key, one.text) not in known
    ]


def told_at_fields(fired: Sequence[Fired]) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    for one in fired:
        errors.setdefault(one.field, []).append(refusal(one))
    return errors


def refusal(one: Fired) -> str:
    rule = one.finding.rule
    return phrase(
        "Rule {number} ({category}) refuses “{found}”. Nothing was sent. Choose other words.",
        number=rule.number,
        category=rule.category,
        found=one.word,
    )


def refuse_words(texts: Mapping[str, str], *, by: Any, team: Any = None) -> None:
    """For words that nobody could hold, such as a question to a chat model: what would be held is refused too.

    Raises:
        RefusedByRule.
    """
    fired = [one for one in fired_in(texts, team=team) if one.finding.action != NOTE]
    if fired:
        hits.count_refusal(fired)
        raise RefusedByRule(told_at_fields(fired))
