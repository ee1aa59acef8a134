"""A query for hits finds the same by either way; which way it goes is told by what is common."""

import pytest
from django.db import connection

from gallery.models import Image
from gallery.search import frequent, hits
from gallery.search.asking import Term
from tests.factories import ImageFactory, UserFactory
from tests.gallery.search.test_finding import found

pytestmark = pytest.mark.django_db


def prompts(user):
    return set(found(user, "harb"))


@pytest.mark.parametrize(
    ("words", "open", "expected"),
    [
        (("harbour",), False, True),
        (("harb",), True, True),
        (("harb",), False, False),
        (("old", "harbour"), False, False),
    ],
)
def test_a_word_is_common_whole_or_by_its_beginning(words, open, expected):
    assert frequent.common(Term(words, open), ["harbour", "dune"]) is expected


@pytest.mark.parametrize("known", [[], ["harbour"]])
def test_both_ways_find_the_same(known, monkeypatch):
    ada = UserFactory()
    for prompt in ("a harbour", "harbours at dawn", "a dune"):
        ImageFactory(owner=ada, prompt=prompt, file_name=prompt)
    monkeypatch.setattr(frequent, "common_words", lambda: known)
    assert prompts(ada) == {"a harbour", "harbours at dawn"}
    monkeypatch.setattr(hits, "FEW", 1)
    assert prompts(ada) == {"a harbour", "harbours at dawn"}


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="PostgreSQL keeps these statistics")
def test_common_words_come_from_the_statistics():
    ImageFactory.create_batch(60, prompt="a harbour")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE gallery_imagewords")
    assert "harbour" in frequent.looked_up()
    assert Image.objects.count() == 60
