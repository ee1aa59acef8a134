"""Every key of the interface, in one table: the ``?`` sheet is drawn from it, and a test holds it to the templates.

To add one for your page: put a line here, and ``data-key="f"`` with ``aria-keyshortcuts="F"`` on the control itself
(keys.js clicks it, or focuses a field; "g s" is a sequence). Acts of the tile menu carry ``data-act``. A script with
keys of its own needs the line alone. Keys are written as in ``aria-keyshortcuts``: "Control+Enter", "G S", "Delete",
"Shift+R" (a letter alone, too) and "Alt+I" (acts while one writes). Where a page has several of a kind, ``data-near``
on what holds them ties a key to the one around the focus: "view" falls back to the first on screen, "focus" does not.
Single letters can be switched off by each person: a script of your own asks ``singleKeys()`` of dom.js first.
"""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

NAMES = {
    "Control": "Ctrl",
    "Delete": "Del",
    "Escape": "Esc",
    "ArrowUp": "↑",
    "ArrowDown": "↓",
    "ArrowLeft": "←",
    "ArrowRight": "→",
}


OF_ACTS = {  # of views/acts.py, by their name
    "again": "Shift+R",
    "retry": "Shift+F",
    "retry-failed": "Shift+F",
    "cancel": "Shift+X",
    "reword": "Shift+W",
    "key": "Shift+W",
    "model": "Shift+W",
    "options": "Shift+W",
    "reference": "Shift+W",
    "look": "Shift+L",
    "appeal": "Shift+L",
    "instead": "Shift+I",
    "check": "Shift+K",
    "resend": "Shift+Y",
    "close-charged": "Shift+C",
    "close-free": "Shift+N",
}


@dataclass(frozen=True, slots=True)
class Shortcut:
    """``keys``: each one does it. ``note`` says where or how: "in prompt", "hold"."""

    does: Any
    keys: tuple[str, ...]
    note: Any = ""

    @property
    def caps(self) -> list[list[str]]:
        """What is printed on the keys, per way: [["Ctrl", "Enter"]], [["G", "", "S"]]; "" reads "then"."""
        return [caps_of(way) for way in self.keys]


@dataclass(frozen=True, slots=True)
class Section:
    title: Any
    shortcuts: tuple[Shortcut, ...] = field(default_factory=tuple)


def caps_of(way: str) -> list[str]:
    first, *then = way.split(" ")
    caps = [NAMES.get(part, part) for part in first.split("+")] if first != "+" else ["+"]
    for key in then:
        caps += ["", key]
    return caps


