"""What an editor saves becomes one kind of mask, or a sentence."""

import io

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pixels

from gallery import ingest
from gallery.derived import masks
from gallery.files import storage
from gallery.files.uploads import Unacceptable
from gallery.models import Image
from tests.factories import ImageFactory, UserFactory
from tests.gallery.pictures.drawing import bomb, encoded, moving

SIZE = (40, 30)
HALF = np.repeat(np.array([[255] * 20 + [0] * 20], np.uint8), 30, axis=0)  # the left half is to be repainted


def file_of(picture, form="PNG", **options):
    file = io.BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()


def read(tmp_path, data, size=SIZE):
    path = tmp_path / "mask"
    path.write_bytes(data)
    return masks.read(path, size=size, max_bytes=1_000_000, max_pixels=1_000_000)


def clear_left():
    """White paint, transparent on the left: what an eraser leaves."""
    picture = Pixels.new("RGBA", SIZE, "white")
    picture.putalpha(Pixels.fromarray(255 - HALF))
    return picture


def palette():
    picture = Pixels.fromarray((HALF > 0).astype(np.uint8), "P")
    picture.putpalette([0, 0, 0, 255, 255, 255])
    return picture


GREY = Pixels.fromarray(HALF)
DEEP = Pixels.fromarray(HALF.astype(np.uint16) * 257)


@pytest.mark.parametrize(
    "data",
    [
        file_of(GREY),
        file_of(GREY.convert("1")),
        file_of(GREY.convert("RGB")),
        file_of(GREY.convert("RGB"), "WEBP", lossless=True),
        file_of(GREY.convert("RGBA")),
        file_of(palette()),
        file_of(DEEP),
        file_of(clear_left()),
        file_of(clear_left(), "WEBP", lossless=True, exact=True),
    ],
    ids=["grey", "bits", "colour", "webp", "opaque alpha", "palette", "16 bits", "clear alpha", "clear webp"],
)
def test_each_way_to_say_it_comes_to_the_same_mask(tmp_path, data):
    mask = read(tmp_path, data)
    assert mask.mode == "L"
    assert (np.asarray(mask) == HALF).all()


def test_soft_edges_are_kept(tmp_path):
    ramp = np.repeat(np.linspace(0, 255, 40, dtype=np.uint8)[None], 30, axis=0)
    assert (np.asarray(read(tmp_path, file_of(Pixels.fromarray(ramp)))) == ramp).all()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"no picture at all", "not_a_picture"),
        (file_of(GREY)[:60], "broken"),
        (bomb(), "too_many_pixels"),
        (moving("WEBP"), "animated"),
        (encoded("GIF", SIZE), "wrong_format"),
        (encoded("PNG", (40, 31)), "other_size"),
        (encoded("PNG", SIZE, "L"), "nothing_marked"),
        (file_of(Pixels.new("L", SIZE, 127)), "nothing_marked"),
        (file_of(Pixels.new("RGBA", SIZE, (0, 0, 0, 255))), "nothing_marked"),
    ],
)
def test_what_is_no_mask_is_refused(tmp_path, data, code):
    with pytest.raises(Unacceptable) as refused:
        read(tmp_path, data)
    assert refused.value.code == code


def test_a_mask_of_another_size_names_both(tmp_path):
    with pytest.raises(Unacceptable, match="The mask is 40 × 30, its picture 80 × 60"):
        read(tmp_path, file_of(GREY), size=(80, 60))


@pytest.mark.parametrize(("value", "percent"), [(HALF, 50.0), (HALF // 2 + 1, 25.1), (np.full((30, 40), 255), 100.0)])
def test_the_share_is_told_in_percent(value, percent):
    assert masks.share(Pixels.fromarray(value.astype(np.uint8))) == pytest.approx(percent, abs=0.2)


@pytest.mark.django_db
def test_it_is_kept_as_grey_once(settings):
    owner = UserFactory()
    of = ImageFactory(owner=owner, width=40, height=30)
    uploads = [SimpleUploadedFile("m", file_of(picture)) for picture in (GREY, clear_left())]

    (first, share), (second, _) = (ingest.add_mask(owner=owner, uploaded_file=file, of=of) for file in uploads)

    assert (first, first.kind, share) == (second, "mask", 50.0)
    with storage.local_original(first) as path, Pixels.open(path) as kept:
        assert (kept.format, kept.mode) == ("PNG", "L")
        assert (np.asarray(kept) == HALF).all()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["mask", "reference"])
def test_no_gallery_lists_it(kind):
    owner = UserFactory()
    shown, _ = ImageFactory(owner=owner), ImageFactory(owner=owner, kind=kind)
    assert list(Image.objects.mine(owner)) == [shown]


@pytest.mark.django_db
def test_the_same_bytes_are_one_reference_but_two_uploads():
    owner, data = UserFactory(), encoded()

    def add(kind, by=owner):
        return ingest.add_upload(owner=by, uploaded_file=SimpleUploadedFile("a.png", data), kind=kind)

    upload = add("upload")
    assert add("reference") == add("reference") == upload
    assert add("upload") != upload
    assert add("reference", by=UserFactory()) != upload
