"""What somebody typed, cut into words and read."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from gallery.models.words import MARK
from gallery.search.asking import Term, read
from gallery.search.query import read as read_line
from gallery.tokens import line_of, words_of


def terms(text):
    """The first alternative of each term: the words themselves."""
    return tuple(group[0] for group in read(read_line(text), "u1").terms)


def without(text):
    return tuple(group[0] for group in read(read_line(text), "u1").without)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Café-Bar, 100 %", ["cafe", "bar", "100"]),
        ("STRASSE Straße", ["strasse", "strasse"]),
        ("紅い鹿 deer", ["紅", "い", "鹿", "deer"]),
        ("a 🦌 here", ["a", "u1f98c", "here"]),
        ("x" * 80, ["x" * 64]),
        ("\0\ud800 '\"", []),
    ],
)
def test_text_is_cut_into_words(text, words):
    assert words_of(text) == words


def test_bare_words_go_on_and_phrases_do_not():
    assert terms('dune "wet slate"') == (Term(("dune",), True), Term(("wet", "slate"), False))
    assert terms('"wet sla*"') == (Term(("wet", "sla"), True),)


def test_a_word_with_signs_inside_is_a_phrase():
    assert terms("f/1.8") == (Term(("f", "1", "8"), True),)


def test_exclusions_are_whole_words():
    assert without('-red -"low sun" -bl*') == (
        Term(("red",), False),
        Term(("low", "sun"), False),
        Term(("bl",), True),
    )
    assert terms("-red") == ()


def test_pieces_stand_at_the_borders_of_words():
    line = line_of(words_of("two dunes, wet"))
    assert terms("dun")[0].piece in line
    assert terms('"dun"')[0].piece not in line
    assert terms('"dunes wet"')[0].piece in line


@given(some.text(max_size=700))
def test_no_typed_text_holds_a_word_of_our_own(text):
    assert not any(MARK in word for word in words_of(text))


@given(some.text(max_size=700))
def test_nothing_that_is_typed_breaks_it(text):
    asked = read(read_line(text), "u1")
    for term in (term for group in (*asked.terms, *asked.without) for term in group):
        assert term.words
        assert all(word.replace(MARK, "a").isalnum() for word in term.words)
