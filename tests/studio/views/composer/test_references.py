"""The tray: files that come in, and pictures chosen from the gallery."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gallery.models import Image
from tests.factories import ImageFactory
from tests.studio.views.composed import FLUX, HTMX, composed, png

pytestmark = pytest.mark.django_db


def test_an_uploaded_file_becomes_a_place_in_the_tray(designer, mira):
    response = designer.post("/compose/references/", {"files": [png()]})
    image = Image.objects.get(owner=mira)
    assert image.kind == "reference"
    assert f'value="{image.pk}"' in response.content.decode()


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "empty"), (b"%PDF-1.7 no picture", "This is no picture"), (b"\x89PNG\r\n\x1a\n cut", "")],
)
def test_what_is_no_picture_is_told_by_name(designer, content, words):
    file = SimpleUploadedFile("brief.png", content, content_type="image/png")
    response = designer.post("/compose/references/", {"files": [file]})
    assert response.status_code == 422
    assert "brief.png: " in response.content.decode()
    assert words in response.content.decode()
    assert not Image.objects.exists()


def test_good_files_are_kept_beside_a_bad_one(designer):
    bad = SimpleUploadedFile("brief.txt", b"words", content_type="text/plain")
    response = designer.post("/compose/references/", {"files": [bad, png()]})
    assert response.status_code == 200
    assert Image.objects.count() == 1


def test_without_script_files_come_with_the_composer(designer):
    page = designer.post("/", composed(model=FLUX, files=[png()]))
    assert [image.kind for image in page.context["form"].images] == ["reference"]


def test_without_script_a_reference_is_taken_out(designer, mira):
    image = ImageFactory(owner=mira)
    page = designer.post("/", composed(model=FLUX, reference=str(image.pk), without=str(image.pk)))
    assert page.context["form"].images == []


def test_only_what_one_may_see_can_be_picked(designer, mira):
    mine, foreign = ImageFactory(owner=mira), ImageFactory()
    page = designer.get("/compose/references/pick/", headers=HTMX).content.decode()
    assert str(mine.pk) in page
    assert str(foreign.pk) not in page


def test_a_foreign_picture_never_enters_the_tray(designer):
    foreign = ImageFactory()
    response = designer.get(f"/compose/references/chosen/?reference={foreign.pk}", headers={"X-Fragment": "1"})
    assert str(foreign.pk) not in response.content.decode()


def test_picking_without_script_goes_to_the_studio(designer, mira):
    image = ImageFactory(owner=mira)
    response = designer.get(f"/compose/references/chosen/?reference={image.pk}")
    assert response.headers["Location"] == f"/?reference={image.pk}"


def test_a_reference_in_the_address_comes_with_a_model_that_takes_it(designer, mira):
    image = ImageFactory(owner=mira)
    form = designer.get(f"/?reference={image.pk}").context["form"]
    assert form.images == [image]
    assert form.spec.references.max
