"""What somebody typed, cut into words and read."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from gallery.search.asking import Term, read
from gallery.tokens import line_of, words_of


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
    assert read('dune "wet slate"').terms == (Term(("dune",), True), Term(("wet", "slate"), False))
    assert read('"wet sla*"').terms == (Term(("wet", "sla"), True),)


def test_a_word_with_signs_inside_is_a_phrase():
    assert read("f/1.8").terms == (Term(("f", "1", "8"), True),)


def test_exclusions_are_whole_words():
    asked = read('-red -"low sun" -bl*')
    assert asked.without == (Term(("red",), False), Term(("low", "sun"), False), Term(("bl",), True))
    assert asked.terms == ()


def test_pieces_stand_at_the_borders_of_words():
    line = line_of(words_of("two dunes, wet"))
    assert read("dun").terms[0].piece in line
    assert read('"dun"').terms[0].piece not in line
    assert read('"dunes wet"').terms[0].piece in line


@given(some.text(max_size=700))
def test_nothing_that_is_typed_breaks_it(text):
    asked = read(text)
    for term in (*asked.terms, *asked.without):
        assert term.words
        assert all(word.isalnum() for word in term.words)
