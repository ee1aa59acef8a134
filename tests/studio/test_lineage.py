"""What a picture says of what it was made from."""

import pytest

from studio.lifecycle.lineage import parent_of, pictures_of
from studio.models import RunReference
from tests.factories import GenerationFactory, ImageFactory, RunFactory

pytestmark = pytest.mark.django_db
GPT, IRAG, IDEOGRAM, IMAGEN = (
    "openai/gpt-image-1.5",
    "qianfan/ernie-irag-edit",
    "ideogram/V3",
    "google/imagen-4.0-generate-001",
)


def made(model, roles=("",), masked=False, options=None, **reference):
    run = RunFactory(mask=ImageFactory(kind="mask") if masked else None)
    images = [ImageFactory(**reference) for _ in roles]
    for position, (image, role) in enumerate(zip(images, roles, strict=True), start=1):
        RunReference.objects.create(run=run, image=image, position=position, role=role)
    return GenerationFactory(run=run, model=model, options=options or {}), images


@pytest.mark.parametrize(
    ("asked", "relation"),
    [
        ({"model": GPT}, "edit"),
        ({"model": GPT, "masked": True}, "repaint"),
        ({"model": GPT, "masked": True, "relation": "extend"}, "extend"),
        ({"model": GPT, "relation": "crop"}, "edit"),
        ({"model": IRAG, "options": {"feature": "variation"}}, "variation"),
        ({"model": IRAG, "options": {"feature": "erase"}, "masked": True}, "erase"),
        ({"model": IRAG, "options": {"feature": "repaint"}, "masked": True}, "repaint"),
        ({"model": IDEOGRAM, "options": {"action": "remix"}}, "remix"),
        ({"model": IDEOGRAM, "options": {"action": "reframe"}}, "reframe"),
        ({"model": IDEOGRAM, "options": {"action": "remix"}, "masked": True}, "repaint"),
        ({"model": IDEOGRAM, "roles": ("style",)}, "remix"),
        ({"model": "qianfan/irag-1.0"}, "remix"),
        ({"model": "gone/model"}, "edit"),
    ],
)
def test_the_relation_is_what_was_done(asked, relation):
    generation, images = made(**asked)
    assert parent_of(generation) == (images[0].pk, relation)


def test_a_picture_is_a_parent_before_a_style_is():
    generation, (style, content) = made(IDEOGRAM, ("style", ""))
    assert parent_of(generation)[0] == content.pk
    assert pictures_of(generation)["roles"] == {str(style.pk): "style"}


@pytest.mark.parametrize(("kept", "told"), [({"share": 6.2}, {"masked": 6.2}), ({}, {})])
def test_how_much_was_marked_is_kept_with_the_picture(kept, told):
    generation, _ = made(GPT, masked=True)
    mask = generation.run.mask
    mask.asked = kept
    assert pictures_of(generation).items() >= ({"mask": str(mask.pk)} | told).items()
    assert ("masked" in pictures_of(generation)) == bool(told)


def test_a_model_that_works_from_the_words_alone_has_no_parent():
    generation, _ = made(IMAGEN)
    assert parent_of(generation) == (None, "")
    assert pictures_of(generation) == {"references": []}
