"""The panel is drawn from the ModelSpec: every option of every model, and no other."""

import pytest
from django.http import QueryDict

from studio import catalogue
from studio.catalogue.rules import visible_options
from studio.composing.forms import ComposerForm, as_text, data_of_run
from studio.views.composer.panel import kind_of, option_rows
from studio.views.composer.picker import model_rows
from tests.factories import RunFactory, UserFactory
from tests.studio.views.composed import FLUX, IMAGEN, MINI, composed

GPT = "openai/gpt-image-1.5"

pytestmark = pytest.mark.django_db


def form_of(**fields):
    data = QueryDict(mutable=True)
    data.update(composed(**fields))
    form = ComposerForm(data, user=UserFactory())
    form.is_valid()
    return form


def row_of(form, name):
    return next(row for rows in option_rows(form, form.spec) for row in rows if row.option.name == name)


@pytest.mark.parametrize("model", list(catalogue.current()))
def test_every_model_shows_exactly_its_options(designer, model):
    page = designer.post("/compose/panel/", composed(model=model)).content.decode()
    names = {option.name for option in visible_options(catalogue.get(model), has_references=False)}
    shown = {name for name in names if f'name="o-{name}"' in page or f'name="o.{model}.{name}"' in page}
    assert shown == names
    assert page.count(' data-option="o') == len(names)


@pytest.mark.parametrize(
    ("model", "option", "kind"),
    [
        (MINI, "quality", "segment"),
        (FLUX, "seed", "seed"),
        (FLUX, "safety_tolerance", "slider"),
        (FLUX, "disable_pup", "switch"),
        (FLUX, "width", "number"),
        ("ideogram/V3", "style_type", "menu"),
        ("ideogram/V3", "negative_prompt", "text"),
        ("qianfan/qwen-image", "size", "line"),
    ],
)
def test_an_option_gets_the_control_that_fits_it(model, option, kind):
    assert kind_of(catalogue.get(model).option(option)) == kind


def test_a_changed_option_is_marked():
    form = form_of(**{"o-quality": "high"})
    assert row_of(form, "quality").changed
    assert not row_of(form, "background").changed


def test_a_change_of_model_takes_along_only_what_was_chosen():
    """DALL·E 3 stands at standard by itself, which GPT Image does not know; a chosen quality goes along to its kin."""
    posted = {"model": GPT, "was": "openai/dall-e-3", "o-quality": "standard"}
    assert row_of(form_of(**posted), "quality").value == "auto"
    assert row_of(form_of(**posted | {"was": MINI, "o-quality": "high"}), "quality").value == "high"


def test_vendors_that_share_a_letter_are_told_apart():
    letters = {row.spec.vendor: row.monogram for row in model_rows(form_of())}
    assert len(set(letters.values())) == len(letters)


def test_a_choice_that_moves_the_price_shows_it():
    prices = [choice.price for choice in row_of(form_of(), "quality").choices]
    assert len(set(prices)) > 1
    assert row_of(form_of(), "background").choices[0].price is None


def test_a_checkbox_after_its_hidden_twin_is_on():
    name = f"o.{FLUX}.disable_pup"
    data = QueryDict(f"model={FLUX}&{name}=false&{name}=true&prompt=x")
    assert row_of(ComposerForm(data, user=UserFactory()), "disable_pup").checked


def test_the_picker_lists_every_model_with_its_price():
    rows = model_rows(form_of())
    assert len(rows) == len(catalogue.current())
    assert [row.spec.id for row in rows if row.chosen] == [MINI]


def test_the_picker_s_prices_follow_the_shape():
    gpt = "openai/gpt-image-1.5"
    square, wide = (
        next(row.price for row in model_rows(form_of(model=IMAGEN, aspect=aspect)) if row.spec.id == gpt)
        for aspect in ("1:1", "16:9")
    )
    assert square < wide


def test_a_price_stands_before_the_first_word():
    assert form_of(prompt="").quote() is not None


def test_a_run_comes_back_as_it_was_posted():
    run = RunFactory(requested=[{"id": FLUX, "options": {"seed": 7, "disable_pup": True, "width": None}}], count=3)
    data = data_of_run(run)
    own = [data[f"o.{FLUX}.{name}"] for name in ("disable_pup", "width")]
    assert (data["model"], data["count"], data["o-seed"], *own) == (
        FLUX, "3", "7", "true", "",
    )  # fmt: skip


@pytest.mark.parametrize(("value", "text"), [(None, ""), (True, "true"), (5.0, "5"), (7.5, "7.5"), (0, "0")])
def test_typed_values_as_text(value, text):
    assert as_text(value) == text


@pytest.mark.parametrize(
    ("fields", "idle"),
    [
        ({"o-output_format": "png"}, True),
        ({"o-output_format": "jpeg"}, False),
        ({}, True),
        ({"o-output_format": "png", f"o.{GPT}.output_compression": "60"}, False),
    ],
)
def test_what_would_change_nothing_is_out_of_the_way(fields, idle):
    """But never with a value of one's own, which has to be seen to be put right."""
    row = row_of(form_of(model=GPT, **fields), "output_compression")
    assert (row.idle, row.needs.values) == (idle, ("jpeg", "webp"))


@pytest.mark.parametrize(
    ("field", "refused"),
    [
        ("o.openai/gpt-image-1.nonsense", True),
        ("o-nonsense", True),
        ("o.openai/gpt-image-1.5.quality", False),
        ("o.bfl/flux-2-pro.nonsense", False),
        ("o-safety_tolerance", False),
    ],
)
def test_an_option_that_is_none_of_the_model_is_refused(field, refused):
    """What stands for a model that is not chosen now waits there for its return."""
    form = form_of(model="openai/gpt-image-1", **{field: "high"})
    told = [one for one in form.non_field_errors() if "has no option named nonsense" in one]
    assert (bool(told), form.order is None) == (refused, refused)
