"""Figures kept in English and read in Portuguese."""

import pytest
from django.utils import translation

from gallery.figures import as_figure
from gallery.models.notice import put
from gallery.recipes.recipe import size_in_words


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        ("$9.60", "$9,60"),
        ("$4\u202f806.50", "$4\u202f806,50"),
        ("7.5 MB", "7,5 MB"),
        ("2.1%", "2,1%"),
        ("61 MB", "61 MB"),
        ("Imagen 4.0", "Imagen 4.0"),
        ("v1.2.3", "v1.2.3"),
    ],
)
def test_a_figure_has_the_mark_of_the_language(kept, read):
    assert as_figure(kept) == kept
    with translation.override("pt-br"):
        assert as_figure(kept) == read


def test_sizes_of_files_and_facts_of_notices_do_too():
    with translation.override("pt-br"):
        assert size_in_words(2_100_000) == "2,1 MB"
        assert put(["%(left)s of %(name)s", {"left": "$9.60", "name": "Oro 2.0"}]) == "$9,60 of Oro 2.0"
