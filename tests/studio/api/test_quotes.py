"""POST /quotes of a prompt that stands for several: what a run of it would come to."""

from decimal import Decimal

import pytest

from studio.money import budgets
from studio.money.scopes import EVERYBODY
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

MINI, IRAG = "openai/gpt-image-1-mini", "qianfan/irag-1.0"
SIX = {"prompt": "a {red|blue|white} {vase|cup}", "models": [{"id": MINI}], "count": 2, "expand": True}  # $0.022 each


def test_a_quote_of_alternatives_is_of_all_their_prompts(ada):
    told = ada.post("/quotes", SIX).json()
    assert (told["prompts"], told["total"], told["known"], told["counted"]) == (6, 0.132, 0.132, 0.132)
    assert [(one["count"], one["calls"], one["price"]) for one in told["items"]] == [(12, 6, 0.132)]


def test_it_comes_to_what_the_run_reserves(ada):
    rows = ada.post("/runs", SIX).json()["items"]
    assert sum(Decimal(str(row["price"])) for row in rows) == Decimal("0.132")


def test_a_budget_is_held_against_the_whole(ada):
    budgets.set_limit(EVERYBODY, Decimal("0.10"), sandbox=True, by=UserFactory(is_superuser=True))
    assert ada.post("/quotes", SIX).json()["allowed"] is False
    assert ada.post("/quotes", SIX | {"expand": False}).json()["allowed"] is True


def test_an_unknown_price_counts_at_the_ceiling_for_each(ada):
    told = ada.post("/quotes", SIX | {"models": [{"id": IRAG}]}).json()
    assert (told["total"], told["unknown"], told["counted"]) == (None, [IRAG], 3.0)


@pytest.mark.parametrize(
    ("prompt", "sentence"),
    [
        ("a {red|blue vase", "The brace at character 3 is not closed."),
        ("{a|b|c|d}" * 40, "These alternatives make over a billion prompts"),
    ],
)
def test_what_a_run_would_refuse_the_quote_refuses(ada, prompt, sentence):
    answer = ada.post("/quotes", SIX | {"prompt": prompt})
    assert (answer.status_code, answer.json()["errors"]["prompt"][0].startswith(sentence)) == (422, True)


@pytest.mark.parametrize("more", [{"expand": False}, {"prompt": None}])
def test_words_that_are_literal_or_not_there_are_one_prompt(ada, more):
    told = ada.post("/quotes", SIX | more).json()
    assert (told["prompts"], told["total"]) == (1, 0.022)
