"""Crops and larger canvases, pixel by pixel."""

import pytest
from PIL import Image as Pixels
from PIL import ImageChops, ImageCms

from gallery.derived import reshaping
from gallery.derived.reshaping import Box, Sides
from gallery.files.uploads import Unacceptable
from tests.gallery.pictures.drawing import photograph

MOST = 1_000_000


@pytest.fixture
def quarters(tmp_path):
    """60 × 40: red, green over blue, white."""
    picture = Pixels.new("RGB", (60, 40))
    colours = ("red", "lime", "blue", "white")
    for colour, corner in zip(colours, ((0, 0), (30, 0), (0, 20), (30, 20)), strict=True):
        picture.paste(colour, (*corner, corner[0] + 30, corner[1] + 20))
    path = tmp_path / "quarters.png"
    picture.save(path)
    return path


def cropped(source, box, most=MOST):
    target = source.with_name("cropped")
    reshaping.crop(source, target, box, max_pixels=most)
    return loaded(target)


def loaded(path):
    with Pixels.open(path) as picture:
        picture.load()
    return picture


def extended(source, sides, most=MOST):
    canvas, mask = source.with_name("canvas"), source.with_name("mask")
    reshaping.extend(source, canvas, mask, sides, max_pixels=most)
    return loaded(canvas), loaded(mask)


def test_a_crop_is_that_part_and_no_other_pixel(quarters):
    part = cropped(quarters, Box(30, 20, 30, 20))
    assert part.size == (30, 20)
    assert part.getcolors() == [(600, (255, 255, 255))]


def test_the_picture_that_it_is_made_from_stays_byte_for_byte(quarters):
    before = quarters.read_bytes()
    cropped(quarters, Box(0, 0, 30, 20))
    extended(quarters, Sides(left=10))
    assert quarters.read_bytes() == before


@pytest.mark.parametrize(
    ("box", "code"),
    [
        (Box(40, 0, 30, 20), "outside"),
        (Box(0, 21, 30, 20), "outside"),
        (Box(-1, 0, 30, 20), "outside"),
        (Box(0, -1, 30, 20), "outside"),
        (Box(0, 0, 0, 20), "empty_box"),
        (Box(0, 0, 30, 15), "empty_box"),
        (Box(0, 0, 60, 40), "whole"),
    ],
)
def test_what_is_no_part_is_refused(quarters, box, code):
    with pytest.raises(Unacceptable) as refusal:
        cropped(quarters, box)
    assert refusal.value.code == code
    assert not quarters.with_name("cropped").exists()


@pytest.mark.parametrize(
    ("ratio", "box"),
    [("1:1", Box(10, 0, 40, 40)), ("3:1", Box(0, 10, 60, 20)), ("3:4", Box(15, 0, 30, 40)), ("3:2", Box(0, 0, 60, 40))],
)
def test_the_largest_box_of_a_shape_is_in_the_middle(ratio, box):
    assert reshaping.largest_box(60, 40, ratio) == box


@pytest.mark.parametrize(
    ("ratio", "sides"),
    [("1:1", Sides(0, 10, 0, 10)), ("3:1", Sides(30, 0, 30, 0)), ("3:2", Sides()), ("25:16", Sides(1, 0, 1, 0))],
)
def test_the_sides_for_a_shape_add_as_little_as_they_can(ratio, sides):
    assert reshaping.sides_for(60, 40, ratio) == sides


@pytest.mark.parametrize("ratio", ["", "wide", "0:1", "9:1", "1:9", "1:-1"])
def test_a_shape_that_is_none_is_refused(ratio):
    with pytest.raises(Unacceptable):
        reshaping.largest_box(60, 40, ratio)


def test_an_extended_canvas_holds_the_picture_and_its_mask_the_rest(quarters):
    canvas, mask = extended(quarters, Sides(left=10, top=5, right=0, bottom=20))
    assert canvas.size == mask.size == (70, 65)
    assert not ImageChops.difference(canvas.crop((10, 5, 70, 45)), loaded(quarters)).getbbox()
    assert mask.mode == "L"
    assert mask.crop((10, 5, 70, 45)).getextrema() == (0, 0)
    assert mask.histogram()[255] == 70 * 65 - 60 * 40


def test_a_new_border_begins_in_the_colours_beside_it(quarters):
    canvas, _ = extended(quarters, Sides(left=60))
    red, _, blue = canvas.getpixel((5, 2))
    assert red > 200
    assert blue < 60
    red, _, blue = canvas.getpixel((5, 38))
    assert blue > 200
    assert red < 60


def test_a_picture_with_holes_grows_an_empty_border(tmp_path):
    Pixels.new("RGBA", (40, 40), (255, 0, 0, 128)).save(tmp_path / "holes.png")
    canvas, _ = extended(tmp_path / "holes.png", Sides(right=20))
    assert canvas.getpixel((50, 20)) == (0, 0, 0, 0)
    assert canvas.getpixel((20, 20)) == (255, 0, 0, 128)


@pytest.mark.parametrize(
    ("sides", "code"),
    [(Sides(), "nothing_added"), (Sides(left=-1, right=5), "negative"), (Sides(bottom=20_000), "too_many_pixels")],
)
def test_sides_that_are_none_are_refused(quarters, sides, code):
    with pytest.raises(Unacceptable) as refusal:
        extended(quarters, sides)
    assert refusal.value.code == code


def test_a_photograph_is_cropped_as_it_is_looked_at_and_tells_no_place(tmp_path):
    path = tmp_path / "held.jpg"
    path.write_bytes(photograph((60, 40)))
    part = cropped(path, Box(0, 0, 40, 30))
    assert (part.format, part.size) == ("JPEG", (40, 30))
    assert not part.getexif()
    with pytest.raises(Unacceptable):
        cropped(path, Box(0, 0, 60, 40))


def test_the_colour_profile_goes_along(tmp_path):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Pixels.new("RGB", (60, 40), "teal").save(tmp_path / "profiled.png", icc_profile=profile)
    assert cropped(tmp_path / "profiled.png", Box(0, 0, 30, 20)).info["icc_profile"] == profile


def test_a_bomb_and_a_broken_file_are_refused(quarters, tmp_path):
    with pytest.raises(Unacceptable) as refusal:
        cropped(quarters, Box(0, 0, 30, 20), most=100)
    assert refusal.value.code == "too_many_pixels"
    (tmp_path / "cut.png").write_bytes(quarters.read_bytes()[:80])
    with pytest.raises(Unacceptable) as refusal:
        cropped(tmp_path / "cut.png", Box(0, 0, 30, 20))
    assert refusal.value.code == "broken"
