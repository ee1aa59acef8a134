"""Two texts word by word."""

import pytest

from gallery.recipes.diffing import MOST_WORDS, differ, excerpt, words


def later(changes):
    return "".join(text for kind, text in changes if kind != "removed")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("a red sea", "a blue sea", [("same", "a "), ("removed", "red"), ("added", "blue "), ("same", "sea")]),
        ("", "new words", [("added", "new words")]),
        ("old words", "", [("removed", "old words")]),
        ("a  harbour\n", "a harbour", [("same", "a harbour")]),
        ("", "", []),
    ],
)  # fmt: skip
def test_what_came_and_what_went(before, after, expected):
    assert words(before, after) == expected


def test_the_later_text_is_whole():
    before, after = "mist over\n\nlow hills, dawn", "thin mist over\n\nhigh hills at dawn"
    assert later(words(before, after)) == after


def test_white_space_is_no_difference():
    assert not differ("a  b\n", "a b")
    assert differ("a b", "a c")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (" ".join(f"w{n}" for n in range(MOST_WORDS + 1)), "short"),
        ("a b " * 500, "b a " * 500),
    ],
)
def test_what_would_take_too_long_is_told_whole(before, after):
    assert words(before, after) == [("removed", before), ("added", after)]


def test_an_excerpt_keeps_the_words_beside_a_change():
    before = "one two three four five six seven red eight nine ten eleven twelve"
    found = excerpt(words(before, before.replace("red", "blue")), around=2)
    assert later(found) == "… six seven blue eight nine … "


def test_an_excerpt_leaves_what_is_short():
    changes = words("a red harbour", "a blue harbour")
    assert excerpt(changes) == changes
