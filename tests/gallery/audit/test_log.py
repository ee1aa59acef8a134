"""The log as people read it: who reads what, filters, pages, what is taken away, the API."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from gallery import access, audit
from gallery.audit import Act, guards, reading
from gallery.audit.acts import JUDGING
from gallery.models import ApiToken, AuditEntry
from tests.factories import ImageFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return {
        "administrator": UserFactory(username="mira", display_name="Mira Okafor", is_superuser=True),
        "moderator": UserFactory(username="jonas", display_name="Jonas Lind", is_moderator=True),
        "member": UserFactory(username="sami"),
    }


@pytest.fixture
def trail(people):
    mira, jonas, sami = people.values()
    audit.record(Act.BUDGET_CHANGED, by=mira, details={"from": "100", "to": "120"})
    audit.record(Act.HID, by=jonas, obj=ImageFactory(title="Pink wall"), details={"reason": "Copies an artist"})
    audit.record(Act.SIGNED_IN, by=jonas, obj=jonas)
    audit.record(Act.EXPORTED, by=sami, obj=ImageFactory(title="=cmd|calc"), details={"as": "zip", "bytes": 2048})
    audit.link()


def acts(client, **asked):
    response = client.get(reverse("held-log"), asked)
    assert response.status_code == 200
    return [row.entry.act for row in response.context["rows"]]


def test_administrators_read_all_moderators_what_is_about_judging(client, people, trail):
    client.force_login(people["administrator"])
    assert acts(client) == ["picture.exported", "signed.in", "picture.hidden", "budget.changed"]
    client.force_login(people["moderator"])
    assert acts(client) == ["signed.in", "picture.hidden"]
    client.force_login(people["member"])
    assert client.get(reverse("held-log")).status_code == 403
    assert {client.get(reverse(name)).status_code for name in ("audit-csv", "audit-jsonl")} == {403}


def test_entries_are_found_by_what_came_of_them(client, people, trail):
    client.force_login(people["administrator"])
    assert acts(client, outcome="warn") == ["picture.hidden"]
    assert acts(client, outcome="bad") == []
    assert client.get(reverse("held-log"), {"outcome": "odd"}).status_code == 422
    token = ApiToken.objects.issue(owner=people["administrator"], name="x")[1]
    headers = {"Authorization": f"Bearer {token}"}
    found = client.get("/api/v1/audit?outcome=warn", headers=headers).json()["items"]
    assert [one["act"] for one in found] == ["picture.hidden"]


def test_the_rule_for_one_entry_and_for_many_agree(people, trail):
    for person in people.values():
        alone = {one.pk for one in AuditEntry.objects.all() if access.can_read_entry(person, one, JUDGING)}
        assert set(reading.readable_by(person).values_list("pk", flat=True)) == alone


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"act": "signed.in"}, ["signed.in"]),
        ({"who": "jonas li"}, ["signed.in", "picture.hidden"]),
        ({"q": "copies AN"}, ["picture.hidden"]),
        ({"q": "Mira"}, ["budget.changed"]),
        ({"since": "2001-01-01", "until": "2001-01-02"}, []),
        ({"who": "jonas", "q": "pink"}, ["picture.hidden"]),
    ],
)
def test_filters_narrow(client, people, trail, asked, found):
    client.force_login(people["administrator"])
    assert acts(client, **asked) == found


def test_the_last_day_is_one_of_those_asked_for(client, people, trail):
    client.force_login(people["administrator"])
    today = timezone.localdate()
    assert len(acts(client, since=today, until=today)) == 4
    assert acts(client, until=today - timedelta(days=1)) == acts(client, since=today + timedelta(days=1)) == []


def test_a_wrong_filter_is_told_and_gives_nothing(client, people, trail):
    client.force_login(people["administrator"])
    wrong = {"since": "2026-02-01", "until": "2026-01-01"}
    for name in ("held-log", "audit-csv"):
        response = client.get(reverse(name), wrong)
        assert response.status_code == 422
        assert "comes after" in response.content.decode()


def test_pages_by_keyset_cost_the_same_at_any_length(client, people, django_assert_max_num_queries):
    client.force_login(people["administrator"])
    for number in range(reading.A_PAGE + 5):
        audit.record(Act.EXPORTED, by=people["member"], obj=ImageFactory(), details={"n": number})
    with django_assert_max_num_queries(16):
        first = client.get(reverse("held-log"))
    assert len(first.context["rows"]) == reading.A_PAGE
    rest = client.get(reverse("held-log"), {"before": first.context["older"]})
    assert (len(rest.context["rows"]), rest.context["older"]) == (5, None)


def test_what_is_taken_away_runs_no_formula_and_is_written_down(client, people, trail):
    client.force_login(people["administrator"])
    body = b"".join(client.get(reverse("audit-csv")).streaming_content).decode()
    rows = list(csv.DictReader(io.StringIO(body)))
    assert "'=cmd|calc" in {row["object_label"] for row in rows}
    assert (rows[0]["act"], json.loads(rows[0]["details"])["as"]) == ("trail.exported", "csv")
    lines = b"".join(client.get(reverse("audit-jsonl"), {"act": "picture.hidden"}).streaming_content).decode()
    assert [json.loads(line)["act"] for line in lines.splitlines()] == ["picture.hidden"]


def test_the_chain_is_checked_from_the_page(client, people, trail):
    client.force_login(people["administrator"])
    page = client.post(reverse("audit-check"), follow=True).content.decode()
    assert "4 entries, chain unbroken" in page
    for line in guards.lifted(connection.vendor):
        connection.cursor().execute(line)
    AuditEntry.objects.filter(number=3).update(act="picture.exported")
    page = client.post(reverse("audit-check"), follow=True).content.decode()
    assert "Broken at entry 3: it was changed" in page


def test_the_api_says_the_same(client, people, trail):
    _, token = ApiToken.objects.issue(owner=people["administrator"], name="t")
    headers = {"Authorization": f"Bearer {token}"}
    first = client.get("/api/v1/audit", {"limit": 3}, headers=headers).json()
    rest = client.get("/api/v1/audit", {"cursor": first["next"]}, headers=headers).json()
    found = [one["act"] for one in first["items"] + rest["items"]]
    assert (found, rest["next"]) == (["picture.exported", "signed.in", "picture.hidden", "budget.changed"], None)
    assert client.get("/api/v1/audit", {"act": "eaten"}, headers=headers).status_code == 422
    chain = client.post("/api/v1/audit/check", headers=headers).json()
    assert (chain["whole"], chain["entries"], chain["broken"]) == (True, 4, None)
    lines = b"".join(client.get("/api/v1/audit/lines", headers=headers).streaming_content)
    assert len(lines.splitlines()) == 5
