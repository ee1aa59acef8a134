"""The files of a call: references in order, the mask as the model's lane wants it, nothing left behind."""

import io
from contextlib import ExitStack

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pixels

from gallery import ingest
from studio import catalogue
from studio.catalogue import Lane
from studio.lifecycle.sending import call_for
from studio.models import RunReference
from tests.factories import GenerationFactory, RunFactory, UserFactory
from tests.gallery.pictures.drawing import encoded, photograph

pytestmark = pytest.mark.django_db
SIZE = (1024, 768)


def upload(owner, data, kind="reference"):
    return ingest.add_upload(owner=owner, uploaded_file=SimpleUploadedFile("a", data), kind=kind)


def mask_of(owner, image):
    """The upper left corner."""
    values = np.zeros((image.height, image.width), np.uint8)
    values[:100, :50] = 255
    file = io.BytesIO()
    Pixels.fromarray(values).save(file, "PNG")
    return ingest.add_mask(owner=owner, uploaded_file=SimpleUploadedFile("m", file.getvalue()), of=image)[0]


def generation(data, model="openai/gpt-image-1.5", masked=True, roles=("",), **options):
    owner = UserFactory()
    images = [upload(owner, data), *(upload(owner, encoded(size=(600 + n, 600))) for n in range(1, len(roles)))]
    run = RunFactory(owner=owner, mask=mask_of(owner, images[0]) if masked else None)
    for position, (image, role) in enumerate(zip(images, roles, strict=True), start=1):
        RunReference.objects.create(run=run, image=image, position=position, role=role)
    spec = catalogue.get(model)
    complete = {option.name: option.default for option in spec.options} | options
    return GenerationFactory(run=run, model=model, options=complete, aspect=spec.default_aspect)


@pytest.mark.parametrize(
    ("model", "options", "lane", "corner"),
    [
        ("openai/gpt-image-1.5", {}, Lane.EDITS, (0, 0, 0, 0)),
        ("qianfan/ernie-irag-edit", {"feature": "erase"}, Lane.PREDICTIONS, 255),
        ("ideogram/V3", {}, Lane.IDEOGRAM, 0),
    ],
)
def test_the_mask_goes_along_in_the_lanes_own_way(model, options, lane, corner):
    with ExitStack() as files:
        call = call_for(generation(encoded(size=SIZE), model, **options), files)
        with Pixels.open(call.mask.path) as sent:
            assert (call.lane, sent.size, sent.getpixel((0, 0))) == (lane, SIZE, corner)


def test_nothing_is_left_behind(settings):
    with ExitStack() as files:
        path = call_for(generation(encoded(size=SIZE)), files).mask.path
        assert path.exists()
    assert not path.parent.exists()


def test_a_photograph_under_a_mask_is_turned_as_it_is_looked_at():
    with ExitStack() as files:
        call = call_for(generation(photograph((1024, 768))), files)
        with Pixels.open(call.references[0].path) as sent, Pixels.open(call.mask.path) as mask:
            assert sent.size == mask.size == (768, 1024)


def test_without_a_mask_the_bytes_go_as_they_are():
    data = photograph((1024, 768))
    with ExitStack() as files:
        call = call_for(generation(data, masked=False), files)
        assert (call.references[0].path.read_bytes(), call.mask) == (data, None)


def test_roles_go_along():
    with ExitStack() as files:
        call = call_for(generation(encoded(size=SIZE), "ideogram/V3", masked=False, roles=("", "style")), files)
        assert [file.role for file in call.references] == ["", "style"]
