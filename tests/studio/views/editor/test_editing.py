"""The edit page: who may see it, what it offers, the run that it makes, and the strip below the canvas."""

import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pixels

from gallery import ingest
from gallery.models import Image
from studio.models import Budget, Generation, InstanceSettings, Kind, Run
from tests.factories import GenerationFactory, ImageFactory, RunFactory
from tests.gallery.pictures.drawing import generated
from tests.studio.views.composed import HTMX, events

GPT = "openai/gpt-image-1.5:edit"
ERASE = "qianfan/ernie-irag-edit:erase"
SIZE = (640, 640)


@pytest.fixture
def picture(mira, tmp_path):
    return generated(tmp_path, owner=mira, size=SIZE)


def mask_file(size=SIZE, name="mask.png"):
    mask = Pixels.new("L", size)
    mask.paste(255, (10, 10, 100, 100))
    file = io.BytesIO()
    mask.save(file, "PNG")
    return SimpleUploadedFile(name, file.getvalue(), content_type="image/png")


def mask_of(picture):
    return ingest.add_mask(owner=picture.owner, uploaded_file=mask_file(), of=picture)[0]


def wanted(**fields):
    return {"prompt": "a sprig of rosemary", "choice": GPT, "count": "1", "key": "press-1"} | fields


def page(picture):
    return f"/images/{picture.pk}/edit/"


def strip(designer, picture):
    versions = designer.get(f"{page(picture)}versions/").context["versions"]
    return [(version.kind, version.image) for version in versions]


def test_the_page_splits_models_by_mask_each_with_its_price(designer, picture):
    ways = designer.get(page(picture)).context["form"]
    masked = {way.spec.id for way in ways.masked_ways}
    free = {way.spec.id for way in ways.free_ways}
    assert {"openai/gpt-image-1.5", "ideogram/V3", "qianfan/ernie-irag-edit"} <= masked
    assert {"gemini/gemini-2.5-flash-image", "bfl/flux-2-pro", "qianfan/qwen-image-edit"} <= free
    assert not free & {"openai/gpt-image-1.5", "google/imagen-4.0-generate-001", "openai/dall-e-3"}


@pytest.mark.parametrize("path", ["", "versions/", "acts/"])
@pytest.mark.parametrize("columns", [{"trashed_at": "2026-01-01T00:00Z"}, {"moderation": "removed"}])
def test_a_picture_in_the_trash_or_taken_away_is_not_there(designer, picture, path, columns):
    Image.objects.filter(pk=picture.pk).update(**columns)
    assert designer.get(page(picture) + path).status_code == 404


@pytest.mark.parametrize("path", ["edit/", "edit/versions/", "edit/acts/", "crop/", "extend/"])
def test_a_stranger_finds_nothing(stranger, picture, path):
    assert stranger.get(f"/images/{picture.pk}/{path}").status_code == 404


def test_a_mask_is_no_picture_to_edit(designer, picture):
    assert designer.get(page(mask_of(picture))).status_code == 404


def test_edit_makes_a_run_of_the_picture_and_its_mask(designer, picture):
    mask = mask_of(picture)
    answer = designer.post(page(picture), wanted(mask=mask.pk, count="2"), headers=HTMX)
    run = Run.objects.get()
    assert events(answer)["run-changed"] == {"run": str(run.pk), "said": "2 pictures started"}
    assert [reference.image for reference in run.run_references.all()] == [picture]
    assert (run.mask, run.requested[0]["id"], run.prompt) == (mask, "openai/gpt-image-1.5", "a sprig of rosemary")


def test_without_script_the_mask_comes_as_a_file(designer, picture):
    answer = designer.post(page(picture), wanted(mask_file=mask_file()))
    run = Run.objects.get()
    assert answer.url == f"{page(picture)}?mask={run.mask_id}#versions"
    assert designer.get(answer.url).context["mask"] == run.mask


def test_a_double_press_is_one_run(designer, picture):
    for _ in range(2):
        designer.post(page(picture), wanted(), headers=HTMX)
    assert Run.objects.count() == 1


def test_erasing_needs_no_words_and_goes_with_its_feature(designer, picture):
    designer.post(page(picture), wanted(choice=ERASE, prompt="", mask=mask_of(picture).pk), headers=HTMX)
    assert Run.objects.get().requested[0]["options"]["feature"] == "erase"


def test_a_model_without_masks_gets_none(designer, picture):
    choice = "gemini/gemini-2.5-flash-image:edit"
    designer.post(page(picture), wanted(choice=choice, mask=mask_of(picture).pk), headers=HTMX)
    assert Run.objects.get().mask is None


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"prompt": " "}, "Write a prompt."),
        ({"choice": ERASE}, "Paint over what is to change first."),
        ({"choice": "ideogram/V3:edit"}, "Paint over what is to change first."),
        ({"choice": "openai/dall-e-3:edit"}, "This model cannot be used here any more."),
        ({"mask": "01a20f16-460d-7a6f-bdc5-94c050a6e16d"}, "The mask is gone or not yours."),
        ({"mask": "rubbish"}, "The mask is gone or not yours."),
        ({"count": "0"}, "picture"),
        ({"key": "k" * 201}, "200"),
    ],
)
def test_what_cannot_be_done_is_said_at_the_form_and_nothing_is_sent(designer, picture, fields, sentence):
    answer = designer.post(page(picture), wanted(**fields), headers=HTMX)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Run.objects.exists()


