"""What a reader is told of a signature: on the picture's page, and by the API."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from gallery.files import storage
from tests.factories import ImageFactory, UserFactory
from tests.gallery.api.making import Caller
from tests.gallery.credentials.making import credentialed, drawn

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(client):
    person = UserFactory(username="ada")
    client.force_login(person)
    return person


@pytest.fixture
def tells(client):
    def page(image):
        return client.get(reverse("image", args=[image.pk]), {"tab": "provenance"}).text

    return page


def kept(owner, content, **columns):
    image = ImageFactory(owner=owner, **columns)
    default_storage.save(storage.original_name(image), ContentFile(content))
    return image


def changed():
    return credentialed()[:-15] + b"\0" + credentialed()[-14:]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (credentialed(), "Signed by OpenAI when the picture was made."),
        (credentialed(spoil=True), "A signature that does not hold"),
        (changed(), "not the one that was signed"),
        (credentialed(algorithm=-99), "cannot be checked here"),
        (drawn("PNG"), "OpenAI supplied none with this picture."),
    ],
)
def test_a_page_says_it_in_plain_words(tells, ada, content, words):
    assert words in tells(kept(ada, content))


def test_a_demo_and_an_upload_are_told_as_what_they_are(tells, ada):
    assert "The demo gateway signs nothing." in tells(kept(ada, drawn("PNG"), sandbox=True))
    assert "This file came without any." in tells(kept(ada, drawn("PNG"), kind="upload"))
    assert "The original cannot be read" in tells(ImageFactory(owner=ada))


def test_an_edit_is_told_as_a_composite(tells, ada):
    assert "compositeWithTrainedAlgorithmicMedia" in tells(kept(ada, drawn("PNG"), relation="erase"))


def test_a_file_is_read_once(tells, ada, monkeypatch):
    image = kept(ada, credentialed())
    tells(image)
    default_storage.delete(storage.original_name(image))
    assert "Signed by OpenAI" in tells(image)


def test_the_original_keeps_what_its_vendor_signed(client, ada):
    content = credentialed()
    response = client.post(reverse("export"), {"ids": str(kept(ada, content).pk)})
    assert b"".join(response.streaming_content) == content


def test_the_api_says_the_same(ada):
    image = kept(ada, credentialed("JPEG"), format="jpeg")
    told = Caller(ada).get(f"/images/{image.pk}/provenance").json()
    assert told["digital_source_type"] == "trainedAlgorithmicMedia"
    assert (told["credentials"]["state"], told["credentials"]["signer"]) == ("intact", "OpenAI")
    assert told["credentials"]["signed_at"].startswith("2026-11-03T10:42:51")
    lost = Caller(ada).get(f"/images/{ImageFactory(owner=ada).pk}/provenance").json()
    assert lost["credentials"]["state"] == "missing"
    assert Caller(UserFactory()).get(f"/images/{image.pk}/provenance").status_code == 404
