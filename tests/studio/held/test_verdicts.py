"""A decision about a held run is carried out in its own transaction; a release offers the phrase to allow."""

import pytest

from gallery.cases import allowing, listing, opening
from gallery.cases.deciding import Verdict
from gallery.judging import rules
from gallery.models import Case
from studio.held import verdicts
from studio.held.verdicts import Extras
from studio.templatetags import held as held_tags
from tests.factories import RunFactory, UserFactory

YES, NO = Verdict("released", "false-alarm"), Verdict("refused", "violence")


@pytest.fixture
def judge(db):
    return UserFactory(is_moderator=True)


@pytest.fixture
def rule(db):
    columns = {"category": "Violence", "kind": "word", "terms": ["blood"], "action": "hold"}
    return rules.create(by=None, columns=columns).rule


def held(rule, prompt, person=None):
    """As a hold of this rule opens it; its generations are none, so that nothing is sent."""
    at = prompt.index("blood")
    fired = opening.Trigger(label="Violence, rule 1", rule=rule.pk, version=1, words=("blood",), spans=((at, at + 5),))
    run = RunFactory(owner=person or UserFactory(), prompt=prompt)
    return opening.open_case(kind="prompt", person=run.owner, subject=run, prompt=prompt, triggers=[fired])


def test_a_phrase_is_offered_with_its_effect_on_old_cases(rule, judge):
    for n in range(3):
        verdicts.judge(held(rule, f"a blood orange, number {n}"), YES, by=judge)
    verdicts.judge(held(rule, "blood on a wall"), NO, by=judge)
    case = held(rule, "half a Blood Orange on ice, blood orange".lower())
    assert allowing.effect_of(case) == allowing.Effect("blood orange", past=4, freed=3, refused=0)
    assert allowing.effect_of(case, "blood") == allowing.Effect("blood", past=4, freed=4, refused=1)
    done = verdicts.judge(case, YES, by=judge, extras=Extras(allow_phrase="blood orange"))
    assert done.allowed
    assert rules.current_of(rule).allow == ["blood orange"]
    assert not rules.find("a blood orange")
    assert rules.find("blood on a wall")


@pytest.mark.parametrize(
    ("prompt", "phrase"),
    [
        ("Blood on the stage floor", "Blood on the stage"),
        ("a pool of blood", "of blood"),
        ("blood and the of a wall", "blood"),
        ("no word of blood, sangue no palco", "blood, sangue"),
    ],
)
def test_the_phrase_goes_up_to_a_word_that_says_something(rule, prompt, phrase):
    assert allowing.phrase_of(held(rule, prompt.lower())) == phrase.lower()


@pytest.fixture
def pressed(rule):
    """A press on which two rules fire, the second one's word in front of the first one's."""
    columns = {"category": "Riot", "kind": "regex", "terms": ["r"], "action": "hold"}
    other = rules.create(by=None, columns=columns).rule
    prompt = "rain on a blood orange"
    words = [(rule, "blood", 10), (other, "r", 0), (other, "r", 16)]
    fired = [
        opening.Trigger(label="", rule=one.pk, version=1, words=(word,), spans=((at, at + len(word)),))
        for one, word, at in words
    ]
    run = RunFactory(prompt=prompt)
    return opening.open_case(kind="prompt", person=run.owner, subject=run, prompt=prompt, triggers=fired)


def test_the_phrase_is_about_what_its_own_rule_found(pressed):
    assert allowing.phrase_of(pressed) == "blood orange"


def test_what_two_rules_found_in_one_place_is_one_mark(rule):
    case = held(rule, "half a blood orange")
    case.triggers = [*case.triggers, case.triggers[0] | {"spans": [[7, 8], [9, 12]]}]
    assert held_tags.marked(case) == "half a <mark>blood</mark> orange"


def test_a_phrase_that_the_rule_does_not_stop_is_not_allowed(rule, judge):
    case = held(rule, "half a blood orange")
    with pytest.raises(verdicts.BadExtra, match="stops nothing in “green vase”"):
        verdicts.judge(case, YES, by=judge, extras=Extras(allow_phrase="green vase"))
    case.refresh_from_db()
    assert case.waits
    assert rules.current_of(rule).allow == []
    assert verdicts.judge(case, YES, by=judge, extras=Extras(allow_phrase="Blood red")).allowed


def test_a_phrase_that_passes_already_is_neither_offered_nor_allowed_twice(rule, judge):
    rules.allow(rule, "blood orange", by=judge, details={})
    case = held(rule, "half a blood Orange")
    assert allowing.effect_of(case) is None
    assert not verdicts.judge(case, YES, by=judge, extras=Extras(allow_phrase="blood Orange")).allowed
    assert rules.current_of(rule).allow == ["blood orange"]


def test_a_refusal_allows_nothing(rule, judge):
    done = verdicts.judge(held(rule, "a blood orange"), NO, by=judge, extras=Extras(allow_phrase="blood orange"))
    assert (done.allowed, rules.current_of(rule).allow) == (False, [])
    assert (Case.objects.waiting().count(), listing.counts()["waiting"]) == (0, 0)
