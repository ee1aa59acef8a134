"""The keys sheet and the templates agree."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from studio import shortcuts

MARKS = re.compile(r'(?:aria-keyshortcuts|data-key|data-act|nav_item[^%]*key)="([^"{]+)"')
ACTS_WITHOUT_KEY = {"open", "report"}


def marked():
    for path in Path(settings.BASE_DIR, "templates").rglob("*.html"):
        for text in MARKS.findall(path.read_text()):
            sequences = [text] if re.fullmatch(r"[a-zA-Z] [a-zA-Z]", text) else text.split(" ")
            yield from ((key.lower(), path.name) for key in sequences)


def test_every_key_of_a_template_stands_in_the_sheet():
    missing = {(key, name) for key, name in marked() if key not in shortcuts.known_keys() | ACTS_WITHOUT_KEY}
    assert missing == set()


def test_the_templates_have_keys_at_all():
    assert {"g s", "/", "n", "a", "control+enter"} <= {key for key, _ in marked()}


@pytest.mark.parametrize(
    ("way", "caps"),
    [
        ("Control+Enter", ["Ctrl", "Enter"]),
        ("G S", ["G", "", "S"]),
        ("+", ["+"]),
        ("Delete", ["Del"]),
        ("Alt+ArrowUp", ["Alt", "↑"]),
        ("Control+.", ["Ctrl", "."]),
    ],
)
def test_what_is_printed_on_the_keys(way, caps):
    assert shortcuts.caps_of(way) == caps


def test_the_sheet_shows_every_key():
    sheet = render_to_string("_parts/keys.html")
    assert sheet.count("data-shortcut>") == sum(len(section.shortcuts) for section in shortcuts.SECTIONS)
    assert "Generate" in sheet
