"""Formats, sizes, crops, and the mark that each file carries."""

import io

import pytest
from PIL import Image as Pixels
from PIL import ImageCms

from gallery.export import marking
from gallery.export.converting import Conversion, convert
from gallery.export.placements import PLACEMENTS
from gallery.files.uploads import Unacceptable
from gallery.models import Image
from tests.factories import ImageFactory
from tests.gallery.export.stored import drawn, pixels

LIMIT = 50_000_000
MARK = b"<x:xmpmeta/>"


@pytest.fixture
def made(tmp_path):
    def make(content, **wanted):
        source, target = tmp_path / "source", tmp_path / "target"
        source.write_bytes(content)
        convert(source, target, Conversion(**wanted), xmp=MARK, max_pixels=LIMIT)
        return pixels(target.read_bytes())

    return make


@pytest.mark.parametrize("form", ["png", "jpeg", "webp", "avif"])
def test_every_format_carries_the_mark_and_the_size(made, form):
    picture = made(drawn(), format=form)
    assert (picture.format.lower(), picture.size) == (form, (60, 40))
    text = picture.info.get("XML:com.adobe.xmp", picture.info.get("xmp"))
    assert text in (MARK, MARK.decode())


@pytest.mark.parametrize(("side", "size"), [(30, (30, 20)), (600, (60, 40)), (0, (60, 40))])
def test_the_longest_side_is_never_enlarged(made, side, size):
    assert made(drawn(), format="png", side=side).size == size


@pytest.mark.parametrize("name", PLACEMENTS)
def test_a_placement_has_exactly_its_size(made, name):
    assert made(drawn(), format="jpeg", size=PLACEMENTS[name].size).size == PLACEMENTS[name].size


@pytest.mark.parametrize(("anchor", "red"), [("start", 0), ("end", 210)])
def test_a_crop_keeps_what_it_was_told_to(made, anchor, red):
    assert made(drawn(), format="png", size=(20, 40), anchor=anchor).getpixel((10, 20))[0] == red


def test_a_hole_is_white_in_jpeg(made):
    assert made(drawn(mode="RGBA"), format="jpeg", quality=100).convert("RGB").getpixel((50, 20)) == (255, 255, 255)


def test_less_quality_is_fewer_bytes(tmp_path, made):
    noisy = io.BytesIO()
    Pixels.effect_noise((200, 200), 80).save(noisy, "PNG")
    sizes = []
    for quality in (95, 20):
        made(noisy.getvalue(), format="webp", quality=quality)
        sizes.append((tmp_path / "target").stat().st_size)
    assert sizes[1] < sizes[0] / 2


def test_a_colour_profile_goes_along_and_nothing_else_does(made):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exif = Pixels.Exif()
    exif[0x010F] = "Camera of Ada"
    file = io.BytesIO()
    Pixels.new("RGB", (60, 40)).save(file, "JPEG", icc_profile=profile, exif=exif)
    picture = made(file.getvalue(), format="webp")
    assert picture.info["icc_profile"] == profile
    assert not dict(picture.getexif())


def test_what_a_format_cannot_hold_is_told(made):
    with pytest.raises(Unacceptable, match="16383"):
        made(drawn(size=(16_500, 4)), format="webp")


@pytest.mark.parametrize("content", [b"", b"no picture", drawn()[:50]])
def test_what_is_no_picture_is_told(made, content):
    with pytest.raises(Unacceptable):
        made(content, format="png")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("columns", "term"),
    [
        ({}, "trainedAlgorithmicMedia"),
        ({"relation": "remix"}, "trainedAlgorithmicMedia"),
        ({"relation": "edit"}, "compositeWithTrainedAlgorithmicMedia"),
        ({"relation": "erase"}, "compositeWithTrainedAlgorithmicMedia"),
        ({"kind": "upload"}, ""),
    ],
)
def test_the_term_follows_how_it_was_made(columns, term):
    assert marking.source_type(ImageFactory(**columns)) == term


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "term"), [("generated", "trainedAlgorithmicMedia"), ("upload", ""), ("reference", "")]
)
def test_a_crop_is_what_its_whole_is(kind, term):
    whole = ImageFactory(kind=kind)
    part = ImageFactory(kind="upload", relation="crop", parent=whole)
    smaller = ImageFactory(kind="upload", relation="crop", parent=part)
    assert marking.source_type(smaller) == term


@pytest.mark.django_db
def test_the_words_are_in_it_by_choice():
    image = ImageFactory(prompt='a <"harbour"> & \x01 fog')
    bare, told = marking.xmp(image, recipe=False).decode(), marking.xmp(image, recipe=True).decode()
    assert "harbour" not in bare
    assert "GPT Image" not in bare
    assert "a &lt;" in told
    assert "GPT Image 1.5, OpenAI (openai/gpt-image-1.5)" in told
    assert f"{marking.VOCABULARY}trainedAlgorithmicMedia</Iptc4xmpExt:DigitalSourceType>" in bare
    assert "\x01" not in told


@pytest.mark.django_db
def test_the_longest_prompt_fits_into_a_jpeg(tmp_path):
    mark = marking.xmp(ImageFactory(prompt="&" * 30_000), recipe=True)
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_bytes(drawn())
    convert(source, target, Conversion("jpeg"), xmp=mark, max_pixels=LIMIT)
    assert pixels(target.read_bytes()).info["xmp"] == mark
    assert Image.objects.exists()
