"""What a line of the log says of settings, and which lines stand there unasked."""

from decimal import Decimal

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.translation import override

from gallery import audit
from gallery.audit import Act, guards, verifying, wording
from gallery.audit.chain import Break, Fault
from gallery.cases import claiming, opening
from gallery.models import AuditEntry
from studio import credentials, offer
from studio.administration import keyring, pricing, setting_up
from studio.catalogue import Invalid
from studio.models import Credential, KeyKind, Kind, PriceRevision
from studio.money import budgets
from studio.money.scopes import Scope
from studio.prompts import helping
from tests.factories import ImageFactory, UserFactory
from tests.gallery.cases.making import held_prompt
from tests.studio.moderation.test_holding import rule, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def mira(client):
    person = UserFactory(is_superuser=True)
    client.force_login(person)
    return person


def told(client, **asked):
    return [(row.entry.act, row.on, row.reason) for row in client.get(reverse("held-log"), asked).context["rows"]]


def test_who_may_sign_up_says_what_changed_alone(client, mira):
    client.post(reverse("entrance-save"), {"signup": "invited", "newcomers": "member", "vouched": "on"})
    assert told(client) == [("settings.changed", "Who may make an account", "open → invited")]
    client.post(reverse("entrance-save"), {"signup": "invited", "newcomers": "guest"})
    on = "They begin as, Whoever the sign-in provider lets in gets an account"
    assert told(client)[0][1:] == (on, "member → guest, yes → no")
    client.post(reverse("entrance-save"), {"signup": "invited", "newcomers": "guest"})
    assert len(told(client)) == 2


def test_limits_and_terms_name_the_setting_and_both_values(client, mira):
    client.post(reverse("vendors-limits"), {"parallel_per_person": "4", "parallel_per_vendor": ""})
    client.post(reverse("vendors-limits"), {"parallel_per_person": "6", "parallel_per_vendor": ""})
    client.post(reverse("vendors-limits"), {"parallel_per_person": "6", "parallel_per_vendor": ""})
    assert [row[1:] for row in told(client)] == [
        ("Pictures at once per person", "4 → 6"),
        ("Pictures at once per person", "– → 4"),
    ]


def test_the_mark_of_a_low_balance_says_whose_key_and_both_values(client, mira):
    row = Credential.objects.create(kind=KeyKind.INSTANCE, key="sk-x", last_four="1234", by=mira)
    keyring.set_low(row, Decimal(10), by=mira)
    assert [row[2] for row in told(client)] == ["– → 10.00"]


def test_an_old_entry_says_what_the_settings_are(client, mira):
    audit.record(Act.SETTINGS_CHANGED, by=mira, details={"signup": "open", "second_factor": False})
    on = "Administrators and moderators need a second factor, Who may make an account"
    assert told(client) == [("settings.changed", on, "no, open")]


def test_a_price_says_what_it_was_and_a_key_how_it_ends(client, mira):
    spec = offer.get("openai/gpt-image-1.5")
    rows = [{"amount": str(row.amount), "when": dict(row.when), "unknown": row.unknown} for row in spec.prices]
    pricing.write(spec.id, [{**rows[0], "amount": "0.011"}, *rows[1:]], source="Set here", by=mira)
    keyring.put("sk-a-long-secret-4321", team=None, by=mira)
    assert [row[1:] for row in told(client)] == [
        ("The studio’s key", "ending in 4321"),
        (f"{spec.id}, revision {PriceRevision.objects.get().pk}", "$0.009 → $0.011"),
    ]


@pytest.mark.parametrize(("reason", "words"), [("rights", "Someone else’s work or mark"), ("other", "Something else")])
def test_a_report_says_why(client, mira, reason, words):
    opening.report(ImageFactory(published=True, title="Pier"), reason=reason, visitor="somebody")
    assert told(client) == [("picture.reported", "Pier", words)]


def test_lists_are_told_as_people_write_them(client, mira):
    details = {"groups": {"from": [], "to": ["Interns", "Press"]}, "budget_month": {"from": None, "to": "0.05"}}
    audit.record(Act.PERSON_CHANGED, by=mira, obj=mira, details=details)
    assert told(client)[0][2] == "US dollars a month, each person – → 0.05, Groups – → Interns, Press"


