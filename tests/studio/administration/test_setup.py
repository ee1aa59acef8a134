"""The first run: every step can be done, skipped and found again, by plain forms."""

from decimal import Decimal

import pytest
from django.test import Client

from gallery.models import AuditEntry, Invitation, Team
from studio import dispatch, offer
from studio.administration import probing, setting_up
from studio.models import Budget, SelfTest, SetupStep
from tests.studio.administration.conftest import asking

MINI = "openai/gpt-image-1-mini"
pytestmark = pytest.mark.django_db


def states():
    return {step.name: "done" if step.done else "skipped" if step.skipped else "" for step in setting_up.steps()}


def test_a_fresh_instance_has_its_account_alone(at_desk):
    assert [name for name, state in states().items() if state == "done"] == ["account"]
    page = at_desk.get("/setup/").content.decode()
    assert "5 steps are left" in page
    for name in setting_up.NAMES:
        assert at_desk.get(f"/setup/{name}/").status_code == 200
    assert at_desk.get("/setup/roof/").status_code == 404


def test_each_can_be_skipped_and_found_again(at_desk):
    for name, following in (("key", "storage"), ("storage", "models"), ("people", "")):
        answer = at_desk.post(f"/setup/{name}/skip/")
        assert answer.url == (f"/setup/{following}/" if following else "/setup/")
        assert states()[name] == "skipped"
    assert "Do it" in at_desk.get("/setup/").content.decode()
    assert AuditEntry.objects.filter(act="wizard.step").count() == 3


def test_storage_is_tested_by_a_worker(at_desk, monkeypatch, django_capture_on_commit_callbacks):
    sent = []
    monkeypatch.setattr(dispatch, "ask", lambda task, *args: sent.append((task, args)))
    with django_capture_on_commit_callbacks(execute=True):
        assert at_desk.post("/health/storage/", {"next": "setup"}).url == "/setup/storage/"
    assert sent == [("studio.probe_storage", ())]
    assert "tests it now" in at_desk.get("/setup/storage/").content.decode()
    probing.probe_storage()
    assert "Same bytes" in at_desk.get("/setup/storage/").content.decode()
    assert states()["storage"] == "done"
    assert SelfTest.objects.get(name="storage").asked_at is None


def test_no_page_shows_a_passed_test_and_a_way_on_that_is_shut(at_desk, monkeypatch):
    read = setting_up.steps

    def steps():
        """A worker ends its test just after the steps were read."""
        found = read()
        probing.probe_storage()
        return found

    monkeypatch.setattr(setting_up, "steps", steps)
    page = at_desk.get("/setup/storage/").content.decode()
    assert "Same bytes" not in page or "disabled" not in page


def test_models_that_are_not_ticked_go_off(at_desk, member):
    others = [spec.id for spec in offer.offered() if spec.id != MINI]
    at_desk.post("/setup/models/set/", {"model": others})
    assert offer.why_not(member, MINI)
    at_desk.post("/setup/models/set/", {"model": [*others, MINI]})
    assert offer.why_not(member, MINI) == ""
    assert states()["models"] == "done"


@pytest.mark.parametrize(("limit", "status"), [("300", 302), ("-1", 422), ("much", 422), ("", 422)])
def test_budget(at_desk, limit, status):
    assert at_desk.post("/setup/budget/set/", {"limit": limit}).status_code == status
    kept = [row.limit for row in Budget.objects.filter(sandbox=False)]
    assert kept == ([Decimal(300)] if status == 302 else [])


def test_people_are_invited_and_a_wrong_address_is_told(at_desk, mailoutbox):
    wrong = at_desk.post("/setup/people/set/", {"name": "Halden", "addresses": "jonas@example.org nobody"})
    assert wrong.status_code == 422
    assert not Team.objects.exists()
    page = at_desk.post("/setup/people/set/", {"name": "Halden", "addresses": "jonas@example.org\nmira@example.org"})
    assert Invitation.objects.count() == len(mailoutbox) == 2
    assert page.content.decode().count("/invitations/") == 2
    assert SetupStep.objects.get().name == "people"


def test_api_tells_and_takes_steps(administrator, member):
    ask = asking(Client(), administrator)
    assert ask("put", "/setup/models", {"skipped": False}).json()["items"][3] == {
        "name": "models", "done": True, "skipped": False
    }  # fmt: skip
    assert ask("put", "/setup/roof", {"skipped": True}).status_code == 404
    assert ask("post", "/health/storage").json()["asked_at"]
    assert ask("put", "/keys/low", {"low_at": 20}).status_code == 404
    assert asking(Client(), member)("get", "/setup").status_code == 403
