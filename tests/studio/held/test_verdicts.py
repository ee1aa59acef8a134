"""A decision about a held run is carried out in its own transaction; a release offers the phrase to allow."""

import pytest

from gallery.cases import allowing, listing, opening
from gallery.cases.deciding import Verdict
from gallery.judging import rules
from gallery.models import Case
from studio.held import verdicts
from studio.held.verdicts import Extras
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


def test_a_refusal_allows_nothing(rule, judge):
    done = verdicts.judge(held(rule, "a blood orange"), NO, by=judge, extras=Extras(allow_phrase="blood orange"))
    assert (done.allowed, rules.current_of(rule).allow) == (False, [])
    assert (Case.objects.waiting().count(), listing.counts()["waiting"]) == (0, 0)
