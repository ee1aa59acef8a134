"""File names: what fields say, what is safe on every system, each name once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gallery.export import naming
from gallery.export.naming import BadTemplate, Names

FACTS = dict.fromkeys(naming.FIELDS, "") | {"board": "Oro spring", "model": "GPT Image 1.5", "n": "07", "title": "A/b"}


@pytest.mark.parametrize(
    ("template", "name"),
    [
        ("{board}_{model}_{n}", "Oro-spring_GPT-Image-1.5_07"),
        ("{seed}_{model}_{seed}_{n}", "GPT-Image-1.5_07"),
        ("{board} - {n}", "Oro-spring - 07"),
        ("{title}", "A-b"),
        ("{seed}", "picture"),
        ("con", "_con"),
        ("NUL.tar", "_NUL.tar"),
        (" ..x.. ", "x"),
        ("海 {n}", "海 07"),
    ],
)
def test_a_name_follows_its_template(template, name):
    assert naming.stem(template, FACTS) == name


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("{bord}_{n}", "{bord}"),
        ("{n:>5}", "{n:>5}"),
        ("{n!r}", "{n}"),
        ("{model.real}", "{model.real}"),
        ("{0}", "{0}"),
        ("{}", "{}"),
        ("{n", "brace"),
        ("n}", "brace"),
        ("../{n}", "/"),
        ("a:b", ":"),
        ("a\nb", "cannot hold"),
        ("  ", "Give a name"),
    ],
)
def test_what_is_no_template_is_told(template, told):
    with pytest.raises(BadTemplate, match=r".") as caught:
        naming.check(template)
    assert told in str(caught.value)


@given(st.text(max_size=300))
def test_whatever_a_title_is_its_name_is_safe(title):
    name = naming.stem("{title}", FACTS | {"title": title})
    assert 0 < len(name.encode()) <= naming.MOST_BYTES + 1
    assert not set(name) & set('\\/:*?"<>|\0\n\r\t')
    assert name.strip(" .") == name


def test_each_name_is_given_once_whatever_its_capitals():
    names = Names("NOTES.txt")
    assert [names.once("a", "png"), names.once("A", "png"), names.once("a", "png"), names.once("notes", "txt")] == [
        "a.png", "A-2.png", "a-3.png", "notes-2.txt",
    ]  # fmt: skip
