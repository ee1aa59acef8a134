"""References: how many, how large, of what kind, in all."""

import dataclasses

import pytest

from studio import catalogue
from studio.catalogue import Invalid, ReferenceFacts
from tests.studio.catalogue import requests as r

MEGABYTE = 1024 * 1024


def sentences(model, *pictures, **request):
    try:
        catalogue.check(catalogue.get(model), prompt="A deer", references=pictures, **request)
    except Invalid as invalid:
        return invalid.errors["references"]
    return []


def picture(format="png", width=1024, height=1024, bytes=MEGABYTE):
    return ReferenceFacts(format=format, width=width, height=height, bytes=bytes)


@pytest.mark.parametrize(
    ("model", "facts", "sentence"),
    [
        (r.GPT, {"bytes": 61 * MEGABYTE}, "This file is 61 MB; GPT Image 1.5 takes 50 MB."),
        (r.GPT, {"format": "gif"}, "This file is GIF; GPT Image 1.5 takes PNG, JPEG or WebP."),
        (
            r.QWEN_EDIT,
            {"width": 300},
            "This file is 300\u00a0×\u00a01024; Qwen Image Edit takes sides from 384 pixels.",
        ),
        (
            r.QWEN_EDIT,
            {"width": 3073},
            "This file is 3073\u00a0×\u00a01024; Qwen Image Edit takes sides up to 3072 pixels.",
        ),
        (r.SEEDREAM, {"bytes": 11 * MEGABYTE}, "This file is 11 MB; Seedream 4.5 takes 10 MB."),
    ],
)
def test_sentence_for_one_picture(model, facts, sentence):
    assert sentences(model, picture(**facts)) == [sentence]


def test_one_picture_among_several_is_named_by_its_place():
    assert sentences(r.GPT, picture(), picture(format="avif")) == [
        "Picture 2 is AVIF; GPT Image 1.5 takes PNG, JPEG or WebP."
    ]


def test_a_long_picture_is_refused_by_its_ratio():
    found = sentences(r.IRAG, picture(width=2000, height=400))
    assert found == ["This file is 2000\u00a0×\u00a0400; iRAG 1.0 takes a long side up to 4 times the short one."]


def test_all_references_fit_one_request():
    found = sentences(r.BANANA_PRO, picture(bytes=8 * MEGABYTE), picture(bytes=8 * MEGABYTE))
    assert found == ["The references come to 16 MB; Nano Banana Pro takes 15 MB in all."]


@pytest.mark.parametrize(
    ("model", "count", "sentence"),
    [
        (r.IMAGEN, 1, "Imagen 4 takes no reference pictures."),
        (r.BANANA, 5, "5 references here; Nano Banana takes 3."),
        (r.IRAG, 2, "2 references here; iRAG 1.0 takes 1."),
        (r.QWEN_EDIT, 0, "Qwen Image Edit needs a reference picture."),
    ],
)
def test_sentence_for_the_number(model, count, sentence):
    assert sentences(model, *[picture()] * count) == [sentence]


REFRAME = {"action": "reframe"}


def in_role(role):
    return dataclasses.replace(picture(), role=role)


@pytest.mark.parametrize(
    ("roles", "sentence"),
    [
        (["", "style", "style", "style", "character"], None),
        (["style", "character"], None),
        (["", ""], "2 references here; Ideogram V3 takes 1. Make the others style or character references."),
        (["style"] * 4, "4 style references here; Ideogram V3 takes 3."),
        (["character"] * 2, "2 character references here; Ideogram V3 takes 1."),
    ],
)
def test_references_are_counted_by_their_roles(roles, sentence):
    assert sentences(r.IDEOGRAM, *map(in_role, roles)) == ([sentence] if sentence else [])


def test_a_model_without_roles_takes_them_as_any_other():
    assert sentences(r.GPT, *[in_role("style")] * 16) == []
    assert sentences(r.GPT, *[in_role("style")] * 17) == ["17 references here; GPT Image 1.5 takes 16."]


def test_a_mask_lies_on_no_style():
    with pytest.raises(Invalid) as caught:
        catalogue.check(catalogue.get(r.IDEOGRAM), prompt="A deer", references=[in_role("style")], mask=picture())
    assert caught.value.errors["mask"] == ["The mask lies on the first reference, which is a style reference here."]


@pytest.mark.parametrize(
    ("roles", "field"),
    [([], "options.action"), (["style"], "options.action"), (["", "character"], "options.action")],
)
def test_a_reframe_needs_a_picture_and_takes_no_character(roles, field):
    with pytest.raises(Invalid) as caught:
        catalogue.check(catalogue.get(r.IDEOGRAM), prompt="", options=REFRAME, references=list(map(in_role, roles)))
    assert list(caught.value.errors) == [field]


@pytest.mark.parametrize("roles", [[""], ["", "style"]])
def test_a_reframe_needs_no_words(roles):
    request = {"prompt": "", "options": REFRAME, "references": list(map(in_role, roles))}
    assert catalogue.check(catalogue.get(r.IDEOGRAM), **request).lane is catalogue.Lane.IDEOGRAM


def test_a_reframe_says_that_it_sends_no_words():
    asked = catalogue.check(
        catalogue.get(r.IDEOGRAM), prompt="A deer", options={"action": "reframe"}, references=[picture()]
    )
    assert asked.warnings == ("Reframe goes by the picture alone. The prompt is not sent.",)


def test_without_a_picture_a_prompt_is_asked_for_plainly():
    with pytest.raises(Invalid) as caught:
        catalogue.check(catalogue.get(r.IDEOGRAM), prompt="")
    assert caught.value.errors == {"prompt": ["Write a prompt."]}


@pytest.mark.parametrize(("role", "known"), [("", True), ("style", True), ("character", False)])
def test_no_price_is_known_with_a_character(role, known):
    asked = catalogue.check(catalogue.get(r.IDEOGRAM), prompt="A deer", references=[in_role(role)])
    assert (catalogue.quote(asked, 1) is not None) is known
