"""The keys sheet and the templates agree."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from studio import shortcuts

MARKS = re.compile(r'(?:aria-keyshortcuts|data-key|data-act|nav_item[^%]*key)="([^"{]+)"')
ACTS_WITHOUT_KEY = {"open"}
PRESSED = re.compile(r"<(?:button|a)\b(?:[^<>{]|\{%.*?%\}|\{\{.*?\}\})*>")
KEYED = re.compile(r"data-key|aria-keyshortcuts|data-act=|act_key|kbd")
KEYED_TEMPLATES = {  # and how many of their buttons and links have no key: what each of them is
    "studio/_label.html": 3,  # the run's page, the first run, the close of an earlier try
    "studio/_tile.html": 1,  # the picture
    "studio/_tools.html": 4,  # the menu, saved prompts ("/" in the prompt), presets' page, earlier prompts (Alt Up)
    "studio/_edit_tools.html": 3,  # within the figures
    "gallery/_takes.html": 0,
    "gallery/_picture_bar.html": 2,  # the crumb, to a board or a list
    "gallery/_inspector.html": 0,
    "gallery/_lineage.html": 0,
    "gallery/_branch.html": 2,  # Save, which is Enter, and the way to where the branch begins
    "gallery/_selection.html": 7,  # the forms and the menu behind More
    "gallery/_menu.html": 3,  # the tools of a tile, which are Space, F and the menu itself
    "gallery/compare.html": 3,  # the modes, which are M
    "gallery/_compare_column.html": 1,  # the name
    "gallery/_compare_table.html": 0,
    "studio/edit.html": 0,
}


def marked():
    for path in Path(settings.BASE_DIR, "templates").rglob("*.html"):
        for text in MARKS.findall(path.read_text()):
            sequences = [text] if re.fullmatch(r"[a-zA-Z] [a-zA-Z]", text) else text.split(" ")
            yield from ((key.lower(), path.name) for key in sequences)


def test_every_key_of_a_template_stands_in_the_sheet():
    missing = {(key, name) for key, name in marked() if key not in shortcuts.known_keys() | ACTS_WITHOUT_KEY}
    assert missing == set()


@pytest.mark.parametrize("name", KEYED_TEMPLATES)
def test_every_act_of_these_templates_has_a_key(name):
    text = Path(settings.BASE_DIR, "templates", name).read_text()
    without = [tag for tag in PRESSED.findall(text) if not KEYED.search(tag)]
    assert len(without) == KEYED_TEMPLATES[name], "\n".join(without)


def test_every_act_of_a_run_stands_in_the_sheet_and_no_two_of_a_tile_share_a_key():
    assert {key.lower() for key in shortcuts.OF_ACTS.values()} <= shortcuts.known_keys()
    together = [("check", "resend", "close-charged", "close-free"), ("retry", "reword"), ("look", "reword", "cancel")]
    for names in [*together, ("reword", "appeal"), ("instead", "cancel"), ("retry-failed", "again"), ("key", "retry")]:
        assert len({shortcuts.of_act(name) for name in names}) == len(names)
    assert shortcuts.of_act("unheard-of") == ""


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
    sheet = render_to_string("_parts/shortcuts.html")
    assert sheet.count("data-shortcut>") == sum(len(section.shortcuts) for section in shortcuts.SECTIONS)
    assert "Generate" in sheet
