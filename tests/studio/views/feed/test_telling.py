"""What a run says at its end."""

from decimal import Decimal

import pytest

from studio.views.feed.telling import said, told
from studio.views.feed.tiles import Tile


def tiles(letters):
    made = {
        "p": ("picture", "picture-1"), "r": ("ended", "refused-no"), "f": ("ended", "failed-no"),
        "m": ("ended", "missing-link_broken"), "u": ("ended", "unknown-maybe"), "c": ("ended", "cancelled-no"),
        "b": ("blank", "blank-failed"),
    }  # fmt: skip
    return [Tile(str(at), *made[letter], 1, 1) for at, letter in enumerate(letters)]


@pytest.mark.parametrize(
    ("letters", "words"),
    [
        ("pppr", "3 ready, 1 refused"),
        ("pppp", "4 ready"),
        ("fm", "0 ready, 2 failed"),
        ("pucb", "1 ready, 1 without an answer, 1 cancelled"),
    ],
)
def test_a_screen_reader_hears_how_it_ended(letters, words):
    assert said(tiles(letters)) == words


@pytest.mark.parametrize(
    ("letters", "billed", "words"),
    [
        ("pppp", Decimal("0.16"), "4 pictures ready: Long dunes in late afternoon ($0.16)"),
        ("pr", Decimal("0.0401"), "1 picture ready: Long dunes in late afternoon ($0.05)"),
        ("p", None, "1 picture ready: Long dunes in late afternoon"),
        ("rf", Decimal(0), "No picture: Long dunes in late afternoon (0 ready, 1 refused, 1 failed)"),
    ],
)
def test_a_notification_says_what_came_and_for_how_much(letters, billed, words):
    assert told("Long dunes in late afternoon", tiles(letters), billed) == words
