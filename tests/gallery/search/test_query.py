"""The line: read, printed, read again, and the form that says the same."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from gallery.search import values
from gallery.search.query import Part, Value, from_form, read

WHOLE = (
    'model:flux rating:>=3 -tag:draft board:"Spring" is:favourite has:mask shape:portrait color:teal '
    'date:2026-10..2026-11 "wet slate" -fog'
)


def test_a_whole_line_is_read_and_printed_as_it_came():
    query = read(WHOLE)
    assert query.problems == ()
    assert str(query) == WHOLE
    assert query.parts[2] == Part("tag", (Value("draft"),), without=True)
    assert query.parts[3] == Part("board", (Value("Spring", quoted=True),))


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('tag:a,"low sun",b', 'tag:a,"low sun",b'),
        ("colour:Turquoise state:picked by:jo", "color:teal is:favourite person:jo"),
        (
            "stars:>2 rating:<=2 rating:0 rating:5 rating:2..4",
            "rating:>=3 rating:1..2 rating:none rating:5 rating:2..4",
        ),
        ("“wet slate” «x»", '"wet slate" "x"'),
        ("tag: model:", ""),
        ("16:9 f:1.8 https://example.org", "16:9 f:1.8 https://example.org"),
        ("same same", "same"),
        ('unclosed "phrase here', 'unclosed "phrase here"'),
        ("date:TODAY date:7d date:2026", "date:today date:7d date:2026"),
    ],
)
def test_lines_have_one_form(typed, printed):
    assert str(read(typed)) == printed
    assert read(printed).problems == ()


@pytest.mark.parametrize(
    ("line", "field", "words"),
    [
        ("modle:flux", "modle", "Is “model:” meant?"),
        ("zzzz:flux", "zzzz", "Fields are model"),
        ("color:mauve", "color", "It takes red, orange"),
        ("rating:9", "rating", "stars such as"),
        ("date:2026-13", "date", "days such as"),
        ("date:2026-11..2026-10", "date", "days such as"),
        ("like:me", "like", "the id of a picture"),
        ("tag:" + "x" * 101, "tag", "100 characters"),
        ("x" * 1001, "q", "1000 characters at most"),
    ],
)
def test_what_means_nothing_is_told_at_its_field(line, field, words):
    problem = read(line).problems[0]
    assert problem.field == field
    assert words in problem.sentence


def test_a_line_has_no_more_conditions_than_anybody_reads():
    assert read(" ".join(f"w{n}" for n in range(40))).problems[0].field == "q"


@given(some.text(alphabet=some.characters() | some.sampled_from("\"'-:,*()&|!<>%. abtgmodel🦌"), max_size=200))
def test_nothing_that_is_typed_breaks_it_and_printing_keeps_it(text):
    query = read(text)
    again = read(str(query))
    assert again.parts == query.parts
    assert again.problems == ()


@given(some.text(max_size=12_000))
def test_any_length_is_read(text):
    read(text)


def test_a_form_and_a_line_say_the_same():
    form = {
        "words": ['fog "wet slate"'],
        "model": ["a/b", "c/d"],
        "tag": ["sea", "low sun"],
        "-tag": ["draft"],
        "shape": ["portrait"],
        "rating": [">=3"],
        "from": ["2026-10-01"],
        "to": [""],
    }
    line = 'fog "wet slate" model:a/b,c/d rating:>=3 shape:portrait tag:sea tag:"low sun" -tag:draft date:2026-10-01..'
    assert str(from_form(form)) == line
    assert set(from_form({"q": [line]}).parts) == set(from_form(form).parts)


def test_any_of_several_tags():
    assert str(from_form({"tag": ["sea", "sky"], "tags": ["any"]})) == "tag:sea,sky"


def test_a_form_says_what_it_cannot_read():
    assert [problem.field for problem in from_form({"from": ["yesterday"], "color": ["mauve"]}).problems] == [
        "color",
        "date",
    ]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2026", (date(2026, 1, 1), date(2026, 12, 31))),
        ("2026-02", (date(2026, 2, 1), date(2026, 2, 28))),
        ("2026-12", (date(2026, 12, 1), date(2026, 12, 31))),
        ("2026-10..2026-11", (date(2026, 10, 1), date(2026, 11, 30))),
        (">=2026-10", (date(2026, 10, 1), None)),
        ("..2026-10-05", (None, date(2026, 10, 5))),
        ("today", (date(2026, 11, 20), date(2026, 11, 20))),
        ("7d", (date(2026, 11, 14), None)),
        ("2026-02-30", None),
        ("0999", None),
        ("..", None),
        ("tomorrow", None),
    ],
)
def test_days(text, span):
    assert values.days(text, date(2026, 11, 20)) == span
