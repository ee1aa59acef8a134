"""A file gives back its recipe: as an own picture, as fields for the composer, or not at all."""

import hashlib
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Pixels
from PIL import PngImagePlugin

from gallery.models import Image
from tests.factories import ImageFactory, UserFactory

pytestmark = pytest.mark.django_db
SETTINGS = "a red sea\nNegative prompt: fog\nSteps: 20, Seed: 7, Size: 768x1024, Model: "


@pytest.fixture
def ada(client):
    person = UserFactory()
    client.force_login(person)
    return person


def png(text=""):
    info = PngImagePlugin.PngInfo()
    if text:
        info.add_text("parameters", text)
    file = io.BytesIO()
    Pixels.new("RGB", (4, 4)).save(file, "PNG", pnginfo=info)
    return file.getvalue()


def send(client, content, **headers):
    return client.post(reverse("recover"), {"file": SimpleUploadedFile("a.png", content)}, headers=headers)


def parts(response):
    return {part.label: (part.name, part.value) for part in response.context["recovered"].parts}


def test_fields_are_offered_one_by_one_and_an_unknown_model_is_said(client, ada):
    response = send(client, png(SETTINGS + "dream_v8"))
    assert parts(response) == {
        "Prompt": ("prompt", "a red sea"),
        "Negative prompt": ("", ""),
        "Model": ("", ""),
        "Size": ("aspect", "3:4"),
        "Seed": ("o-seed", "7"),
    }
    assert "Not offered here" in response.content.decode()
    assert not Image.objects.exists()


def test_a_model_that_is_offered_is_mapped(client, ada):
    assert parts(send(client, png(SETTINGS + "FLUX 2 Pro")))["Model"] == ("model", "bfl/flux-2-pro")


@pytest.mark.parametrize("mine", [True, False])
def test_the_very_same_bytes_are_my_picture_and_nobody_elses(client, ada, mine):
    content = png(SETTINGS + "x")
    digest = hashlib.sha256(content).hexdigest()
    image = ImageFactory(sha256=digest, **({"owner": ada} if mine else {}))
    recovered = send(client, content).context["recovered"]
    assert (recovered.image == image) is mine
    assert bool(recovered.parts) is not mine


@pytest.mark.parametrize("content", [png(), b"no picture at all"])
def test_a_file_without_a_recipe_says_so(client, ada, content):
    response = send(client, content)
    assert response.status_code == 422
    assert "carries no recipe" in response.content.decode()
    assert send(client, content, **{"X-Fragment": "1"}).status_code == 204


def test_no_file_and_one_too_large_are_told_at_the_field(client, ada, settings):
    assert client.post(reverse("recover")).status_code == 422
    settings.UPLOAD_MAX_BYTES = 10
    assert "too large" in send(client, png()).content.decode()


def test_what_is_ticked_goes_into_the_composer(client, ada):
    response = client.post("/", {"recovered": "1", "prompt": "a red sea", "aspect": "3:4"})
    assert set(response.context["filled"]) == {"prompt", "aspect"}
    assert "a red sea</textarea>" in response.content.decode()
