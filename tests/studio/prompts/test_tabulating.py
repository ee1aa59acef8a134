"""Tables as people have them: any separator, any quotes, the encodings that say what they are."""

import pytest

from studio.prompts.tabulating import CELL_MAX, MOST_BYTES, MOST_ROWS, Unreadable, decoded, read

HEAD = "prompt,model,aspect,seed\n"


def cells(text):
    return [row.cells for row in read(text).rows]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_separator_parts_the_cells(separator):
    table = read(separator.join(["Prompt", " MODEL ", "o_x"]) + "\n" + separator.join(["a vase", "", "7"]))
    assert table.columns == ("prompt", "model", "o_x")
    assert table.rows[0].cells == {"prompt": "a vase", "o_x": "7"}


def test_quotes_hold_separators_quotes_and_line_ends():
    text = HEAD + '"red, or ""vermilion""\nvase",m,3:4,\n\n   \n,,,\nlast,,,5\n'
    assert cells(text) == [
        {"prompt": 'red, or "vermilion"\nvase', "model": "m", "aspect": "3:4"},
        {"prompt": "last", "seed": "5"},
    ]
    assert [row.number for row in read(text).rows] == [2, 7]


def test_line_ends_of_every_system_are_read():
    assert cells("prompt;n\r\na;1\r\nb;2\r\n") == [{"prompt": "a", "count": "1"}, {"prompt": "b", "count": "2"}]
    assert len(cells("prompt\ra\rb")) == 2


def test_one_column_keeps_its_commas():
    assert cells('prompt\na vase, red\n"a jug, ""new"""\n') == [{"prompt": "a vase, red"}, {"prompt": 'a jug, "new"'}]


def test_without_a_head_each_line_is_a_prompt_as_it_stands():
    text = '\nA vase, red; "new"\n\n  {a|b} on sand \n'
    assert [(row.number, row.cells) for row in read(text).rows] == [
        (2, {"prompt": 'A vase, red; "new"'}),
        (4, {"prompt": "{a|b} on sand"}),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "nothing here"),
        (" \n\n", "nothing here"),
        (HEAD, "no rows"),
        ("text,model,aspect\na,b,c", "no column named prompt"),
        ("prompt,seed,seed\na,1,2", "seed twice"),
        ('prompt,seed\n"a,1\nb,2', "never closed"),
        ('prompt,seed\n"a" b,1', "closing quote"),
        ("prompt,seed\n" + "a" * (CELL_MAX + 1), "more than"),
        ("prompt," + ",".join(f"o{n}" for n in range(80)) + "\na", "columns"),
    ],
)
def test_what_cannot_be_read_is_told(text, words):
    with pytest.raises(Unreadable, match=words):
        read(text)


def test_an_extra_cell_is_an_error_of_its_row_alone():
    rows = read("prompt,seed\na,1,loose\nb,2,,\n").rows
    assert "loose" in rows[0].errors["row"][0]
    assert rows[1].errors == {}


@pytest.mark.parametrize("make", [lambda n: "prompt,seed\n" + "a,1\n" * n, lambda n: "a\n" * n])
def test_a_thousand_rows_and_no_more(make):
    assert len(read(make(MOST_ROWS)).rows) == MOST_ROWS
    with pytest.raises(Unreadable, match="10\u202f000 rows here; a batch takes 1\u202f000"):
        read(make(10_000))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_that_name_themselves_are_read(encoding):
    assert cells(decoded("prompt\nça va, 花瓶".encode(encoding))) == [{"prompt": "ça va, 花瓶"}]


@pytest.mark.parametrize("data", ["ça".encode("latin-1"), "ab".encode("utf-16-le"), b"\xff\xfea", b"a\0b"])
def test_an_encoding_is_never_guessed(data):
    with pytest.raises(Unreadable, match="UTF-8"):
        decoded(data)


def test_a_file_that_is_too_large_is_not_read():
    with pytest.raises(Unreadable, match="4 MB"):
        decoded(b"a" * (MOST_BYTES + 1))


def test_one_endless_line_is_a_prompt_and_no_head():
    assert cells("a" * 200_000) == [{"prompt": "a" * 200_000}]