SECTIONS = (
    Section(
        _("Anywhere"),
        (
            Shortcut(_("Find"), ("/",)),
            Shortcut(_("New run"), ("N",)),
            Shortcut(_("Go to studio"), ("G S",)),
            Shortcut(_("Go to gallery"), ("G G",)),
            Shortcut(_("Go to review"), ("G R",)),
            Shortcut(_("Go to boards"), ("G B",)),
            Shortcut(_("Go to teams"), ("G T",)),
            Shortcut(_("Go to usage"), ("G U",)),
            Shortcut(_("Go to held"), ("G H",), _("moderators")),
            Shortcut(_("Show these keys"), ("?",)),
            Shortcut(_("Close or step back"), ("Escape",)),
        ),
    ),
    Section(
        _("Composer"),
        (
            Shortcut(_("Generate"), ("Control+Enter",)),
            Shortcut(_("Focus the prompt"), ("Alt+A",)),
            Shortcut(_("Earlier prompt"), ("Alt+ArrowUp",)),
            Shortcut(_("Later prompt"), ("Alt+ArrowDown",)),
            Shortcut(_("Saved prompt"), ("/",), _("in prompt")),
            Shortcut(_("Undo a suggestion"), ("Control+Z",), _("in prompt")),
            Shortcut(_("Choose models"), ("@",), _("in prompt")),
            Shortcut(_("Options panel"), ("Control+.",)),
            Shortcut(_("Presets"), ("Alt+P",)),
            Shortcut(_("Improve my prompt"), ("Alt+I",)),
            Shortcut(_("Describe the first reference"), ("Alt+L",)),
            Shortcut(_("From a table"), ("Alt+T",)),
            Shortcut(_("Add a reference picture"), ("Alt+U",)),
            Shortcut(_("The price in detail"), ("Alt+K",)),
            Shortcut(_("Reorder references"), ("ArrowLeft", "ArrowRight"), _("on a reference")),
        ),
    ),
    Section(
        _("Run"),
        (
            Shortcut(_("Run again"), ("Shift+R",), _("focused or topmost run")),
            Shortcut(_("Retry failed"), ("Shift+F",), _("or the focused picture alone")),
            Shortcut(_("Cancel the rest"), ("Shift+X",), _("or the focused picture alone")),
            Shortcut(_("Bench"), ("Shift+B",)),
            Shortcut(_("Compare"), ("C",)),
            Shortcut(_("Reuse"), ("Shift+A",)),
            Shortcut(_("Reword, or put right"), ("Shift+W",), _("focused picture")),
            Shortcut(_("Ask for a look, or appeal"), ("Shift+L",), _("focused picture")),
            Shortcut(_("Use another model instead"), ("Shift+I",), _("focused picture")),
            Shortcut(_("Check again"), ("Shift+K",), _("focused picture")),
            Shortcut(_("Send again"), ("Shift+Y",), _("focused picture")),
            Shortcut(_("Close as charged, as not charged"), ("Shift+C", "Shift+N"), _("focused picture")),
            Shortcut(_("Remix"), ("R",), _("focused picture")),
            Shortcut(_("Use as a reference"), ("U",), _("focused picture")),
        ),
    ),
    Section(
        _("Gallery"),
        (
            Shortcut(_("Move"), ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown")),
            Shortcut(_("First, last"), ("Home", "End")),
            Shortcut(_("Open"), ("Enter",)),
            Shortcut(_("Select"), ("Space",)),
            Shortcut(_("Select a range"), ("Shift+ArrowRight", "Shift+ArrowLeft")),
            Shortcut(_("Select all shown"), ("Control+A",)),
            Shortcut(_("Move on its board"), ("Alt+ArrowLeft", "Alt+ArrowRight")),
            Shortcut(_("Move a board in its row"), ("Alt+ArrowUp", "Alt+ArrowDown")),
            Shortcut(_("Larger, smaller"), ("+", "-")),
            Shortcut(_("Select by a tap"), ("V",)),
            Shortcut(_("Select all of the list"), ("Shift+A",)),
            Shortcut(_("Share the selected"), ("Shift+S",)),
            Shortcut(_("More for the selected"), ("M",)),
            Shortcut(_("Stack the pictures of a run"), ("K",)),
            Shortcut(_("Upload"), ("Shift+U",)),
            Shortcut(_("Make it the cover"), ("Shift+C",), _("on a board")),
            Shortcut(_("Take off this board"), ("Shift+O",), _("on a board")),
        ),
    ),
    Section(
        _("Picture"),
        (
            Shortcut(_("Next, previous"), ("ArrowRight", "ArrowLeft")),
            Shortcut(_("Pick"), ("F",)),
            Shortcut(_("Rate"), ("1", "2", "3", "4", "5")),
            Shortcut(_("Take the stars back"), ("0",)),
            Shortcut(_("Lay on a board"), ("B",)),
            Shortcut(_("Tag"), ("T",)),
            Shortcut(_("Compare"), ("C",)),
            Shortcut(_("What looks like it"), ("L",)),
            Shortcut(_("Edit"), ("E",)),
            Shortcut(_("Use all"), ("A",)),
            Shortcut(_("Remix"), ("R",)),
            Shortcut(_("Only the prompt"), ("P",)),
            Shortcut(_("Only the seed"), ("S",)),
            Shortcut(_("Only the size"), ("Z",)),
            Shortcut(_("Only the references"), ("I",)),
            Shortcut(_("Use as a reference"), ("U",)),
            Shortcut(_("Copy the prompt"), ("Y",)),
            Shortcut(_("Describe this picture"), ("Shift+D",)),
            Shortcut(_("All ways to edit it"), ("Shift+E",)),
            Shortcut(_("Share by a link"), ("Shift+S",)),
            Shortcut(_("Recipe, lineage"), ("Shift+I", "Shift+L")),
            Shortcut(_("Comments, provenance"), ("Shift+C", "Shift+P")),
            Shortcut(_("Lineage as a tree or a list"), ("V",)),
            Shortcut(_("Compare the tips of the tree"), ("Shift+T",)),
            Shortcut(_("Start a branch here"), ("Shift+B",)),
            Shortcut(_("Name this branch"), ("Shift+N",)),
            Shortcut(_("Report it"), ("Shift+R",)),
            Shortcut(_("Download"), ("D",)),
            Shortcut(_("Move to trash"), ("Delete",)),
        ),
    ),
    Section(
        _("Compare"),
        (
            Shortcut(_("Closer, farther"), ("+", "-")),
            Shortcut(_("Fit"), ("Z",)),
            Shortcut(_("Next way to compare"), ("M",)),
            Shortcut(_("Hide names"), ("H",)),
            Shortcut(_("Pick the winner"), ("1", "2", "3", "4", "5", "6")),
            Shortcut(_("Remix"), ("R",), _("focused picture")),
            Shortcut(_("Add or take out pictures"), ("A",)),
            Shortcut(_("All settings, or what differs"), ("S",)),
            Shortcut(_("Download the table"), ("D",)),
        ),
    ),
    Section(
        _("Edit"),
        (
            Shortcut(_("Brush, eraser"), ("B", "E")),
            Shortcut(_("Lasso, rectangle"), ("L", "M")),
            Shortcut(_("Brush smaller, larger"), ("[", "]")),
            Shortcut(_("Closer, farther"), ("+", "-")),
            Shortcut(_("Fit"), ("Control+0",)),
            Shortcut(_("Invert"), ("X",)),
            Shortcut(_("Everything"), ("A",)),
            Shortcut(_("Clear the mask"), ("Delete",)),
            Shortcut(_("Mask by figures or file"), ("F",)),
            Shortcut(_("Keep this mask for later"), ("K",)),
            Shortcut(_("Crop to a shape"), ("C",)),
            Shortcut(_("Extend the canvas"), ("W",)),
            Shortcut(_("What should be here instead?"), ("N",)),
            Shortcut(_("Edit"), ("Control+Enter",)),
            Shortcut(_("Move the picture"), ("H",)),
            Shortcut(_("Move the picture"), ("Space",), _("hold")),
            Shortcut(_("See the original"), ("O",), _("hold")),
            Shortcut(_("Undo"), ("Control+Z",)),
            Shortcut(_("Redo"), ("Control+Shift+Z",)),
        ),
    ),
    Section(
        _("Held"),
        (
            Shortcut(_("Look at what is covered"), ("Space",), _("hold")),
            Shortcut(_("Release"), ("A",)),
            Shortcut(_("Pass on"), ("E",)),
            Shortcut(_("Refuse or remove"), ("X",)),
            Shortcut(_("Choose a reason"), tuple("123456789")),
            Shortcut(_("Let such words or pictures through"), ("L",)),
            Shortcut(_("Hold pictures that look like it"), ("B",)),
            Shortcut(_("Decide those like it, too"), ("D",)),
            Shortcut(_("Next, previous"), ("J", "K")),
        ),
    ),
)


def known_keys() -> set[str]:
    """All keys of the sheet, in small letters."""
    return {way.lower() for section in SECTIONS for shortcut in section.shortcuts for way in shortcut.keys}


def of_act(name: str) -> str:
    """The key of something to press on a run or its picture, "" where it has none."""
    return OF_ACTS.get(name, "")
