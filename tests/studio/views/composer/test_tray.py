"""What the tray says and keeps: limits of every chosen model, roles, a mask, too many files."""

import pytest

from gallery.models import Image
from studio.models import Run
from tests.factories import ImageFactory
from tests.studio.views.composed import IMAGEN, MINI, composed, png

pytestmark = pytest.mark.django_db
GPT, KONTEXT, IDEOGRAM = "openai/gpt-image-1.5", "bfl/flux-kontext-max", "ideogram/V3"


def tray(designer, **fields):
    page = designer.post("/", composed(**fields)).content.decode()
    return page[page.index('id="tray"') : page.index('name="prompt"')]


def test_it_says_which_model_takes_how_many(designer):
    shown = tray(designer, model=[GPT, KONTEXT, IMAGEN])
    assert "GPT Image 1.5 takes 16, Flux Kontext Max takes 4, Imagen 4 none." in shown
    assert 'data-max="16"' in shown


def test_roles_are_counted_apart(designer):
    shown = tray(designer, model=IDEOGRAM)
    assert "Ideogram V3 takes 1 (+ 3 for style, 1 for a character)." in shown
    assert 'data-max="5"' in shown


@pytest.mark.parametrize(("model", "asks"), [(IDEOGRAM, True), (GPT, False), ([GPT, IDEOGRAM], True)])
def test_roles_are_asked_for_where_a_chosen_model_knows_them(designer, model, asks):
    assert ("data-roles" in tray(designer, model=model)) is asks


def test_a_role_stays_while_the_composer_is_drawn_again(designer, mira):
    image = ImageFactory(owner=mira)
    shown = tray(designer, model=IDEOGRAM, reference=str(image.pk), **{f"role-{image.pk}": "character"})
    assert '<option value="character" selected>' in shown


def test_a_role_that_nobody_knows_is_none(designer, mira):
    image = ImageFactory(owner=mira)
    fields = composed(model=IDEOGRAM, reference=str(image.pk)) | {f"role-{image.pk}": "muse"}
    assert designer.post("/", fields).context["form"].roles == [""]


def test_a_mask_goes_along_in_the_form_until_it_is_taken_off(designer, mira):
    image = ImageFactory(owner=mira)
    mask = ImageFactory(owner=mira, kind="mask")
    fields = {"model": MINI, "reference": str(image.pk), "mask": str(mask.pk)}
    assert f'name="mask" value="{mask.pk}"' in tray(designer, **fields)
    assert 'name="mask"' not in tray(designer, **fields, unmask="1")


def test_seventeen_references_are_told_and_nothing_is_sent(designer, mira):
    ids = [str(ImageFactory(owner=mira).pk) for _ in range(17)]
    page = designer.post("/runs/", composed(model=GPT, reference=ids))
    assert page.status_code == 422
    assert "17 references here; GPT Image 1.5 takes 16." in page.content.decode()
    assert not Run.objects.exists()


def test_the_smaller_limit_of_several_models_holds(designer, mira):
    ids = [str(ImageFactory(owner=mira).pk) for _ in range(5)]
    page = designer.post("/runs/", composed(model=[GPT, KONTEXT], reference=ids))
    assert "5 references here; Flux Kontext Max takes 4." in page.content.decode()
    assert not Run.objects.exists()


def test_seventeen_files_at_once_lose_none_silently(designer):
    files = [png(f"{n}.png", size=(20 + n, 20)) for n in range(17)]
    answer = designer.post("/compose/references/", {"files": files})
    assert "Up to 16 files at once: 1 was left out." in answer.content.decode()
    assert Image.objects.count() == 16


def test_the_same_file_twice_is_stored_once(designer):
    designer.post("/compose/references/", {"files": [png(), png("again.png")]})
    assert Image.objects.count() == 1


def live(designer, path="/compose/price/", **fields):
    """What the composer tells without a press."""
    return designer.post(path, composed(**fields), headers={"HX-Request": "true"})


@pytest.mark.parametrize("prompt", ["", "a harbour at dawn"])
def test_references_over_a_limit_are_told_before_the_press(designer, mira, prompt):
    ids = [str(ImageFactory(owner=mira).pk) for _ in range(5)]
    answer = live(designer, model=[GPT, KONTEXT, IMAGEN], reference=ids, prompt=prompt)
    told = "5 references here; Flux Kontext Max takes 4."
    assert answer.context["beyond"] == [told]
    assert answer.context["blocked"] == told
    assert answer.content.decode().count(f"<span>{told}</span>") == 1
    assert f'<data id="go-state" value="{told}"' in answer.content.decode()
    drawn = tray(designer, model=[GPT, KONTEXT, IMAGEN], reference=ids, prompt=prompt)
    assert drawn.count('class="ref unfit"') == 1
    assert f'"ref unfit" draggable="true" data-id="{ids[4]}"' in drawn


def test_what_fits_blocks_nothing(designer, mira):
    answer = live(designer, model=[GPT, KONTEXT], reference=[str(ImageFactory(owner=mira).pk)], prompt="")
    assert answer.context["blocked"] == ""
    assert answer.context["beyond"] == []
    assert "unfit" not in tray(designer, model=[GPT, KONTEXT], reference=[str(ImageFactory(owner=mira).pk)])


def test_a_mask_that_a_model_does_not_take_or_of_another_size_is_told_before_the_press(designer, mira):
    image = ImageFactory(owner=mira, width=64, height=48)
    mask = ImageFactory(owner=mira, kind="mask", width=64, height=48)
    other = ImageFactory(owner=mira, kind="mask", width=32, height=48)
    told = live(designer, model=KONTEXT, reference=str(image.pk), mask=str(mask.pk)).context["blocked"]
    assert told.startswith("Flux Kontext Max takes no mask. Choose ")
    told = live(designer, model=GPT, reference=str(image.pk), mask=str(other.pk), prompt="").context["blocked"]
    assert told.replace("\xa0", " ").startswith("The mask is 32 × 48, the picture 64 × 48.")


def test_a_prompt_that_is_too_long_for_one_model_names_it(designer):
    told = live(designer, model=[GPT, IMAGEN], prompt="word " * 500).context["beyond"]
    assert [sentence.split(".")[0] for sentence in told] == ["Imagen 4 takes up to 480 words"]
    assert live(designer, model=GPT, prompt=" ").context["blocked"] == ""


def test_more_alternatives_than_a_press_makes_are_told_while_they_are_written(designer):
    words = " ".join("{" + "|".join(f"{letter}{n}" for n in range(10)) + "}" for letter in "abcd")
    answer = live(designer, model=GPT, prompt=words).context
    assert answer["beyond"] == [answer["blocked"]]
    assert answer["blocked"].startswith("These alternatives make 10\u202f000 prompts")
    assert live(designer, model=GPT, prompt="a {red|{blue vase").context["beyond"] == []


def test_a_reference_of_a_size_that_a_model_refuses_is_marked(designer, mira):
    image = ImageFactory(owner=mira, width=9000, height=3, format="gif")
    answer = live(designer, model=GPT, reference=str(image.pk))
    assert "GPT Image 1.5 takes" in answer.context["blocked"]
    assert 'class="ref unfit"' in tray(designer, model=GPT, reference=str(image.pk))
