"""What a watermark can be written in, and that it is told at the field what cannot be drawn."""

import pytest
from django.forms.utils import ErrorDict
from PIL import Image, ImageChops

from gallery.models.share import Mode
from gallery.sharing.forms import ShareForm
from gallery.sharing.marking import marked, undrawable

WRITTEN = ["Estúdio São Paulo", "Łódź, Kraków", "Ελληνικά", "Московская", "हिन्दी", "Ngoài trời", "© 2026 — £5 • €6"]


def errors_of(watermark: str) -> ErrorDict:
    return ShareForm({"title": "Spring", "mode": Mode.LOOK, "watermark": watermark}).errors


@pytest.mark.parametrize("words", WRITTEN)
def test_letters_of_these_scripts_are_drawn(words):
    assert undrawable(words) == ""
    assert "watermark" not in errors_of(words)
    plain = Image.new("RGB", (640, 480), (90, 90, 90))
    assert ImageChops.difference(marked(plain, words), plain).getbbox()


def test_two_letters_that_differ_are_drawn_differently():
    plain = Image.new("RGB", (640, 480), (90, 90, 90))
    assert ImageChops.difference(marked(plain, "жжж"), marked(plain, "ддд")).getbbox()


def test_letters_that_no_font_has_are_named_once_each():
    assert undrawable("Halden 漢字漢 ✂") == "漢字✂"
    assert errors_of("Halden 漢字漢")["watermark"] == [
        "A watermark can be written in Latin, Greek, Cyrillic and Devanagari letters. These can’t be drawn: 漢字"
    ]


def test_words_that_a_link_has_already_are_not_asked_for_again():
    data = {"title": "Spring", "mode": Mode.LOOK, "watermark": "漢字"}
    assert "watermark" not in ShareForm(data, initial={"watermark": "漢字"}).errors
    assert "watermark" in ShareForm(data, initial={"watermark": "字"}).errors
