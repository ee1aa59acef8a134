import pytest

from studio.prompts.filling import MOST, filled, variables


def named(text):
    return [(variable.name, variable.default) for variable in variables(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a [subject] on [ground=wet slate]", [("subject", ""), ("ground", "wet slate")]),
        ("[Subject], again [subject=a vase ]", [("Subject", "a vase")]),
        ("[two words] and [naïve-one_2]", [("two words", ""), ("naïve-one_2", "")]),
        (r"a sign \[open\] and [1] and [] and [a, b]", []),
        ("{red|blue} [thing]", [("thing", "")]),
        ("[" + "a" * 41 + "]", []),
    ],
)
def test_variables_of_a_text(text, found):
    assert named(text) == found


def test_only_so_many_are_asked_for():
    text = " ".join(f"[v{number}]" for number in range(MOST + 3))
    assert len(variables(text)) == MOST
    assert filled(text, {}).split() == [f"[v{number}]" for number in range(MOST, MOST + 3)]


@pytest.mark.parametrize(
    ("values", "prompt"),
    [
        ({"subject": "a jug", "ground": "sand"}, "a jug on sand, a jug"),
        ({"SUBJECT": " a jug "}, "a jug on wet slate, a jug"),
        ({"subject": "{red|blue} jug", "ground": ""}, "{red|blue} jug on wet slate, {red|blue} jug"),
        ({"other": "x"}, " on wet slate, "),
    ],
)
def test_values_take_their_places(values, prompt):
    assert filled("[subject] on [ground=wet slate], [Subject]", values) == prompt


def test_a_value_is_not_read_again():
    assert filled("[a] [b]", {"a": "[b]", "b": "x"}) == "[b] x"


def test_brackets_that_are_kept_lose_their_backslash():
    assert filled(r"\[sic\] [a]", {"a": "1"}) == "[sic] 1"
