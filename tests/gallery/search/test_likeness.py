"""Look-alikes: the hash keeps through resizing and saving, and the columns find all that are near."""

import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image as Pixels
from PIL import ImageDraw, ImageEnhance

from gallery.files import colors, looks
from gallery.models import Image, Likeness
from gallery.search.likeness import FAR, NEAR, alike
from tests.factories import ImageFactory, UserFactory

SIXTY_FOUR = some.integers(min_value=0, max_value=2**64 - 1)


def drawing(seed):
    random.seed(seed)
    picture = Pixels.new("RGB", (400, 300), "white")
    pen = ImageDraw.Draw(picture)
    for _ in range(30):
        x, y, size = random.randrange(400), random.randrange(300), random.randrange(20, 120)
        pen.ellipse((x, y, x + size, y + size), fill=tuple(random.randrange(256) for _ in range(3)))
    return picture


def saved(picture, form="PNG", **options):
    file = io.BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()


def hash_of(picture, form="PNG", **options):
    return looks.looks_of(saved(picture, form, **options)).dhash


@pytest.mark.parametrize("seed", range(4))
def test_copies_are_near_and_others_far(seed):
    own = hash_of(drawing(seed))
    smaller = drawing(seed).resize((160, 120), Pixels.Resampling.LANCZOS)
    assert looks.distance(own, hash_of(smaller, "JPEG", quality=60)) <= NEAR
    assert looks.distance(own, hash_of(ImageEnhance.Brightness(drawing(seed)).enhance(0.8))) <= NEAR
    assert looks.distance(own, hash_of(drawing(seed + 10))) > FAR


@given(SIXTY_FOUR, some.sets(some.integers(min_value=0, max_value=63), max_size=FAR))
def test_one_column_is_always_close(value, flipped):
    other = value
    for bit in flipped:
        other ^= 1 << bit
    flips = len(flipped) // 4
    pairs = zip(looks.bands(value), looks.bands(other), strict=True)
    assert looks.distance(value, other) == len(flipped)
    assert any(there in looks.close_bands(here, flips) for here, there in pairs)


@given(SIXTY_FOUR)
def test_a_hash_is_kept_in_a_signed_column(value):
    assert looks.unsigned(looks.signed(value)) == value
    assert -(2**63) <= looks.signed(value) < 2**63


@pytest.mark.parametrize(("flips", "number"), [(0, 1), (1, 17), (2, 137)])
def test_columns_close_to_one(flips, number):
    assert len(set(looks.close_bands(0xBEEF, flips))) == number


@pytest.mark.parametrize(
    ("rgb", "name"),
    [
        ((0, 128, 128), "teal"), ((20, 20, 120), "blue"), ((200, 30, 30), "red"), ((139, 69, 19), "brown"),
        ((255, 165, 0), "orange"), ((240, 220, 30), "yellow"), ((34, 90, 34), "green"), ((128, 0, 128), "purple"),
        ((255, 182, 193), "pink"), ((222, 190, 150), "beige"), ((252, 252, 252), "white"), ((128, 128, 128), "grey"),
        ((8, 8, 8), "black"),
    ],
)  # fmt: skip
def test_colours_have_the_names_that_people_give_them(rgb, name):
    assert colors.name_of(rgb) == name


@given(some.tuples(*[some.integers(min_value=0, max_value=255)] * 3))
def test_every_colour_has_a_name(rgb):
    assert colors.name_of(rgb) in colors.NAMES


def test_a_picture_is_mostly_what_takes_a_quarter_of_it():
    picture = Pixels.new("RGB", (100, 100), "teal")
    picture.paste("white", (0, 0, 30, 100))
    picture.paste("red", (0, 0, 30, 20))
    found = looks.looks_of(saved(picture))
    assert found.colors == ("teal",)
    assert (found.palette[0], len(found.palette)) == (("#008080", 0.703), 3)


def test_what_shines_through_lies_on_white():
    found = looks.looks_of(saved(Pixels.new("RGBA", (40, 40), (255, 0, 0, 0)), "PNG"))
    assert found.colors == ("white",)


@pytest.fixture
def shelf(db):
    user = UserFactory()

    def keep(value, owner=user):
        image = ImageFactory(owner=owner)
        columns = {f"band{number}": band for number, band in enumerate(looks.bands(value))}
        Likeness.objects.create(image=image, dhash=looks.signed(value), **columns)
        return image

    return user, keep


def test_all_near_ones_are_found_the_nearest_first_and_no_others(shelf):
    user, keep = shelf
    own = keep(0xF00F_0FF0_1234_8765)
    spread = [bit for bits in zip(range(16), range(16, 32), range(32, 48), range(48, 64), strict=True) for bit in bits]
    near = {}
    for bits in (0, 3, NEAR, NEAR + 1, FAR, FAR + 1):
        value = 0xF00F_0FF0_1234_8765
        for bit in spread[:bits]:
            value ^= 1 << bit
        near[bits] = keep(value).pk
    keep(0xF00F_0FF0_1234_8765, owner=UserFactory())
    rows = Image.objects.mine(user)
    assert list(alike(own, rows).items()) == [(near[bits], bits) for bits in (0, 3, NEAR)]
    assert list(alike(own, rows, within=FAR).values()) == [0, 3, NEAR, NEAR + 1, FAR]


def test_a_plain_surface_is_alike_to_none(shelf):
    user, keep = shelf
    own = keep(0)
    keep(0)
    assert alike(own, Image.objects.mine(user)) == {}


def test_looking_costs_two_queries(shelf, django_assert_num_queries):
    user, keep = shelf
    own = keep(0xF00F_0FF0_1234_8765)
    for _ in range(5):
        keep(0xF00F_0FF0_1234_8765)
    with django_assert_num_queries(2):
        assert len(alike(own, Image.objects.mine(user))) == 5
