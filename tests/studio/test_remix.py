"""A remix stores its parent: from the form or the API through the run to the picture."""

import pytest

from gallery.models.image import Relation
from studio.lifecycle.lineage import parent_of
from studio.models import Run, RunReference
from studio.submission import run_again
from tests.factories import GenerationFactory, ImageFactory, RunFactory, UserFactory
from tests.gallery.api.making import Caller

pytestmark = pytest.mark.django_db
MODEL = "openai/gpt-image-1-mini"


def generation(run):
    return GenerationFactory(run=run, model=MODEL)


def test_what_a_remix_makes_names_the_picture_it_began_with():
    image = ImageFactory()
    assert parent_of(generation(RunFactory(remix_of=image))) == (image.pk, Relation.REMIX)


def test_references_of_a_remix_do_not_take_its_place():
    image, reference = ImageFactory(), ImageFactory()
    run = RunFactory(remix_of=image)
    RunReference.objects.create(run=run, image=reference, position=1)
    assert parent_of(generation(run)) == (image.pk, Relation.REMIX)


def test_a_picture_that_was_sent_along_was_edited_not_remixed():
    image = ImageFactory()
    run = RunFactory(remix_of=image)
    RunReference.objects.create(run=run, image=image, position=1)
    assert parent_of(generation(run)) == (image.pk, Relation.EDIT)


def test_the_api_takes_a_parent_that_its_caller_may_see():
    ada = Caller(UserFactory())
    image = ImageFactory(owner=ada.user)
    body = {"prompt": "a sea", "models": [{"id": MODEL}], "remix_of": str(image.pk)}
    assert ada.post("/runs", body).status_code == 201
    run = Run.objects.get()
    assert run.remix_of == image
    again, _ = run_again(run, by=ada.user)
    assert again.remix_of == image


def test_a_strangers_picture_is_no_parent():
    body = {"prompt": "a sea", "models": [{"id": MODEL}], "remix_of": str(ImageFactory().pk)}
    response = Caller(UserFactory()).post("/runs", body)
    assert response.status_code == 422
    assert "remix_of" in response.json()["errors"]
    assert not Run.objects.exists()
