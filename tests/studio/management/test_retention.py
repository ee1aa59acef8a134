"""How long things are kept: what would go is told before it is saved; the rounds take just that, never the trail."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gallery import audit, trash
from gallery.cases import opening, purging
from gallery.models import ApiToken, AuditEntry, Decision, Notice
from gallery.models.case import Outcome
from studio import retention
from studio.models import EarlierPrompt, InstanceSettings
from tests.factories import PASSWORD, ImageFactory, TeamFactory, UserFactory
from tests.gallery.cases.making import decided
from tests.gallery.people.pictures import published

pytestmark = pytest.mark.django_db
KEEP = {"trash_days": 10, "removed_days": 90, "prompt_days": 5, "notice_days": "", "session_days": ""}


@pytest.fixture
def boss(client):
    person = UserFactory(is_superuser=True)
    client.force_login(person)
    return person


@pytest.fixture
def old(boss):
    then = timezone.now() - timedelta(days=20)
    ImageFactory(owner=boss, trashed_at=then, bytes=5000)
    EarlierPrompt.objects.create(owner=boss, digest="a", text="old", created_at=then)
    EarlierPrompt.objects.create(owner=boss, digest="b", text="new")
    Notice.objects.create(user=boss, verb="shared", created_at=then, seen_at=then)
    Notice.objects.create(user=boss, verb="shared", created_at=then)


def going(settings):
    return [(one.number, one.bytes) for one in retention.preview(settings)]


def test_what_would_go_is_told_before_it_is_saved(client, boss, old):
    page = reverse("retention")
    told = client.post(page, KEEP)
    assert [(one.number, one.bytes) for one in told.context["going"]] == [
        (1, 5000),
        (0, 0),
        (1, None),
        (0, None),
        (0, None),
    ]
    assert InstanceSettings.current().trash_days == 30
    assert client.post(page, KEEP | {"seen": "1"}).status_code == 302
    assert (InstanceSettings.current().trash_days, InstanceSettings.current().prompt_days) == (10, 5)
    entry = AuditEntry.objects.get(act="retention.changed")
    assert entry.details == {"trash_days": {"from": 30, "to": 10}, "prompt_days": {"from": None, "to": 5}}
    assert client.post(page, KEEP | {"trash_days": "0", "seen": "1"}).status_code == 422


def test_what_somebody_still_judges_is_not_told_as_going(client, boss):
    """The rounds leave it, too: what is appealed stays, and what is hidden or removed does not go by the trash."""
    case = opening.report(published(TeamFactory()), reason="rights", by=UserFactory())
    case = decided(case, UserFactory(is_moderator=True), Outcome.REMOVED, "rights")
    then = timezone.now() - timedelta(days=200)
    Decision.objects.update(at=then)
    settings = InstanceSettings(removed_days=90, trash_days=10)
    assert [going(settings)[1][0], purging.due().count()] == [1, 1]
    opening.appeal(case, by=case.person, words="It is mine")
    assert [going(settings)[1][0], purging.due().count()] == [0, 0]
    for moderation in ("hidden", "removed", ""):
        ImageFactory(trashed_at=then, moderation=moderation)
    assert (going(settings)[0][0], trash.purge_expired()) == (1, 1)


def test_a_round_takes_what_is_due_and_never_the_trail(boss, old):
    audit.record("signed.in", by=boss)
    assert retention.apply() == {}
    retention.save(InstanceSettings(prompt_days=5, notice_days=5, session_days=1), by=boss)
    assert retention.apply() == {"prompts": 1, "notices": 1}
    assert list(EarlierPrompt.objects.values_list("text", flat=True)) == ["new"]
    assert Notice.objects.get().seen_at is None
    acts = AuditEntry.objects.order_by("id").values_list("act", flat=True)
    assert list(acts) == ["signed.in", "retention.changed", "retention.applied"]


def test_an_old_session_is_over_and_a_young_one_is_not():
    UserFactory(username="mira")
    old, young = Client(), Client()
    for browser in (old, young):
        browser.post(reverse("account_login"), {"login": "mira", "password": PASSWORD})
    first = UserSession.objects.get(session_key=old.session.session_key)
    UserSession.objects.filter(pk=first.pk).update(created_at=timezone.now() - timedelta(days=20))
    retention.save(InstanceSettings(session_days=10), by=None)
    assert retention.apply() == {"sessions": 1}
    assert [browser.get(reverse("account")).status_code for browser in (old, young)] == [302, 200]


def test_the_api_previews_and_saves(client, boss, old):
    _, token = ApiToken.objects.issue(owner=boss, name="t")
    headers = {"Authorization": f"Bearer {token}"}
    sent = KEEP | {"notice_days": None, "session_days": None}

    def put(**more):
        return client.put("/api/v1/retention", sent | more, content_type="application/json", headers=headers)

    told = put(dry_run=True).json()
    assert (told["saved"], told["going"][0]["number"], told["going"][0]["bytes"]) == (False, 1, 5000)
    assert put().json()["saved"]
    assert client.get("/api/v1/retention", headers=headers).json()["prompt_days"] == 5
    assert put(trash_days=0).status_code == 422
