"""A chat model's help is money like a picture's: quoted, reserved, settled, and refused over a budget."""

from decimal import Decimal

import pytest

from gallery.models import Image
from studio.gateway import Answer
from studio.gateway.errors import Busy, NoAnswer
from studio.models import Balance, Budget, DayUse, EntryKind, InstanceSettings, Kind, LedgerEntry
from studio.money.budgets import OverBudget
from studio.money.scopes import dollars
from studio.prompts import helping
from studio.usage import sums
from studio.usage.filters import visible_use
from studio.usage.measures import Books
from tests.factories import ImageFactory
from tests.studio.money.books import differences

pytestmark = pytest.mark.django_db(transaction=True)
USAGE = {"prompt_tokens": 100, "completion_tokens": 200}


@pytest.fixture
def prices():
    InstanceSettings(chat_price_in=Decimal("1.0"), chat_price_out=Decimal("10.0")).save()


@pytest.fixture
def answers(monkeypatch):
    """What the chat lane says next: an Answer, or an error to raise."""
    came = {"next": Answer("a quay", "id", USAGE)}

    def asked(key, question):
        if isinstance(came["next"], Exception):
            raise came["next"]
        return came["next"]

    monkeypatch.setattr(helping, "asked", asked)
    return came


def asked(mira, **rest):
    row = helping.ask(by=mira, **rest or {"prompt": "a harbour"})
    helping.answer(row.pk)
    row.refresh_from_db()
    return row


def instance():
    row = Balance.objects.get(kind=Kind.INSTANCE)
    return dollars(row.spent), dollars(row.reserved)


@pytest.mark.usefixtures("prices")
def test_it_is_reserved_at_most_and_settled_to_what_it_cost(mira, answers):
    row = helping.ask(by=mira, prompt="a harbour")
    assert instance() == (0, row.quote)
    helping.answer(row.pk)
    row.refresh_from_db()
    assert (row.cost, row.counted) == (Decimal("0.0021"), Decimal("0.0021"))
    assert row.quote > row.cost
    assert instance() == (Decimal("0.0021"), 0)
    assert differences() == []


def test_an_unknown_price_counts_at_its_ceiling(mira, answers):
    row = asked(mira)
    assert (row.quote, row.cost, row.counted) == (None, None, Decimal("0.01"))
    assert instance() == (Decimal("0.01"), 0)
    assert LedgerEntry.objects.last().estimated


@pytest.mark.usefixtures("prices")
def test_what_was_not_billed_is_released(mira, answers):
    answers["next"] = Busy("busy")
    row = asked(mira)
    assert (row.charged, row.counted, instance()) == ("no", 0, (0, 0))
    assert differences() == []


@pytest.mark.usefixtures("prices")
@pytest.mark.parametrize("verdict", ["charged", "free"])
def test_one_that_may_have_been_billed_stays_reserved_until_its_owner_decides(mira, designer, answers, verdict):
    answers["next"] = NoAnswer("silence")
    row = asked(mira)
    assert (row.charged, instance()) == ("maybe", (0, row.quote))
    assert "Close as charged" in designer.get(f"/prompts/help/{row.pk}/").content.decode()
    for _ in range(2):
        designer.post(f"/prompts/help/{row.pk}/close-{verdict}/")
    assert instance() == ((row.quote, 0) if verdict == "charged" else (0, 0))
    assert differences() == []


@pytest.mark.usefixtures("prices")
def test_a_hard_budget_is_never_passed_by_words(mira, answers):
    quote = helping.price_of("a harbour").quote
    Budget.objects.create(kind=Kind.INSTANCE, sandbox=True, limit=Decimal("0.02"))
    for _ in range(int(Decimal("0.02") / quote)):
        helping.ask(by=mira, prompt="a harbour")
    with pytest.raises(OverBudget):
        helping.ask(by=mira, prompt="a harbour")
    assert sum(instance()) <= Decimal("0.02")


@pytest.mark.usefixtures("prices")
def test_the_usage_page_counts_words_beside_pictures(mira, designer, answers):
    row = asked(mira)
    mine = visible_use(mira)
    reserved = LedgerEntry.objects.with_calls().filter(mine, kind=EntryKind.RESERVE, rolled=False)
    rows = Books(DayUse.objects.filter(mine), reserved)
    found = sums.totals(rows)
    assert (found.spent, found.pictures, found.calls) == (row.counted, 0, 1)
    assert [(one["label"], one["spent"]) for one in sums.by_model(rows)] == [("gpt-4o-mini", row.counted)]
    assert [one["state"] for one in sums.by_state(rows)] == ["succeeded"]
    page = designer.get("/usage/ledger/?book=demo").content.decode()
    assert f"/prompts/help/{row.pk}/" in page
    csv = b"".join(designer.get("/usage/ledger.csv?book=demo").streaming_content).decode()
    assert "gpt-4o-mini,Chat,0,done," in csv


def test_a_picture_that_is_deleted_leaves_the_books_alone(mira, answers, monkeypatch):
    monkeypatch.setattr(helping, "question_of", lambda row: None)
    image = ImageFactory(owner=mira)
    row = asked(mira, image_id=str(image.pk))
    Image.objects.filter(pk=image.pk).delete()
    row.refresh_from_db()
    assert (row.image, row.kind, row.ledger_entries.count()) == (None, "describe", 2)


def test_the_menu_says_what_it_costs_at_most(designer, prices):
    assert "up to $0.011" in designer.get("/").content.decode()
