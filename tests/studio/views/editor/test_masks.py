"""A mask's way from the editor into a run."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pixels

from gallery.access import Role
from gallery.models import Image
from gallery.people import publishing
from studio.models import Run
from tests.factories import ImageFactory, MembershipFactory
from tests.studio.views.composed import FLUX, IMAGEN, MINI, composed

pytestmark = pytest.mark.django_db
SIZE = (1024, 768)
IDEOGRAM = "ideogram/V3"


def drawn(size=SIZE, color=255):
    file = io.BytesIO()
    Pixels.new("L", size, color).save(file, "PNG")
    return SimpleUploadedFile("mask.png", file.getvalue(), content_type="image/png")


@pytest.fixture
def picture(mira):
    return ImageFactory(owner=mira)


@pytest.fixture
def mask(designer, picture):
    return designer.post("/compose/masks/", {"mask": drawn(), "of": str(picture.pk)}).json()


def test_an_upload_answers_with_its_id_and_share(mask, mira):
    kept = Image.objects.masks_of(mira).get()
    assert mask == {"id": str(kept.pk), "width": 1024, "height": 768, "share": 100.0}
    assert kept.asked == {"share": 100.0}


@pytest.mark.parametrize(
    ("file", "words"),
    [(drawn((10, 10)), "its picture 1024 × 768"), (drawn(color=0), "Nothing is marked"), (None, "Choose a mask")],
)
def test_what_is_no_mask_of_it_is_told(designer, picture, file, words):
    response = designer.post("/compose/masks/", {"of": str(picture.pk)} | ({"mask": file} if file else {}))
    assert response.status_code == 422
    assert words in response.json()["error"]
    assert not Image.objects.filter(kind="mask").exists()


def test_of_a_picture_that_one_may_not_see_there_is_no_mask(stranger, picture):
    assert stranger.post("/compose/masks/", {"mask": drawn(), "of": str(picture.pk)}).status_code == 404


def test_a_run_takes_the_mask_along(designer, picture, mask):
    designer.post("/runs/", composed(model=MINI, reference=str(picture.pk), mask=mask["id"]))
    assert str(Run.objects.get().mask_id) == mask["id"]


@pytest.mark.parametrize(
    ("model", "words"),
    [(IMAGEN, "Imagen 4 takes no mask. Choose GPT Image 1.5"), (FLUX, "takes no mask. Choose GPT Image 1.5")],
)
def test_a_model_without_masks_refuses_it_before_anything_is_sent(designer, picture, mask, model, words):
    page = designer.post("/runs/", composed(model=model, reference=str(picture.pk), mask=mask["id"]))
    assert page.status_code == 422
    assert words in page.content.decode()
    assert not Run.objects.exists()


def test_a_mask_alone_or_on_another_picture_is_refused(designer, mira, mask):
    other = ImageFactory(owner=mira, width=640, height=640)
    for references in ([], [str(other.pk)]):
        page = designer.post("/runs/", composed(model=MINI, reference=references, mask=mask["id"]))
        assert page.status_code == 422
        assert page.context["form"].errors["mask"]


def test_somebody_elses_mask_is_none(designer, picture, mask):
    Image.objects.filter(pk=mask["id"]).update(owner=MembershipFactory().user)
    page = designer.post("/runs/", composed(model=MINI, reference=str(picture.pk), mask=mask["id"]))
    assert "The mask is gone or not yours" in page.content.decode()


def test_reuse_brings_the_mask_back_and_a_fresh_visit_does_not(designer, picture, mask):
    designer.post("/runs/", composed(model=MINI, reference=str(picture.pk), mask=mask["id"]))
    assert str(designer.get(f"/?run={Run.objects.get().pk}").context["form"].mask_image.pk) == mask["id"]
    assert designer.get("/").context["form"].mask_image is None


def test_run_again_repeats_the_mask_while_it_is_there(designer, picture, mask):
    designer.post("/runs/", composed(model=MINI, reference=str(picture.pk), mask=mask["id"]))
    first = Run.objects.get()
    designer.post(f"/runs/{first.pk}/again/", {"key": "again-1"})
    assert [str(run.mask_id) for run in Run.objects.all()] == [mask["id"]] * 2


def test_a_mask_given_by_the_address_comes_with_a_model_that_takes_one(designer, picture, mask):
    designer.post("/runs/", composed(model=FLUX))
    form = designer.get(f"/?reference={picture.pk}&mask={mask['id']}").context["form"]
    assert form.spec.mask


def test_it_is_in_no_list_and_on_no_page(designer, mira, picture, mask):
    for address in ("/gallery/", "/compose/references/pick/", f"/?reference={mask['id']}"):
        assert f"/{mask['id']}" not in designer.get(address).content.decode()
    assert designer.get(f"/images/{mask['id']}/").status_code == 404
    team = MembershipFactory(user=mira, role=Role.OWNER).team
    assert not publishing.publish(Image.objects.get(pk=mask["id"]), team=team, by=mira)


def test_roles_go_along_and_come_back(designer, mira, picture):
    style = ImageFactory(owner=mira)
    tray = {"reference": [str(picture.pk), str(style.pk)], f"role-{style.pk}": "style"}
    designer.post("/runs/", composed(model=IDEOGRAM, aspect="1:1", **tray))
    run = Run.objects.get()
    assert list(run.run_references.values_list("image_id", "role")) == [(picture.pk, ""), (style.pk, "style")]
    assert designer.get(f"/?run={run.pk}").context["form"].roles == ["", "style"]


def test_two_pictures_without_roles_are_too_many_for_ideogram(designer, mira, picture):
    tray = {"reference": [str(picture.pk), str(ImageFactory(owner=mira).pk)]}
    page = designer.post("/runs/", composed(model=IDEOGRAM, aspect="1:1", **tray))
    assert "Make the others style or character references." in page.content.decode()
