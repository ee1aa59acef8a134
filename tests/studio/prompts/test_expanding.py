"""Alternatives: what they stand for, and that no text ever writes out more than was asked for."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.prompts.expanding import COUNTED_TO, DEEPEST, TooMany, Unclear, escaped, names_in, read

WORDS = st.text(st.characters(exclude_characters="{}|\\@", exclude_categories=["Cs"]), max_size=8)


@pytest.mark.parametrize(
    ("text", "prompts"),
    [
        ("a vase", ["a vase"]),
        ("", [""]),
        ("a {red|blue} vase", ["a red vase", "a blue vase"]),
        ("{a|b}{1|2}", ["a1", "a2", "b1", "b2"]),
        ("a {|blue }vase", ["a vase", "a blue vase"]),
        ("{red|{light|dark} blue}", ["red", "light blue", "dark blue"]),
        ("{a|a}", ["a", "a"]),
        (r"\{a|b\}", ["{a|b}"]),
        (r"{a\|b|c}", ["a|b", "c"]),
        (r"{a\\|b}", ["a\\", "b"]),
        (r"C:\new | {a|b}", [r"C:\new | a", r"C:\new | b"]),
        (r"no braces, so \| and \\ stay", [r"no braces, so \| and \\ stay"]),
        ("a {vase}", ["a {vase}"]),
        ("a {vase with {red|blue} rim}", ["a {vase with red rim}", "a {vase with blue rim}"]),
        ('{"style": "flat"}', ['{"style": "flat"}']),
        ("a smile :{ and more", ["a smile :{ and more"]),
        ("a smile :} and {a|b}", ["a smile :} and a", "a smile :} and b"]),
        ("one | two", ["one | two"]),
    ],
)
def test_what_a_text_stands_for(text, prompts):
    expansion = read(text)
    assert (expansion.all(), expansion.count) == (prompts, len(prompts))


def test_a_list_gives_its_lines_as_they_stand():
    lists = {"studio colours": ["ochre", "{not|read}"]}
    assert read("in {@ Studio  colours}", lists).all() == ["in ochre", "in {not|read}"]
    assert read("{@studio colours|grey}", lists | {"studio colours|grey": ["x"]}).all() == ["x"]


def test_the_lists_of_a_text_are_known_before_it_is_read():
    assert names_in("{@Colours} and {a|{@More  light}} and {@open") == {"colours", "more light"}


@pytest.mark.parametrize("text", ["a {red|blue vase", "{a|{b|c}", "in {@nothing like it}", "in {@bare}", "{" * 30])
def test_what_is_unclear_is_told(text):
    with pytest.raises(Unclear):
        read(text, {"bare": []})


def test_deep_nesting_ends_before_the_stack_does():
    read("{a|" * DEEPEST + "b" + "}" * DEEPEST)
    with pytest.raises(Unclear, match="nest"):
        read("{a|" * (DEEPEST + 1) + "b" + "}" * (DEEPEST + 1))


def test_millions_are_counted_and_never_written():
    bomb = read("{a|b|c|d}" * 3000)
    assert bomb.count == COUNTED_TO
    assert [prompt[-1] for prompt in bomb.first(5)] == ["a", "b", "c", "d", "a"]
    with pytest.raises(TooMany) as caught:
        bomb.all()
    assert caught.value.count == COUNTED_TO
    with pytest.raises(TooMany):
        read("{a|b}" * 10).all(most=1023)
    assert len(read("{a|b}" * 10).all(most=1024)) == 1024


def test_a_text_that_is_too_long_is_not_read():
    with pytest.raises(Unclear, match="32000"):
        read("{a|b}" + "x" * 32_000)


@given(st.lists(st.lists(WORDS, min_size=2, max_size=4), max_size=5), WORDS)
def test_the_count_is_the_product(groups, between):
    text = between.join("{" + "|".join(group) + "}" for group in groups)
    expansion = read(text)
    expected = [between.join(chosen) for chosen in product(*groups)]
    assert expansion.all(most=2000) == expected
    assert expansion.count == len(expected)


LEAVES = WORDS.map(lambda words: (words, [words]))


def grouped(options):
    return "{" + "|".join(text for text, _ in options) + "}", [prompt for _, prompts in options for prompt in prompts]


def side_by_side(parts):
    texts, prompts = zip(*parts, strict=True)
    return "".join(texts), ["".join(chosen) for chosen in product(*prompts)]


NESTED = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, min_size=2, max_size=3).map(grouped) | st.lists(inner, min_size=1, max_size=3).map(side_by_side)
    ),
    max_leaves=12,
)


@given(NESTED)
def test_nested_alternatives_give_what_they_say(made):
    text, prompts = made
    expansion = read(text)
    assert expansion.count == len(prompts)
    assert expansion.first(50) == prompts[:50]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_an_escaped_text_stays_as_it_is(text):
    assert read(escaped(text)).all() == [text]


@given(st.text("{}|\\@ab", max_size=80))
def test_whatever_is_typed_is_read_or_told(text):
    try:
        expansion = read(text)
    except Unclear:
        return
    assert len(expansion.first(20)) == min(expansion.count, 20)
