"""Drawings: exact repeats, the size and format asked for, families by words, edits that keep what they should."""

import dataclasses
import io

import numpy as np
import pytest
from PIL import Image

from studio.sandbox.drawing.recipe import Recipe
from studio.sandbox.drawing.studio import draw
from studio.sandbox.drawing.words import FAMILIES, family_of, title_of
from tests.studio.sandbox.client import picture

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
@pytest.mark.parametrize("feature", ["", "erase"])
def test_only_the_masked_part_is_repainted(paint: str, colour: int, feature: str) -> None:
    mask = Image.new("L", (200, 200), 255 - colour)
    mask.paste(colour, (100, 0, 200, 200))
    out = io.BytesIO()
    mask.save(out, "PNG")
    source = noisy(200, 200)
    recipe = Recipe("flowing lines", 1, 200, 200, reference=source, mask=out.getvalue(), mask_paint=paint)
    change = changed(draw(dataclasses.replace(recipe, feature=feature)), source)
    assert not change[:, :100].any()
    assert change[:, 100:].mean() > 0.9


def test_a_reframed_picture_is_whole_in_another_shape() -> None:
    source = noisy(200, 200)
    made = picture(draw(Recipe("", 1, 400, 200, reference=source, feature="reframe")))
    inner = np.asarray(made.convert("RGB"))[:, 100:300]
    assert (inner == np.asarray(picture(source).convert("RGB"))).all()


def noisy(width: int, height: int) -> bytes:
    values = np.random.default_rng(3).integers(0, 256, (height, width, 3), np.uint8)
    out = io.BytesIO()
    Image.fromarray(values).save(out, "PNG")
    return out.getvalue()


def changed(made: bytes, source: bytes) -> np.ndarray:
    """Which pixels are others than before."""
    first, second = (np.asarray(picture(data).convert("RGB")) for data in (made, source))
    return (first != second).any(axis=2)


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
