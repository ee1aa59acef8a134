"""What a text is compared as, what is found in it and where, and what an expression may cost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gallery.judging import expressions
from gallery.judging.folding import fold
from gallery.judging.matching import Rule, RuleSet

TEXTS = st.text(max_size=80) | st.text(alphabet="blodrangeé \u200bＢ血腥-.", max_size=60)
WORDS = st.text(alphabet="abcdeé血", min_size=1, max_size=5)


def rule(*terms, kind="word", action="hold", number=7, **more):
    return Rule(
        key=number, number=number, version=1, category="Violence", kind=kind, terms=terms, action=action, **more
    )


def marked(text, *rules, team=None):
    """What each rule that fired marks, by its number."""
    found = RuleSet(rules).find(text, team=team)
    return {one.rule.number: [text[start:end] for start, end in one.spans] for one in found}


@given(TEXTS)
def test_a_folded_text_folds_to_itself(text):
    once = fold(text).text
    assert fold(once).text == once


@given(TEXTS, st.lists(WORDS, min_size=1, max_size=4), st.sampled_from(["word", "phrase", "stem"]))
def test_what_is_marked_lies_within_the_text_and_in_order(text, terms, kind):
    for finding in RuleSet([rule(*terms, kind=kind)]).find(f"{text} {terms[0]}"):
        ends = [0, *(place for span in finding.spans for place in span), len(text) + 1 + len(terms[0])]
        assert ends == sorted(ends)
        assert all(start < end for start, end in finding.spans)


@given(WORDS, st.lists(WORDS, min_size=1, max_size=3))
def test_an_allowed_phrase_never_fires(word, others):
    phrase = " ".join([word, *others])
    assert marked(phrase, rule(word, kind="word", allow=(phrase,))) == {}


@pytest.mark.parametrize(
    ("text", "kind", "term", "found"),
    [
        ("Blood on slate", "word", "blood", ["Blood"]),
        ("bloody slate", "word", "blood", []),
        ("BLÓOD, ｂｌｏｏｄ and b\u200blood", "word", "blood", ["BLÓOD", "ｂｌｏｏｄ", "b\u200blood"]),
        ("a gunmetal bottle", "stem", "gun", ["gun"]),
        ("a begun bottle", "stem", "gun", []),
        ("kill-all, kill  all", "phrase", "Kill all", ["kill-all", "kill  all"]),
        ("kill. All of it", "phrase", "kill all", []),
        ("一张血\u200b腥的图片", "word", "血腥", ["血\u200b腥"]),
        ("红blood红", "word", "blood", ["blood"]),
        ("a 🔫 toy", "word", "🔫", ["🔫"]),
        ("ﬁre and ﬁre", "word", "fire", ["ﬁre", "ﬁre"]),
        ("a kn1fe, two KNIVES", "regex", r"kn[i1](fe|ves)", ["kn1fe", "KNIVES"]),
        ("Straße", "word", "STRASSE", ["Straße"]),
    ],
)
def test_terms_are_found_as_they_are_meant(text, kind, term, found):
    assert marked(text, rule(term, kind=kind)) == ({7: found} if found else {})


def test_what_is_allowed_hides_nothing_beside_it():
    assert marked("blood orange in blood", rule("blood", allow=("blood orange",))) == {7: ["blood"]}


@pytest.mark.parametrize(
    ("text", "fires"),
    [("the men who die in the war", True), ("die Frau mit der Katze und dem Hund", False), ("die", True)],
)
def test_a_rule_of_a_language_leaves_others_alone(text, fires):
    assert bool(marked(text, rule("die", language="en"))) == fires


def test_a_teams_rule_is_its_own():
    assert [marked("logo", rule("logo", team=1), team=team) for team in (None, 1, 2)] == [{}, {7: ["logo"]}, {}]


def test_the_gravest_comes_first():
    rules = [
        rule("a", action="note", number=1),
        rule("a", action="hold", number=2),
        rule("a", action="refuse", number=3),
    ]
    assert list(marked("a", *rules)) == [3, 2, 1]


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        (r"(a+)+$", "slow"),
        (r"(\w+\s?)*x", "slow"),
        (r"^(([a-z])+.)+[A-Z]([a-z])+$", "slow"),
        (".*", "empty match"),
        ("(", "broken"),
        (" ", "empty"),
        ("a" * 501, "long"),
    ],
)
def test_an_expression_that_cannot_be_a_rule_says_why(pattern, why):
    with pytest.raises(expressions.Unusable) as refused:
        expressions.refuse_unusable(pattern)
    assert refused.value.why == why


def test_one_that_runs_out_of_time_is_undecided_and_refuses_nothing():
    found = RuleSet([rule(r"(a+)+$", kind="regex", action="refuse")]).find("a" * 4000 + "!")
    assert [(one.undecided, one.action, one.spans) for one in found] == [(True, "hold", ())]
