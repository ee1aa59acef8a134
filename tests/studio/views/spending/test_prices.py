"""The price book: a revision counts from the next press, and what was quoted before stays as it was."""

from decimal import Decimal

import pytest
from django.urls import reverse

from studio import catalogue, offer
from studio.models import Generation, PriceRevision
from studio.views.spending.prices import figure
from tests.factories import UserFactory
from tests.studio.money.test_ledger import IRAG, MINI, press

pytestmark = pytest.mark.django_db

DALLE, FLUX = "openai/dall-e-3", "bfl/flux-2-pro"


@pytest.fixture
def lena(client):
    person = UserFactory(is_superuser=True)
    client.force_login(person)
    return person


def write(client, model, **data):
    return client.post(reverse("price", args=[model]), data)


def test_everybody_reads_the_book_and_administrators_alone_write(client, lena):
    assert f"book {catalogue.shipped().version}" in client.get(reverse("prices")).text
    client.force_login(UserFactory())
    page = client.get(reverse("prices")).text
    assert ("price unknown" in page, reverse("price", args=[DALLE]) in page) == (True, False)
    assert write(client, IRAG, **{"amount-0": "0.02"}).status_code == 403
    assert not PriceRevision.objects.exists()


def test_a_revision_counts_from_the_next_press_and_is_remembered(client, lena):
    before = press(lena, IRAG)
    assert write(client, IRAG, **{"amount-0": "0.02", "source": "Baidu, our contract"}).status_code == 302
    after = press(lena, IRAG)
    revision = PriceRevision.objects.get()
    assert (before.quote, after.quote) == (None, Decimal("0.02"))
    assert after.price_version == f"{catalogue.shipped().version}+{revision.pk}"
    assert Generation.objects.get(pk=before.pk).price_version == catalogue.shipped().version
    assert offer.get(IRAG).price_source == "Baidu, our contract"


def test_back_to_the_shipped_price_is_a_revision_too(client, lena):
    write(client, IRAG, **{"amount-0": "0.02"})
    write(client, IRAG, shipped="1")
    assert (PriceRevision.objects.count(), offer.get(IRAG).prices) == (2, ())


def test_each_row_keeps_what_it_is_for(client, lena):
    shipped = catalogue.get(MINI).prices
    data = {f"amount-{index}": "1" for index in range(len(shipped))} | {"amount-0": "2.5"}
    write(client, MINI, **data)
    rows = offer.get(MINI).prices
    assert [dict(row.when) for row in rows] == [dict(row.when) for row in shipped]
    assert {row.amount for row in rows[1:]} == {Decimal(1)}
    assert rows[0].amount == Decimal("2.5")


def test_megapixels_keep_their_price(client, lena):
    write(client, FLUX, **{"amount-0": "0.05", "more-0": "0.02", "amount-1": "0.04", "more-1": "0.01"})
    assert [(row.amount, row.per_megapixel) for row in offer.get(FLUX).prices] == [
        (Decimal("0.05"), Decimal("0.02")),
        (Decimal("0.04"), Decimal("0.01")),
    ]


def test_empty_everywhere_is_an_unknown_price(client, lena):
    write(client, DALLE)
    assert {row.unknown for row in offer.get(DALLE).prices} == {True}
    assert press(lena, DALLE).quote is None


@pytest.mark.parametrize("amount", ["-1", "ten", "0.00001", "1001", "NaN", "1e9"])
def test_a_wrong_amount_is_told_at_its_field_and_writes_nothing(client, lena, amount):
    answer = write(client, IRAG, **{"amount-0": amount})
    assert (answer.status_code, PriceRevision.objects.count()) == (422, 0)
    assert 'id="amount-0_error"' in answer.text


def test_a_model_that_is_not_there_is_404(client, lena):
    assert write(client, "moon/one", **{"amount-0": "1"}).status_code == 404


def test_all_models_and_one_agree_on_the_price(client, lena):
    write(client, IRAG, **{"amount-0": "0.02"})
    assert {spec.id: spec for spec in offer.all_models()}[IRAG] == offer.get(IRAG) == offer.finder()(IRAG)


@pytest.mark.parametrize(
    ("amount", "shown"), [("0.2", "0.200"), ("0.0055", "0.0055"), ("12", "12.000"), ("0", "0.000")]
)
def test_a_price_shows_three_decimals_at_least_and_all_it_has(amount, shown):
    assert figure(Decimal(amount)) == shown
