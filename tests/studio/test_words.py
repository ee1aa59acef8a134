"""Sentences of the Django-free packages, in the reader's language."""

import pytest
from django.utils import translation

from studio import catalogue
from studio.catalogue import Invalid, ReferenceFacts
from studio.words import worded


@pytest.fixture(autouse=True)
def portuguese():
    with translation.override("pt-br"):
        yield


@pytest.mark.parametrize(
    ("english", "told"),
    [
        ("Write a prompt.", "Escreva um prompt."),
        ("", ""),
        ("Nothing of this is known", "Nothing of this is known"),
        ("No 3:4 here. Delivers 2:3, 1024 × 1536.", "Sem 3:4 aqui. Entrega 2:3, 1024 × 1536."),
        ("Ask for 1 to 40 pictures; 99 is too many.", "Peça de 1 a 40 imagens; 99 é demais."),
        (
            "Flux takes quality low, medium or high; x is none of them.",
            "Flux aceita qualidade low, medium ou high; x não está entre eles.",
        ),
        (
            "Flux is retired since 3 Dec 2026. Choose another model.",
            "Flux foi descontinuado em 3 dez 2026. Escolha outro modelo.",
        ),
        ("This file is 7.5 MB; Flux takes 2.5 MB.", "Este arquivo tem 7,5 MB; Flux aceita 2,5 MB."),
        ("3 references here; Flux takes 1.", "3 referências aqui; Flux aceita 1."),
    ],
)
def test_a_sentence_is_known_by_itself_or_by_its_template(english, told):
    assert worded(english) == told


def test_english_stays_as_it_is():
    with translation.override("en"):
        assert worded("Write a prompt.") == "Write a prompt."


def test_what_somebody_wrote_at_length_is_not_searched():
    assert worded("No x here. " * 200) == "No x here. " * 200


ENGLISH = (
    " is too ",
    " is none ",
    ", not ",
    "does not fit",
    " takes ",
    " needs ",
    "Write a",
    " the ",
    " and ",
    "Choose",
)


@pytest.mark.parametrize("spec", catalogue.offered(), ids=lambda spec: spec.id)
def test_every_model_refuses_in_portuguese(spec):
    picture = ReferenceFacts("tiff", 20, 9000, 900_000_000)
    wild = {option.name: "\0" for option in spec.options}
    requests = [
        {"prompt": " ", "options": wild, "aspect": "9:99", "count": 0},
        {
            "prompt": "x" * 40_000,
            "options": {"none such": 1},
            "aspect": "?",
            "count": "x",
            "references": [picture] * 40,
        },
        {"prompt": "x", "references": [picture], "mask": ReferenceFacts("png", 5, 5, 5)},
    ]
    for request in requests:
        with pytest.raises(Invalid) as refused:
            catalogue.check(spec, **request)
        told = [worded(sentence) for sentences in refused.value.errors.values() for sentence in sentences]
        assert [sentence for sentence in told if any(word in sentence for word in ENGLISH)] == []


@pytest.mark.parametrize("spec", catalogue.offered(), ids=lambda spec: spec.id)
def test_every_text_of_a_model_is_translated(spec):
    texts = [spec.strength, *(option.help for option in spec.options if option.help)]
    assert [text for text in texts if worded(text) == text] == []
