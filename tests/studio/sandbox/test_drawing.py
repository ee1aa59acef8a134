"""Drawings: exact repeats, the size and format asked for, families by words, edits that keep what they should."""

import io

import numpy as np
import pytest
from PIL import Image

from studio.sandbox.drawing.recipe import Recipe
from studio.sandbox.drawing.studio import draw
from studio.sandbox.drawing.words import FAMILIES, family_of, title_of
from tests.studio.sandbox.client import picture, png

PROMPTS = {
    "packshot": "amber perfume bottle, packshot",
    "landscape": "long dunes in the desert",
    "poster": 'a poster "Nachtklang"',
    "botanical": "eucalyptus twig, botanical plate",
    "colourfield": "abstract gradient",
    "flow": "flowing lines",
}


@pytest.mark.parametrize("family", FAMILIES)
def test_equal_recipes_give_equal_bytes_and_other_seeds_others(family: str) -> None:
    first, again, other = (draw(Recipe(PROMPTS[family], seed, 240, 180)) for seed in (5, 5, 6))
    assert first == again
    assert first != other


@pytest.mark.parametrize("family", FAMILIES)
def test_words_choose_the_family(family: str) -> None:
    assert family_of(PROMPTS[family]) == (family, True)


def test_prompts_without_such_words_are_spread_over_all_families() -> None:
    chosen = [family_of(f"zzz {number}")[0] for number in range(300)]
    assert min(chosen.count(family) for family in FAMILIES) > 25


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize(("width", "height"), [(64, 64), (512, 96), (150, 400)])
def test_any_shape(family: str, width: int, height: int) -> None:
    assert picture(draw(Recipe(PROMPTS[family], 1, width, height))).size == (width, height)


@pytest.mark.parametrize(("form", "name"), [("png", "PNG"), ("jpeg", "JPEG"), ("webp", "WEBP")])
def test_formats(form: str, name: str) -> None:
    assert picture(draw(Recipe("abstract gradient", 1, 96, 96, form))).format == name


def test_a_png_says_that_it_is_a_demo() -> None:
    assert "demo" in picture(draw(Recipe("abstract gradient", 1, 96, 96))).info


def test_a_clear_ground_is_clear_at_its_corner_and_solid_in_its_middle() -> None:
    alpha = picture(draw(Recipe("a perfume bottle", 1, 200, 200, transparent=True))).getchannel("A")
    assert (alpha.getpixel((2, 2)), alpha.getpixel((100, 120))) == (0, 255)


@pytest.mark.parametrize(("paint", "colour"), [("white", 255), ("black", 0)])
def test_only_the_masked_part_is_repainted(paint: str, colour: int) -> None:
    mask = Image.new("L", (200, 200), 255 - colour)
    mask.paste(colour, (100, 0, 200, 200))
    out = io.BytesIO()
    mask.save(out, "PNG")
    source = png(200, 200, colour=(200, 30, 30))
    made = draw(Recipe("flowing lines", 1, 200, 200, reference=source, mask=out.getvalue(), mask_paint=paint))
    change = np.abs(np.asarray(picture(made), int) - np.asarray(picture(source), int)).mean(axis=2)
    assert change[:, :90].mean() < 5 < change[:, 110:].mean()


@pytest.mark.parametrize(
    ("prompt", "title"),
    [
        ('a poster "Six nights"', "Six nights"),
        ("a poster, the word NACHTKLANG", "NACHTKLANG"),
        ("poster titled Open House for a museum", "Open House"),
        ("a quiet poster", ""),
    ],
)
def test_titles(prompt: str, title: str) -> None:
    assert title_of(prompt) == title
