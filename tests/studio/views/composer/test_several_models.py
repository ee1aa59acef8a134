"""The form contract for several models: repeated ``model``, own and shared options, errors at the right field."""

import pytest
from django.http import QueryDict

from studio.composing.forms import ComposerForm, data_of_run
from studio.models import Run
from studio.views.composer.panel import sections, shared_rows
from tests.factories import ImageFactory, RunFactory, UserFactory
from tests.studio.views.composed import FLUX, HTMX, IMAGEN, MINI, composed

GPT, DALLE, SEEDREAM = "openai/gpt-image-1.5", "openai/dall-e-3", "doubao/doubao-seedream-4-5"
THREE = [GPT, IMAGEN, FLUX]

pytestmark = pytest.mark.django_db


def form_of(models, **fields):
    data = QueryDict(mutable=True)
    data.update({"prompt": "a harbour at dawn", "aspect": "3:4", "count": "2"})
    data.setlist("model", models)
    for name, value in fields.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    form = ComposerForm(data, user=UserFactory())
    form.is_valid()
    return form


def own(model, option):
    return f"o.{model}.{option}"


def test_each_model_gets_its_own_options_and_no_other(designer):
    designer.post(
        "/runs/",
        composed(model=THREE, **{own(GPT, "quality"): "high", own(IMAGEN, "sampleImageSize"): "2K", "o-seed": "7"}),
    )
    gpt, imagen, flux = Run.objects.get().requested
    assert [gpt["id"], imagen["id"], flux["id"]] == THREE
    assert (gpt["options"]["quality"], imagen["options"]["sampleImageSize"], flux["options"]["seed"]) == (
        "high",
        "2K",
        7,
    )


def test_an_error_stands_at_its_model_s_field(designer):
    fields = {own(FLUX, "safety_tolerance"): "9", own(GPT, "quality"): "high"}
    response = designer.post("/runs/", composed(model=THREE, **fields), headers=HTMX)
    assert list(response.context["form"].errors) == [own(FLUX, "safety_tolerance")]
    assert not Run.objects.exists()
    assert [section.open for section in response.context["sections"]] == [True, False, True]


def test_a_shared_option_is_wrong_once_at_its_one_field():
    assert list(form_of([FLUX, SEEDREAM], **{"o-seed": "many"}).errors) == ["o-seed"]


def test_the_order_of_choosing_is_the_order_of_the_columns():
    """A checkbox list posts in its own order; those that stood there before stay where they stood."""
    form = form_of([GPT, IMAGEN, FLUX], was=[FLUX, GPT])
    assert [spec.id for spec in form.specs] == [FLUX, GPT, IMAGEN]


def test_the_same_model_twice_is_one_column():
    assert [spec.id for spec in form_of([GPT, GPT, FLUX]).specs] == [GPT, FLUX]


@pytest.mark.parametrize(
    ("models", "sentence"),
    [
        ([], "Choose a model."),
        ([GPT, "nobody/nothing"], "This model is not in the catalogue. Choose another."),
        (
            [GPT, MINI, IMAGEN, FLUX, SEEDREAM, DALLE, "ideogram/V3", "qianfan/qwen-image", "openai/gpt-image-1"],
            "Choose one to 8 models.",
        ),
    ],
)
def test_what_is_wrong_with_the_choice_stands_at_the_picker(designer, models, sentence):
    response = designer.post("/runs/", composed(model=models, was=GPT))
    assert response.status_code == 422
    assert sentence in response.context["form"].errors["model"]
    assert not Run.objects.exists()


@pytest.mark.parametrize(
    ("models", "posted", "shared"),
    [
        ([GPT, IMAGEN, FLUX], {}, ["seed"]),
        ([GPT, MINI], {}, ["quality"]),
        ([GPT, DALLE], {}, []),
        ([GPT, MINI], {own(GPT, "quality"): "low"}, []),
        ([GPT, MINI], {"apart": "quality", "o-quality": "low"}, []),
        ([GPT, MINI], {"together": "quality", own(GPT, "quality"): "low", own(MINI, "quality"): "high"}, ["quality"]),
    ],
)
def test_what_one_field_sets_for_several(models, posted, shared):
    assert [row.option.name for row in shared_rows(form_of(models, **posted))] == shared


