"""A crop and a larger canvas as rows: children of a picture that stays as it is."""

from decimal import Decimal

import pytest
from PIL import Image as Pixels

from gallery.derived import deriving
from gallery.derived.reshaping import Box, Sides
from gallery.files import storage
from gallery.files.uploads import Unacceptable
from gallery.models import Image
from tests.factories import UserFactory
from tests.gallery.pages.kept import kept, placed
from tests.gallery.pictures.drawing import generated

pytestmark = pytest.mark.django_db
ASKED = {"aspect": "3:2", "options": {"size": "60x40", "quality": "high"}, "told": [["quality", "Quality", "High"]]}


@pytest.fixture
def picture(tmp_path):
    return generated(tmp_path, asked=ASKED, cost=Decimal("0.04"), seed=7, title="The harbour")


def pixels(image):
    with storage.local_original(image) as path, Pixels.open(path) as file:
        file.load()
    return file


def bytes_of(image):
    with storage.local_original(image) as path:
        return path.read_bytes()


def test_a_crop_is_a_child_with_the_words_and_model_of_the_whole(picture):
    before = bytes_of(picture)
    crop = deriving.crop(picture, Box(10, 5, 30, 30), by=picture.owner)
    crop.refresh_from_db()
    assert (crop.parent, crop.relation, crop.kind) == (picture, "crop", "generated")
    assert (crop.prompt, crop.model, crop.title) == (picture.prompt, picture.model, "The harbour")
    assert (crop.width, crop.height) == pixels(crop).size == (30, 30)
    assert bytes_of(picture) == before


def test_a_crop_costs_nothing_and_repeats_no_size_and_no_seed(picture):
    crop = deriving.crop(picture, Box(10, 5, 30, 30), by=picture.owner)
    assert (crop.cost, crop.seed) == (0, None)
    assert crop.asked == ASKED | {"aspect": "1:1", "options": {"quality": "high"}}


def test_nothing_that_is_made_of_a_photograph_tells_where_it_was_taken(picture):
    photo = kept(picture.owner, placed())
    (larger, mask), part = deriving.extend(photo, Sides(0, 0, 20, 0), by=photo.owner), Box(0, 0, 20, 20)
    for made in (deriving.crop(photo, part, by=photo.owner), larger, mask):
        with storage.local_original(made) as path, Pixels.open(path) as pixels:
            assert not pixels.getexif()


def test_a_crop_belongs_to_who_made_it(picture):
    mira = UserFactory()
    assert deriving.crop(picture, Box(10, 5, 30, 30), by=mira).owner == mira


def test_nothing_is_kept_of_a_part_that_is_none(picture):
    with pytest.raises(Unacceptable):
        deriving.crop(picture, Box(50, 5, 30, 30), by=picture.owner)
    assert Image.objects.count() == 1


def test_a_larger_canvas_is_a_reference_with_a_mask_of_its_border(picture):
    larger, mask = deriving.extend(picture, Sides(left=20), by=picture.owner)
    assert (larger.parent, larger.relation, larger.kind) == (picture, "extend", "reference")
    assert (larger.width, larger.height) == (mask.width, mask.height) == (80, 40)
    assert list(Image.objects.masks_of(picture.owner)) == [mask]
    border = pixels(mask)
    assert (border.mode, border.getpixel((19, 0)), border.getpixel((20, 0))) == ("L", 255, 0)
    assert mask.asked == {"share": 25.0}
    assert larger not in Image.objects.mine(picture.owner)


def test_the_same_border_twice_is_one_mask(picture):
    masks = {deriving.extend(picture, Sides(left=20), by=picture.owner)[1].pk for _ in range(2)}
    assert len(masks) == 1
