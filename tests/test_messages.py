"""Every text is marked, translated and compiled."""

import re

import polib
import pytest

from tests.messages import LOCALE, collected, known

CATALOGUES = sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))
PARTS = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")


@pytest.fixture(params=CATALOGUES, ids=lambda path: path.parts[-3])
def catalogue(request):
    return polib.pofile(str(request.param))


def texts(entry):
    """(original, translation) pairs; a plural's second form answers to the original's plural."""
    if not entry.msgid_plural:
        return [(entry.msgid, entry.msgstr)]
    one, many = entry.msgstr_plural[0], entry.msgstr_plural[1]
    return [(entry.msgid, one), (entry.msgid_plural, many)]


def parts(text):
    """The named and unnamed parts that are filled in."""
    return set(PARTS.findall(text))


def test_there_is_a_catalogue_for_portuguese():
    assert [path.parts[-3] for path in CATALOGUES] == ["pt_BR"]


def test_every_text_of_the_sources_is_in_the_catalogue_and_no_other(catalogue):
    wanted = {(one.context, one.msgid) for one in collected()}
    there = set(known(catalogue))
    assert there == wanted, f"run make messages: {sorted(there ^ wanted)[:10]}"


def test_every_text_is_translated(catalogue):
    assert [entry.msgid for entry in catalogue if not entry.translated()] == []


def test_a_translation_fills_in_the_same_parts(catalogue):
    wrong = [
        (original, told)
        for entry in catalogue
        for original, told in texts(entry)
        if parts(told) - parts(original) or (parts(original) - parts(told) and not entry.msgid_plural)
    ]
    assert wrong == []


def test_a_translation_begins_and_ends_with_the_same_space(catalogue):
    edges = [(entry.msgid, entry.msgstr) for entry in catalogue if entry.msgstr]
    assert [a for a, b in edges if (a[0] == " ", a[-1] == " ") != (b[0] == " ", b[-1] == " ")] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_the_compiled_catalogue_is_of_this_text(path):
    written = {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(path))}
    compiled = {(entry.msgctxt, entry.msgid): entry for entry in polib.mofile(str(path.with_suffix(".mo")))}
    assert compiled.keys() == written.keys()
    differing = [
        key
        for key, entry in written.items()
        if (entry.msgstr, entry.msgstr_plural) != (compiled[key].msgstr, compiled[key].msgstr_plural)
    ]
    assert differing == []
