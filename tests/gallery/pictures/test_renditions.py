"""Smaller pictures: sizes, colours, nothing carried on."""

import io

import numpy
import pytest
from PIL import Image, ImageCms

from gallery.files.renditions import Undecodable, color_of, renditions
from tests.gallery.pictures.drawing import bomb, encoded, photograph

LIMIT = 50_000_000


def made(tmp_path, data: bytes, form: str = "webp"):
    path = tmp_path / "original"
    path.write_bytes(data)
    return {
        found.width: Image.open(io.BytesIO(found.data)) for found in renditions(path, max_pixels=LIMIT, format=form)
    }


def test_three_widths_in_one_chain(tmp_path):
    sizes = {width: picture.size for width, picture in made(tmp_path, encoded(size=(2048, 1365))).items()}

    assert sizes == {1280: (1280, 853), 640: (640, 427), 320: (320, 214)}


def test_nothing_is_enlarged(tmp_path):
    assert {picture.size for picture in made(tmp_path, encoded(size=(200, 100))).values()} == {(200, 100)}


@pytest.mark.parametrize("form", ["webp", "avif"])
def test_a_photograph_stands_upright_and_says_nothing_of_its_place(tmp_path, form):
    picture = made(tmp_path, photograph((60, 40), orientation=6), form)[320]

    assert picture.size == (40, 60)
    assert not picture.getexif()
    assert not {"exif", "xmp", "icc_profile"} & {name for name, value in picture.info.items() if value}


@pytest.mark.parametrize(("mode", "kept"), [("RGBA", "RGBA"), ("LA", "RGBA"), ("L", "RGB"), ("1", "RGB"), ("P", "RGB")])
def test_what_shines_through_stays_so(tmp_path, mode, kept):
    assert made(tmp_path, encoded(mode=mode))[320].mode == kept


def test_sixteen_bits_are_not_clipped_to_white(tmp_path):
    file = io.BytesIO()
    Image.fromarray(numpy.full((40, 60), 32768, "uint16")).save(file, "PNG")

    assert abs(made(tmp_path, file.getvalue())[320].getpixel((5, 5))[0] - 128) < 4


def test_colours_of_another_profile_are_converted(tmp_path):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    plain = made(tmp_path, encoded(icc_profile=b"no profile at all"))[320].getpixel((5, 5))

    assert plain == made(tmp_path, encoded(icc_profile=profile))[320].getpixel((5, 5))
    assert plain == pytest.approx((0, 128, 128), abs=6)


def test_the_dominant_colour():
    picture = Image.new("RGB", (90, 60), (200, 40, 40))
    picture.paste((10, 10, 200), (0, 0, 20, 60))
    file = io.BytesIO()
    picture.save(file, "WEBP", lossless=True)

    red, green, blue = bytes.fromhex(color_of(file.getvalue())[1:])

    assert (red, green, blue) == pytest.approx((200, 40, 40), abs=8)


@pytest.mark.parametrize("data", [b"no picture", bomb(), bomb(900, 900), encoded(size=(600, 400))[:-40]])
def test_bombs_and_broken_files_are_told(tmp_path, data):
    with pytest.raises(Undecodable):
        made(tmp_path, data)
