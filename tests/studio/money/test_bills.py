"""The true figure: by the tokens that the answer reports where the model has token prices, else the quote."""

from decimal import Decimal

import pytest

from studio import catalogue
from studio.catalogue.book import bill_of
from studio.lifecycle.endings import end
from studio.models import Balance, Generation, PriceRevision, State
from studio.money.scopes import dollars
from tests.factories import UserFactory
from tests.studio.money.books import differences
from tests.studio.money.test_ledger import press

GPT, MINI = "openai/gpt-image-1.5", "openai/gpt-image-1-mini"
SQUARE = {"low": 272, "medium": 1056, "high": 4160}  # output tokens of a square


def usage(out, text=0, image=0):
    details = {"text_tokens": text, "image_tokens": image}
    return {"input_tokens": text + image, "input_tokens_details": details, "output_tokens": out}


@pytest.mark.parametrize("model", [GPT, "openai/gpt-image-1"])
@pytest.mark.parametrize("quality", SQUARE)
def test_token_prices_agree_with_the_price_of_a_picture(model, quality):
    spec = catalogue.get(model)
    asked = catalogue.check(spec, prompt="a harbour", options={"quality": quality}, aspect="1:1")
    assert abs(bill_of(spec, usage(SQUARE[quality])) - catalogue.quote(asked)) < Decimal("0.001")


def test_text_and_pictures_that_are_sent_cost_too_and_a_started_part_counts_whole():
    assert bill_of(catalogue.get(GPT), usage(1056, text=100, image=323)) == Decimal("0.0369")


@pytest.mark.parametrize(
    "report",
    [
        *({}, {"output_tokens": 10}, usage(0), usage(-5), usage(10**12), usage(True), usage("1056")),
        *({"input_tokens": 5, "output_tokens": 9, "input_tokens_details": {"image_tokens": 6}},),
        *({"input_tokens": 5, "output_tokens": 1.5}, {"input_tokens": None, "output_tokens": 1}),
    ],
)
def test_nonsense_is_no_bill(report):
    assert bill_of(catalogue.get(GPT), report) is None


def billed(by, model, report, pictures=1):
    row = press(by, model)
    Generation.objects.filter(pk=row.pk).update(usage=report)
    row.refresh_from_db()
    end(row, State.FAILED, code="broken_picture", charged="yes", of=(State.QUEUED,), billed=pictures)
    return row


@pytest.mark.django_db
def test_the_books_hold_the_true_figure_also_for_a_picture_that_could_not_be_used():
    row = billed(UserFactory(), GPT, usage(1200, text=20))
    assert (row.quote, row.cost) == (Decimal("0.034"), Decimal("0.0385"))
    assert dollars(Balance.objects.get(kind="instance").spent) == row.cost
    assert differences() == []


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "report"), [(MINI, usage(900)), (GPT, {}), (GPT, usage(10**6))])
def test_without_token_prices_or_with_an_absurd_report_it_is_the_quote(model, report):
    row = billed(UserFactory(), model, report)
    assert row.cost == row.quote


@pytest.mark.django_db
def test_what_the_vendor_did_not_make_is_free_whatever_it_reports():
    assert billed(UserFactory(), GPT, usage(1056), pictures=0).cost == 0


@pytest.mark.django_db
def test_an_administrators_price_stands_above_the_vendors_tokens():
    PriceRevision.objects.create(model=GPT, rows=[{"amount": "0.08", "when": {}}])
    assert billed(UserFactory(), GPT, usage(1056)).cost == Decimal("0.08")
