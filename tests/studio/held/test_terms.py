"""The settings of judging: by page and API, each change in the trail with what it was."""

import pytest
from django.urls import reverse

from gallery.audit import Act
from gallery.models import ApiToken, AuditEntry
from studio.models import InstanceSettings
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
TERMS = {"held_goal": "60", "hide_after_reports": "3", "block_distance": "6", "screening": "hold"}


@pytest.fixture
def boss(client):
    person = UserFactory(is_superuser=True)
    client.force_login(person)
    return person


def test_what_is_saved_counts_and_is_written_down(client, boss):
    sent = {**TERMS, "screening_model": "omni-moderation-latest", "screening_thresholds": "violence 0.7\n\n* 0.4"}
    assert client.post(reverse("held-terms"), sent).status_code == 302
    now = InstanceSettings.current()
    assert (now.held_goal, now.hide_after_reports, now.block_distance, now.screening) == (60, 3, 6, "hold")
    assert now.screening_thresholds == {"violence": 0.7, "": 0.4}
    assert now.trash_days == InstanceSettings().trash_days
    entry = AuditEntry.objects.get(act=Act.SETTINGS_CHANGED)
    assert entry.details["held_goal"] == {"from": 120, "to": 60}
    assert "violence 0.7\n* 0.4" in client.get(reverse("held-terms")).content.decode()
    client.post(reverse("held-terms"), sent)
    assert AuditEntry.objects.filter(act=Act.SETTINGS_CHANGED).count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"block_distance": "12"},
        {"held_goal": "0"},
        {"screening": "maybe"},
        {"screening_thresholds": "violence"},
        {"screening_thresholds": "violence 1.1"},
        {"screening_thresholds": "violence nan"},
        {"screening_thresholds": "* 0.5 more"},
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_changes_nothing(client, boss, wrong):
    sent = {**TERMS, "screening_model": "m", **wrong}
    answer = client.post(reverse("held-terms"), sent)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == list(wrong)
    assert not InstanceSettings.objects.exists()


def test_the_api_says_and_sets_the_same(client, boss):
    _, token = ApiToken.objects.issue(owner=boss, name="t")
    headers = {"Authorization": f"Bearer {token}"}
    told = client.get("/api/v1/judging-terms", headers=headers).json()
    assert (told["held_goal"], told["screening"]) == (120, "off")
    told |= {"screening": "through", "screening_thresholds": {"hate": 0.2}}
    answer = client.put("/api/v1/judging-terms", told, content_type="application/json", headers=headers)
    assert (answer.status_code, answer.json()) == (200, told)
    assert InstanceSettings.current().screening_thresholds == {"hate": 0.2}
    told["screening_thresholds"] = {"hate": 2}
    assert (
        client.put("/api/v1/judging-terms", told, content_type="application/json", headers=headers).status_code == 422
    )
