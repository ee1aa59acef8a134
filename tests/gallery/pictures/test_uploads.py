"""What counts as an acceptable picture."""

import pytest

from gallery.files import uploads
from gallery.files.uploads import Unacceptable
from tests.gallery.pictures.drawing import bomb, encoded, moving, photograph

LIMITS = {"max_bytes": 2_000_000, "max_pixels": 1_000_000}
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def looked_at(tmp_path, data: bytes, **limits):
    path = tmp_path / "file"
    path.write_bytes(data)
    return uploads.inspect(path, **(LIMITS | limits))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "AVIF", "GIF"])
def test_still_pictures_are_kept(tmp_path, form):
    facts = looked_at(tmp_path, encoded(form))

    assert (facts.format, facts.width, facts.height) == (form.lower(), 60, 40)


def test_the_size_is_that_of_the_picture_as_it_is_looked_at(tmp_path):
    facts = looked_at(tmp_path, photograph((60, 40), orientation=6))

    assert (facts.width, facts.height) == (40, 60)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"hello", "not_a_picture"),
        (SVG, "not_a_picture"),
        (b"%PDF-1.7\n", "not_a_picture"),
        (encoded("BMP"), "not_a_picture"),
        (encoded("TIFF"), "not_a_picture"),
        (encoded(size=(600, 400))[:-40], "broken"),
        (encoded("JPEG", (600, 400))[:-400], "broken"),
        (encoded(size=(1001, 1000)), "too_many_pixels"),
        (bomb(), "too_many_pixels"),
        (bomb(900, 900), "broken"),
        (moving("GIF"), "animated"),
        (moving("PNG"), "animated"),
        (moving("WEBP"), "animated"),
        (b"\xff\xd8\xff\xe1\x00\x10Exif\x00\x00" + b"\xff" * 40, "not_a_picture"),
    ],
)
def test_all_else_is_refused_with_a_code_and_a_sentence(tmp_path, data, code):
    with pytest.raises(Unacceptable) as refusal:
        looked_at(tmp_path, data)

    assert refusal.value.code == code
    assert str(refusal.value).endswith(".")


def test_a_file_over_the_limit_is_not_even_opened(tmp_path):
    with pytest.raises(Unacceptable, match="up to 1 kB can be kept") as refusal:
        looked_at(tmp_path, encoded(size=(600, 400)) + b"\0" * 4000, max_bytes=1000)

    assert refusal.value.code == "too_large"
