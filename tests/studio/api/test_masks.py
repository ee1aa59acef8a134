"""Masks and roles over the API."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pixels

from gallery.models import Image
from studio.models import Run
from tests.factories import ImageFactory

pytestmark = pytest.mark.django_db
MINI = "openai/gpt-image-1-mini"


def drawn(size=(1024, 768), color=255):
    file = io.BytesIO()
    Pixels.new("L", size, color).save(file, "PNG")
    return SimpleUploadedFile("mask.png", file.getvalue(), content_type="image/png")


def upload(ada, of, query=False, **file):
    fields = {"kind": "mask", "of": str(of.pk)}
    address = "/images" + (f"?kind=mask&of={of.pk}" if query else "")
    body = ({} if query else fields) | {"file": drawn(**file)}
    return ada.client.post(f"/api/v1{address}", body)


def wanted(model=MINI, **fields):
    return {"prompt": "A deer", "models": [{"id": model}]} | fields


@pytest.fixture
def picture(ada):
    return ImageFactory(owner=ada.user)


@pytest.mark.parametrize("query", [False, True])
def test_a_mask_is_uploaded_for_its_picture(ada, picture, query):
    answer = upload(ada, picture, query)
    assert (answer.status_code, answer.json()["kind"]) == (201, "mask")
    assert answer.json()["id"] == str(Image.objects.masks_of(ada.user).get().pk)


@pytest.mark.parametrize(
    ("file", "words"), [({"size": (9, 9)}, "exactly as large"), ({"color": 0}, "Nothing is marked")]
)
def test_what_is_no_mask_is_told_at_the_file(ada, picture, file, words):
    answer = upload(ada, picture, **file)
    assert answer.status_code == 422
    assert words in answer.json()["errors"]["file"][0]


def test_a_mask_of_a_picture_that_one_may_not_see_is_refused(ada):
    assert list(upload(ada, ImageFactory()).json()["errors"]) == ["of"]


def test_a_run_tells_its_mask(ada, picture):
    mask = upload(ada, picture).json()["id"]
    run = ada.post("/runs", wanted(references=[str(picture.pk)], mask=mask)).json()
    assert (run["mask"], str(Run.objects.get().mask_id)) == (mask, mask)


@pytest.mark.parametrize("model", ["google/imagen-4.0-generate-001", "bfl/flux-2-pro"])
def test_a_model_without_masks_refuses(ada, picture, model):
    mask = upload(ada, picture).json()["id"]
    answer = ada.post("/runs", wanted(model, references=[str(picture.pk)], mask=mask))
    assert "takes no mask. Choose GPT Image 1.5, " in answer.json()["errors"]["mask"][0]
    assert not Run.objects.exists()


def test_a_picture_is_no_mask(ada, picture):
    answer = ada.post("/runs", wanted(references=[str(picture.pk)], mask=str(picture.pk)))
    assert list(answer.json()["errors"]) == ["mask"]


def test_a_mask_is_no_reference(ada, picture):
    mask = upload(ada, picture).json()["id"]
    assert list(ada.post("/runs", wanted(references=[mask])).json()["errors"]) == ["references.0"]


def test_references_may_have_roles(ada, picture):
    style = ImageFactory(owner=ada.user)
    entries = [str(picture.pk), {"id": str(style.pk), "role": "style"}]
    run = ada.post("/runs", wanted("ideogram/V3", references=entries)).json()
    assert (run["references"], run["roles"]) == ([str(picture.pk), str(style.pk)], ["", "style"])


@pytest.mark.parametrize("entry", [{"role": "style"}, {"id": "x"}, {"role": "muse"}, 7])
def test_an_entry_that_makes_no_sense_is_refused(ada, picture, entry):
    entry = {"id": str(picture.pk)} | entry if entry == {"role": "muse"} else entry
    assert ada.post("/runs", wanted("ideogram/V3", references=[entry])).status_code == 422


def test_the_same_key_with_another_role_is_another_request(ada, picture):
    def press(role):
        entries = [{"id": str(picture.pk), "role": role}]
        return ada.post("/runs", wanted("ideogram/V3", references=entries), idempotency_key="k-1").status_code

    assert [press("style"), press("style"), press("")] == [201, 201, 422]
