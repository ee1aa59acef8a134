"""What a recipe tells of a request: no option that could do nothing, none at a default that was not sent."""

import pytest

from studio import catalogue
from tests.studio.catalogue import requests as r


def labels(model: str, options: dict, *, has_references: bool = False) -> dict[str, str]:
    rows = catalogue.told(catalogue.get(model), options, has_references=has_references)
    return {label: words for _, label, words in rows}


@pytest.mark.parametrize(
    ("format_", "references", "expected"),
    [
        ("png", False, {"Quality": "High", "Format": "PNG"}),
        ("jpeg", False, {"Quality": "High", "Format": "JPEG", "Compression": "80"}),
        ("png", True, {"Quality": "High", "Format": "PNG", "Keep references faithful": "High"}),
    ],
)
def test_an_option_that_cannot_apply_is_left_out(format_, references, expected):
    asked = {"quality": "high", "output_format": format_, "output_compression": 80, "input_fidelity": "high"}
    assert labels(r.GPT, asked, has_references=references) == expected


def test_a_resolution_that_only_picks_the_size_is_told_when_it_was_changed():
    assert labels(r.SEEDREAM, {"resolution": "4K", "seed": -1})["Resolution"] == "4K"
    assert "Resolution" not in labels(r.SEEDREAM, {"resolution": "2K", "seed": -1})
