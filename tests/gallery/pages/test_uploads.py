"""Own pictures into the gallery: several at once, each judged by itself, none half kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Pixels

from gallery.models import Image
from tests.gallery.pages.kept import drawn

MOVING = drawn("GIF", save_all=True, append_images=[Pixels.new("RGB", (60, 40), "red")])


def test_more_than_one_press_takes_is_told_and_none_is_lost_in_silence(client, ada, monkeypatch):
    monkeypatch.setattr("gallery.forms.FILES_AT_ONCE", 1)
    assert "Up to 1 pictures at once" in sent(client, a_png=drawn("PNG"), b_png=drawn("PNG")).content.decode()
    assert not Image.objects.exists()


def sent(client, **files):
    posted = [SimpleUploadedFile(name.replace("_", "."), content) for name, content in files.items()]
    return client.post(reverse("upload"), {"files": posted})


def test_several_are_kept_as_they_came(client, ada):
    response = sent(client, a_png=drawn("PNG"), b_webp=drawn("WEBP"), c_gif=drawn("GIF"))
    assert response.headers["Location"] == reverse("gallery")
    assert set(Image.objects.mine(ada).values_list("file_name", flat=True)) == {"a.png", "b.webp", "c.gif"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"no picture at all", "no picture"),
        (drawn("PNG")[:70], "broken"),
        (MOVING, "moves"),
        (b"", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no picture"),
    ],
)
def test_what_cannot_be_kept_is_told_at_the_field(client, ada, settings, content, words):
    response = sent(client, a_png=content)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Image.objects.exists()
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_the_good_ones_are_kept_beside_a_bad_one(client, ada):
    response = sent(client, a_png=drawn("PNG"), b_png=b"broken")
    assert response.status_code == 422
    assert "b.png" in response.content.decode()
    assert Image.objects.mine(ada).get().file_name == "a.png"


def test_too_large_and_too_many_pixels_are_refused(client, ada, settings):
    settings.MAX_PIXELS = 100
    assert "megapixels" in sent(client, a_png=drawn("PNG")).content.decode()
    settings.UPLOAD_MAX_BYTES = 10
    assert "can be kept" in sent(client, a_png=drawn("PNG")).content.decode()


def test_nothing_chosen_is_told(client, ada):
    response = client.post(reverse("upload"))
    assert response.status_code == 422
    assert "Choose at least one" in response.content.decode()