def test_opened_cases_stand_there_when_asked_for_and_in_every_export(client, mira):
    case = held_prompt(UserFactory())
    claiming.claim(case, by=mira)
    audit.link()
    assert AuditEntry.objects.filter(act=Act.CLAIMED).count() == 1
    assert [act for act, _on, _reason in told(client)] == [Act.HELD]
    found = [told(client, **asked)[0][0] for asked in ({"taken": "on"}, {"act": Act.CLAIMED}, {"on": str(case.pk)})]
    assert found == [Act.CLAIMED] * 3
    lines = b"".join(client.get(reverse("audit-jsonl")).streaming_content)
    assert lines.count(b"case.claimed") == 1


@pytest.mark.parametrize("ask", [submit, lambda words: helping.ask(prompt=words, by=UserFactory())])
def test_words_that_a_rule_refused_stand_there_by_the_rule_alone(client, mira, ask):
    made = rule("blood", action="refuse")
    with pytest.raises(Invalid):
        ask("Blood on slate, my secret")
    row = client.get(reverse("held-log"), {"act": Act.RULE_REFUSED}).context["rows"][0]
    assert (row.on, row.reason, row.outcome, row.tone) == (f"Rule {made.number}", "Violence", "Refused", "bad")
    assert (row.who, "secret" in row.entry.details_text) == ("", False)


def test_a_changed_entry_is_marked_in_its_line_and_named_in_words(client, mira):
    for reason in ("violence", "violence", "violence"):
        audit.record(Act.REFUSED, by=mira, details={"reason": reason})
    audit.link()
    with connection.cursor() as cursor:
        for line in guards.lifted(connection.vendor):
            cursor.execute(line)
        cursor.execute("UPDATE gallery_auditentry SET details = '{}' WHERE number = 2")
    assert verifying.verify().broken.number == 2
    client.post(reverse("audit-check"))
    page = client.get(reverse("held-log"))
    assert [row.whole for row in page.context["rows"]] == [True, False, True]
    assert "Broken at entry 2: what it was about was changed" in page.content.decode()
    assert page.content.decode().count("This entry is not as it was written.") == 1


@pytest.mark.parametrize("fault", Fault)
def test_why_a_chain_is_broken_is_said_in_the_reader_s_language(fault):
    english = wording.why_broken(Break(7, fault, "9"))
    with override("pt-br"):
        assert wording.why_broken(Break(7, fault, "9")) != english


def test_a_budget_says_whose_and_how_much_a_month(client, mira):
    lena = UserFactory(username="lena")
    budgets.set_limit(Scope(Kind.PERSON, str(lena.pk)), Decimal(100), sandbox=False, by=mira)
    budgets.set_limit(Scope(Kind.PERSON, str(lena.pk)), Decimal("120.5"), sandbox=False, by=mira)
    budgets.set_limit(Scope(Kind.INSTANCE), Decimal(5), sandbox=True, by=mira)
    budgets.set_limit(Scope(Kind.PERSON, str(lena.pk)), None, sandbox=False, by=mira)
    assert told(client) == [
        ("budget.removed", "lena", "$120.50 → – a month"),
        ("budget.changed", "The whole studio", "– → $5.00 a month, demo"),
        ("budget.changed", "lena", "$100.00 → $120.50 a month"),
        ("budget.changed", "lena", "– → $100.00 a month"),
    ]


def test_a_step_of_the_set_up_and_an_export_say_which(client, mira):
    setting_up.take("models", skipped=True, by=mira)
    setting_up.take("models", skipped=False, by=mira)
    list(client.get(reverse("audit-jsonl")).streaming_content)
    rows = client.get(reverse("held-log")).context["rows"]
    assert [(row.on, row.reason, row.outcome) for row in rows] == [
        ("", "", "JSON"),
        ("Models", "", "Done"),
        ("Models", "Skipped", "Done"),
    ]


def test_a_key_that_the_gateway_refused_stands_there(client, mira):
    row = keyring.put("sk-wrong-9876543210", team=None, by=mira)
    keyring.settle(row, credentials.Tested(False, said="Incorrect API key"))
    assert told(client) == [
        ("key.refused", "The studio’s key", "ending in 3210"),
        ("key.set", "The studio’s key", "ending in 3210"),
    ]
    assert AuditEntry.objects.get(act="key.set").object_label == "key ending in 3210"