def test_a_mask_of_another_size_is_refused_and_not_kept(designer, picture):
    answer = designer.post(page(picture), wanted(mask_file=mask_file((64, 64))))
    assert answer.status_code == 422
    assert "64 × 64" in answer.content.decode()
    assert not Image.objects.filter(kind="mask").exists()
    assert not Run.objects.exists()


def test_the_price_follows_the_count_before_any_word_is_written(designer, picture):
    answer = designer.post(f"{page(picture)}price/", wanted(prompt="", count="3"))
    assert answer.content.decode().strip() == "≈ $0.11"


def test_a_mask_can_be_read_by_its_owner_alone(designer, stranger, picture):
    url = f"{page(picture)}masks/{mask_of(picture).pk}/"
    assert Pixels.open(io.BytesIO(designer.get(url).content)).size == SIZE
    assert stranger.get(url).status_code == 404


def test_versions_show_parent_children_and_what_still_runs(designer, mira, picture):
    child = ImageFactory(owner=mira, parent=picture, relation="edit")
    run = RunFactory(owner=mira)
    run.run_references.create(image=picture, position=1)
    GenerationFactory(run=run)
    assert strip(designer, picture) == [("this", picture), ("ready", child), ("waiting", None)]
    assert strip(designer, child) == [("parent", picture), ("this", child)]


def test_versions_ask_as_often_for_many_as_for_few(designer, mira, picture, django_assert_max_num_queries):
    for _ in range(8):
        run = RunFactory(owner=mira)
        run.run_references.create(image=picture, position=1)
        GenerationFactory(run=run)
        ImageFactory(owner=mira, parent=picture)
    with django_assert_max_num_queries(16):
        designer.get(f"{page(picture)}versions/")


def test_the_menu_greys_what_no_model_can_do_and_says_why(designer, picture):
    menu = designer.get(f"{page(picture)}acts/")
    names = [act.name for act in menu.context["acts"]]
    assert names[-2:] == ["extend", "crop"]
    Image.objects.filter(pk=picture.pk).update(format="gif")
    acts = {act.name: act.why_not for act in designer.get(f"{page(picture)}acts/").context["acts"]}
    assert "GIF" in acts["erase"]
    assert not acts["crop"]


def test_a_crop_leads_to_the_new_picture(designer, picture):
    answer = designer.post(f"/images/{picture.pk}/crop/", {"ratio": "16:9"})
    crop = Image.objects.get(relation="crop")
    assert answer.url == f"/gallery/images/{crop.pk}/"
    assert (crop.width, crop.height) == (640, 360)


def test_a_larger_canvas_leads_to_its_edit_page_with_the_mask(designer, picture):
    answer = designer.post(f"/images/{picture.pk}/extend/", {"left": "64"})
    larger = Image.objects.get(relation="extend")
    assert answer.url.startswith(f"/images/{larger.pk}/edit/?mask=")
    page = designer.get(answer.url)
    assert page.context["mask"].width == 704
    assert page.context["form"].way.mask


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("crop", {}),
        ("crop", {"ratio": "1:1"}),
        ("crop", {"left": "600", "top": "0", "width": "100", "height": "100"}),
        ("crop", {"left": "0", "top": "0", "width": "0", "height": "100"}),
        ("crop", {"left": "-5", "top": "0", "width": "100", "height": "100"}),
        ("crop", {"left": "x", "top": "0", "width": "100", "height": "100"}),
        ("extend", {}),
        ("extend", {"left": "-1"}),
        ("extend", {"right": "60000"}),
        ("extend", {"ratio": "rubbish"}),
    ],
)
def test_what_is_no_crop_and_no_canvas_is_refused_at_the_form(designer, picture, path, fields):
    answer = designer.post(f"/images/{picture.pk}/{path}/", fields)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert Image.objects.count() == 1
    assert not Generation.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Nothing is cut off yet. Choose a shape or a part of the picture."),
        ({"width": "100", "height": "100"}, "Give all four figures, or choose a shape."),
        ({"ratio": "rubbish"}, "A shape is two figures, such as 3:4, up to 8:1."),
    ],
)
def test_a_crop_of_nothing_says_what_is_missing(designer, picture, fields, sentence):
    assert sentence in designer.post(f"/images/{picture.pk}/crop/", fields).text


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_a_budget_that_has_too_little_left_is_said_and_nothing_is_made(designer, picture, mira, headers):
    Budget.objects.create(kind=Kind.INSTANCE, sandbox=True, limit="0")
    answer = designer.post(page(picture), wanted(), headers=headers)
    assert (answer.status_code, "its budget is $0.00" in answer.text) == (422, True)
    assert not Run.objects.exists()


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_a_dear_edit_is_asked_about_once(designer, picture, headers):
    InstanceSettings(ask_above=Decimal("0.01")).save()
    question = designer.post(page(picture), wanted(), headers=headers)
    assert (question.status_code, "Run 1 picture for" in question.text) == (200, True)
    back = designer.post(page(picture), wanted(back="1"), headers=headers)
    assert (back.status_code, "Run 1 picture for" in back.text, "rosemary" in back.text) == (200, False, True)
    assert not Run.objects.exists()
    designer.post(page(picture), wanted(confirmed=str(question.context["outlook"].counted)), headers=headers)
    assert Run.objects.count() == 1