def test_set_apart_each_keeps_the_value_and_may_leave_it():
    form = form_of([GPT, MINI], apart="quality", **{"o-quality": "low"})
    assert [form.options_of(spec)["quality"] for spec in form.specs] == ["low", "low"]


def test_a_setting_that_only_some_take_says_which():
    (seed,) = shared_rows(form_of(THREE))
    assert ([taker.monogram for taker in seed.takers], seed.only) == (["F"], "Flux 2 Pro")
    (seed,) = shared_rows(form_of([FLUX, "bfl/flux-2-flex"]))
    assert seed.takers == ()


def test_the_difference_is_said_at_the_model_that_makes_it():
    gpt, imagen, flux = sections(form_of(THREE))
    assert gpt.notes == ("No 3:4 here. Delivers 2:3, 1024\u00a0×\u00a01536.",)
    assert (imagen.notes, flux.notes) == ((), ())


def test_every_shape_that_one_of_them_has_can_be_asked(designer):
    page = designer.post("/compose/panel/", composed(model=[GPT, FLUX], aspect="21:9"))
    ratios = [aspect.ratio for aspect in page.context["aspects"]]
    assert len(ratios) == len(set(ratios))
    assert {"auto", "21:9", "3:2"} <= set(ratios)
    assert page.context["form"].aspect_shown == "21:9"


def test_the_total_is_the_sum_of_the_lines(designer):
    page = designer.post("/compose/price/", composed(model=THREE, count="2"))
    lines = page.context["lines"]
    assert [line.asked.count for line in lines] == [2, 2, 2]
    assert page.context["quote"] == sum(line.price for line in lines)
    assert "from 3 models" in page.content.decode()


def test_the_price_of_each_choice_follows_the_shape(designer):
    square = designer.post("/compose/price/", composed(model=[GPT, FLUX], aspect="1:1")).content.decode()
    tall = designer.post("/compose/price/", composed(model=[GPT, FLUX], aspect="2:3")).content.decode()
    low = '<small id="price-0-quality-1" hx-swap-oob="true">{}</small>'
    assert low.format("$0.009") in square
    assert low.format("$0.013") in tall
    drawn = designer.post("/compose/panel/", composed(model=[GPT, FLUX], aspect="2:3")).content.decode()
    assert '<small id="price-0-quality-1">$0.013</small>' in drawn


def test_a_model_that_takes_no_reference_works_from_the_words(mira):
    image = ImageFactory(owner=mira)
    data = QueryDict(f"prompt=x&model={IMAGEN}&model={FLUX}&reference={image.pk}&count=1")
    form = ComposerForm(data, user=mira)
    assert form.is_valid()
    assert form.order.asked[0].warnings == ("Imagen 4 takes no references and works from the words alone.",)
    assert [form.order.sent_to(asked.spec) for asked in form.order.asked] == [0, 1]


def test_a_run_of_several_models_comes_back_as_it_was():
    """Seeds that differ stay apart, equal ones share their field again."""
    requested = [
        {"id": FLUX, "options": {"seed": 7, "safety_tolerance": 3}},
        {"id": "bfl/flux-2-flex", "options": {"seed": 8}},
    ]
    data = data_of_run(RunFactory(requested=requested))
    form = ComposerForm(data, user=UserFactory())
    assert [form.options_of(spec)["seed"] for spec in form.specs] == ["7", "8"]
    assert form.options_of(form.specs[0])["safety_tolerance"] == "3"
    assert shared_rows(form) == []


def test_an_address_may_name_several_models(designer):
    form = designer.get(f"/?model={FLUX}&model={GPT}&o-quality=high&prompt=x").context["form"]
    assert [spec.id for spec in form.specs] == [FLUX, GPT]
    assert form.options_of(form.specs[1])["quality"] == "high"


def test_a_model_chosen_later_takes_no_foreign_value():
    """Standard is DALL·E's own word; GPT Image, ticked beside it, stands at its own default."""
    form = form_of([DALLE, GPT], was=DALLE, **{"o-quality": "hd"})
    assert (form.options_of(form.specs[0])["quality"], form.options_of(form.specs[1])) == ("hd", {})


def test_an_address_that_names_a_model_that_is_not_here_says_so(client):
    client.force_login(UserFactory())
    page = client.get("/?model=no/such&model=openai/gpt-image-1-mini").content.decode()
    assert "There is no model “no/such” here." in page
    assert "There is no model" not in client.get("/?model=openai/gpt-image-1-mini").content.decode()
