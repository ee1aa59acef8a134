"""Help from a chat model through the real client and the sandbox: asked once, and rubbish harms nothing."""

from decimal import Decimal

import pytest
from django.utils import timezone

from studio import keys
from studio.catalogue import Invalid
from studio.gateway import Answer
from studio.models import Budget, HelpState, InstanceSettings, Kind, LedgerEntry, PromptHelp
from studio.money.budgets import OverBudget
from studio.prompts import helping
from tests.studio.sandbox.conftest import ask, base

__all__ = ["ask", "base"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lane(settings, base, ask):
    """The chat lane of the sandbox, and its witness."""
    settings.SANDBOX_URL = base
    keys.gateway.cache_clear()
    yield ask
    keys.gateway.cache_clear()


def asked(mira, words):
    row = helping.ask(by=mira, prompt=words)
    helping.answer(row.pk)
    row.refresh_from_db()
    return row


def test_words_come_back_improved_at_an_unknown_price(mira, lane):
    row = asked(mira, "a harbour at dawn")
    assert (row.state, row.charged, row.cost) == (HelpState.DONE, "yes", None)
    assert row.answer.startswith("a harbour at dawn, ")
    assert row.usage["total_tokens"] > 0
    assert row.request_id


def test_it_costs_what_the_instances_prices_say(mira, lane):
    InstanceSettings(chat_price_in=Decimal("1.0"), chat_price_out=Decimal("10.0")).save()
    row = asked(mira, "a harbour at dawn")
    assert row.cost == (row.usage["prompt_tokens"] + 10 * row.usage["completion_tokens"]) / Decimal(1_000_000)


def test_it_is_asked_once_however_many_workers_look(mira, lane):
    row = asked(mira, "a harbour at dawn")
    helping.answer(row.pk)
    PromptHelp.objects.update(state=HelpState.SENDING)
    helping.answer(row.pk)
    assert len(lane.get("/sandbox/ledger").json) == 1


@pytest.mark.parametrize("became", [{"suspended_at": timezone.now()}, {"is_active": False}, {"is_guest": True}])
def test_nobody_is_asked_for_somebody_who_makes_nothing_by_now(mira, lane, became):
    Budget.objects.create(kind=Kind.INSTANCE, subject="", sandbox=True, limit=Decimal(5))
    row = helping.ask(by=mira, prompt="a harbour at dawn")
    type(mira).objects.filter(pk=mira.pk).update(**became)
    helping.answer(row.pk)
    row.refresh_from_db()
    assert (row.state, row.charged, row.reason) == (HelpState.FAILED, "no", "owner_left")
    assert lane.get("/sandbox/ledger").json == []
    assert sum(entry.amount for entry in LedgerEntry.objects.all()) == 0


@pytest.mark.parametrize(
    ("fault", "reason", "charged"),
    [
        ("chat-empty", "unreadable", "maybe"),
        ("chat-huge", "unreadable", "maybe"),
        ("chat-number", "unreadable", "maybe"),
        ("chat-page", "unreadable", "maybe"),
        ("200-html", "unreadable", "maybe"),
        ("bad-json", "unreadable", "maybe"),
        ("502-html", "vendor_fault", "maybe"),
        ("close", "no_answer", "maybe"),
        ("429", "vendor_busy", "no"),
        ("403-quota", "no_credit", "no"),
    ],
)
@pytest.mark.usefixtures("lane")
def test_rubbish_is_told_and_keeps_the_words(mira, designer, fault, reason, charged):
    row = asked(mira, f"a harbour fault:{fault}")
    assert (row.state, row.reason, row.charged, row.answer) == (HelpState.FAILED, reason, charged, "")
    page = designer.get(f"/prompts/help/{row.pk}/").content.decode()
    assert "Your words are as they were." in page
    assert "<center>" not in page


def test_nothing_to_ask_about_is_told(mira):
    for wrong in ({"prompt": "  "}, {"prompt": "x" * 9000}, {"image_id": "nonsense"}):
        with pytest.raises(Invalid):
            helping.ask(by=mira, **wrong)
    assert not PromptHelp.objects.exists()


def test_a_lost_message_is_sent_again_and_a_dead_workers_question_is_not(mira, published):
    lost, held = (helping.ask(by=mira, prompt=words) for words in ("one", "two"))
    published.clear()
    old = timezone.now() - helping.OVERDUE_AFTER * 2
    PromptHelp.objects.filter(pk=lost.pk).update(message_sent_at=old)
    PromptHelp.objects.filter(pk=held.pk).update(state=HelpState.SENDING, sent_at=old)
    helping.tend()
    held.refresh_from_db()
    assert published == [("studio.help", (lost.pk,))]
    assert (held.state, held.reason, held.charged) == (HelpState.FAILED, "no_answer", "maybe")


def test_the_composer_shows_what_would_change(mira, lane, designer):
    row = asked(mira, "a harbour at dawn")
    page = designer.get(f"/prompts/help/{row.pk}/").content.decode()
    assert "<ins>" in page
    taken = designer.get(f"/?help={row.pk}&take=1")
    assert taken.context["form"].data["prompt"] == row.answer


def test_help_is_its_owners_alone(mira, stranger):
    row = helping.ask(by=mira, prompt="one")
    assert stranger.get(f"/prompts/help/{row.pk}/").status_code == 404


def test_a_plain_form_keeps_the_words_and_waits(designer, published):
    back = designer.post("/prompts/help/", {"prompt": "a harbour"})
    page = designer.get(back.url)
    assert page.context["form"].data["prompt"] == "a harbour"
    assert "Improving the words" in page.content.decode()
    assert designer.post("/prompts/help/", {"prompt": " "}).status_code == 422


def test_where_nothing_may_be_spent_nothing_is_asked(mira, designer):
    Budget.objects.create(kind=Kind.PERSON, subject=str(mira.pk), sandbox=True, limit="0")
    with pytest.raises(OverBudget, match="Nothing that costs may run in your budget"):
        helping.ask(by=mira, prompt="a harbour")
    page = designer.post("/prompts/help/", {"prompt": "a harbour"}, headers={"HX-Request": "true"})
    assert (page.status_code, "Nothing that costs may run" in page.content.decode()) == (422, True)
    assert not any(table.objects.exists() for table in (PromptHelp, LedgerEntry))


def test_one_person_asks_so_much_at_once(mira):
    for _ in range(helping.AT_ONCE):
        helping.ask(by=mira, prompt="a harbour")
    with pytest.raises(Invalid, match="Wait for the answers"):
        helping.ask(by=mira, prompt="a harbour")


@pytest.mark.parametrize("tokens", [10**30, -1, True, float("nan")])
def test_an_answer_with_nonsense_beside_it_is_kept(mira, monkeypatch, tokens):
    InstanceSettings(chat_price_in=Decimal(1), chat_price_out=Decimal(10)).save()
    usage = {"prompt_tokens": tokens, "completion_tokens": 7, "note": "a\0b"}
    monkeypatch.setattr(helping, "asked", lambda key, question: Answer("a quay\ud800", "id\0", usage))
    row = asked(mira, "a harbour")
    assert (row.state, row.answer, row.cost) == (HelpState.DONE, "a quay?", None)
