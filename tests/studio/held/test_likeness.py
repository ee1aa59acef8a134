"""A decision about a picture puts its likeness on a list, in one transaction, with the effect shown before."""

import pytest
from django.urls import reverse
from django.utils import timezone

from gallery.cases import likeness, opening
from gallery.judging import block_list, looking_back
from gallery.models import ApiToken, AuditEntry, Case, Image, ListedHash
from studio.held import verdicts
from studio.held.verdicts import Extras
from tests.factories import UserFactory
from tests.gallery.cases.making import decided, verdict
from tests.gallery.judging.test_block_list import HASH, flipped, looking

pytestmark = pytest.mark.django_db
YES, NO = verdict("released", "licensed"), verdict("removed", "rights")


@pytest.fixture
def judge():
    return UserFactory(is_moderator=True)


def held(value=HASH):
    image = looking(value)
    return opening.open_case(kind="picture", person=image.owner, subject=image, image=image)


def reported(value=HASH):
    return opening.report(looking(value), reason="rights", by=UserFactory())


def listed():
    return [(row.list, block_list.unsigned(row.dhash)) for row in ListedHash.objects.all()]


def test_the_effect_counts_pictures_in_sight_and_past_cases(judge):
    decided(held(flipped(HASH, 1)), judge, "released", "licensed")
    decided(held(flipped(HASH, 2)), judge, "removed", "rights")
    decided(held(flipped(HASH, *range(20))), judge, "removed", "rights")
    looking(flipped(HASH, 3))
    looking(HASH, trashed_at="2026-01-01T00:00Z")
    assert likeness.effect_of(held()) == likeness.Effect(8, pictures=2, past=2, released=1, removed=1)
    assert likeness.effect_of(held(0)) is None


@pytest.mark.parametrize("make", [held, reported])
def test_a_removal_blocks_what_looks_like_it(make, judge):
    case = make()
    done = verdicts.judge(case, NO, by=judge, extras=Extras(block_likeness=True, allow_likeness=True))
    assert (done.listed, listed()) == ("block", [("block", HASH)])
    entry = AuditEntry.objects.get(act="hash.blocked")
    assert (entry.actor_id, entry.details["case"], entry.details["hash"]) == (judge.pk, str(case.pk), f"{HASH:016x}")
    assert block_list.check(looking(flipped(HASH, 1)))


def test_a_release_lets_through_what_looks_like_it_and_takes_it_off_the_block_list(judge):
    block_list.add_hash(HASH, by=None, reason="Stolen")
    case = held()
    done = verdicts.judge(case, YES, by=judge, extras=Extras(allow_likeness=True, block_likeness=True))
    assert (done.listed, listed()) == ("allow", [("allow", HASH)])


def test_a_reversal_allows_what_the_removal_blocked(judge):
    case = held()
    verdicts.judge(case, NO, by=judge, extras=Extras(block_likeness=True))
    appeal = opening.appeal(case, by=case.person, words="Mine.")
    too_strict = verdict("released", "too-strict")
    verdicts.judge(appeal, too_strict, by=UserFactory(is_moderator=True), extras=Extras(allow_likeness=True))
    assert listed() == [("allow", HASH)]
    assert not block_list.check(looking(HASH))


@pytest.fixture
def blocked(judge):
    """A removal that was appealed against, and what its hash held since: near it, nearer to another, somebody's own."""
    case = held()
    verdicts.judge(case, NO, by=judge, extras=Extras(block_likeness=True))
    block_list.add_hash(flipped(HASH, *range(5)), by=None, reason="Stolen")
    reviewer = UserFactory(is_moderator=True)
    waiting = [looking(flipped(HASH, 9)), looking(flipped(HASH, *range(4))), looking(flipped(HASH, 8), owner=reviewer)]
    assert all(block_list.check(image) for image in waiting)
    return opening.appeal(case, by=case.person, words="Mine."), reviewer, waiting


def test_a_reversal_that_allows_releases_what_the_hash_held(blocked):
    """Not what another blocked hash holds, nor the moderator's own."""
    appeal, reviewer, waiting = blocked
    assert likeness.effect_of(appeal).waiting == 2
    too_strict = verdict("released", "too-strict", "You were right.")
    done = verdicts.judge(appeal, too_strict, by=reviewer, extras=Extras(allow_likeness=True))
    assert (done.freed, done.left) == (1, 1)
    assert [Image.objects.get(pk=image.pk).moderation for image in waiting] == ["", "hidden", "hidden"]
    freed = Case.objects.get(subject_id=waiting[0].pk)
    assert (freed.decided_by, freed.outcome, freed.reason, freed.note) == (reviewer, "released", "harmless", "")


def test_a_reversal_without_the_hash_releases_nothing_else(blocked):
    appeal, reviewer, waiting = blocked
    assert verdicts.judge(appeal, verdict("released", "too-strict"), by=reviewer).freed == 0
    assert not Image.objects.filter(pk__in=[image.pk for image in waiting], moderation="").exists()


def test_the_page_says_how_many_that_wait_go_with_it(blocked, client):
    appeal, reviewer, _waiting = blocked
    client.force_login(reviewer)
    assert "2 that wait look like it and are released, too." in client.get(f"/held/{appeal.pk}/").content.decode()
    sent = {"outcome": "released", "reason": "explained", "allow_likeness": "on"}
    told = client.post(f"/held/{appeal.pk}/decide/", sent, follow=True).content.decode()
    assert ("1 that waited is released" in told, "1 is left to others" in told) == (True, True)


def test_without_a_likeness_nothing_is_decided(judge):
    case = held(0)
    with pytest.raises(verdicts.BadExtra, match="plain surface"):
        verdicts.judge(case, NO, by=judge, extras=Extras(block_likeness=True))
    assert (Case.objects.waiting().count(), Image.objects.get().moderation) == (1, "hidden")


def test_the_list_and_the_decision_stand_or_fall_together(judge, monkeypatch):
    monkeypatch.setattr("gallery.cases.telling.of_decision", lambda case: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        verdicts.judge(held(), NO, by=judge, extras=Extras(block_likeness=True))
    assert (Case.objects.waiting().count(), listed()) == (1, [])


def test_the_page_offers_both_and_says_what_was_done(judge, client):
    client.force_login(judge)
    looking(flipped(HASH, 3))
    case = held()
    page = client.get(f"/held/{case.pk}/").content.decode()
    assert "1 in sight now looks like it" in page
    assert ('name="allow_likeness"' in page, 'name="block_likeness"' in page) == (True, True)
    sent = {"outcome": "removed", "reason": "rights", "block_likeness": "on"}
    told = client.post(f"/held/{case.pk}/decide/", sent, follow=True).content.decode()
    assert "Pictures that look like it are held from now on" in told
    assert listed() == [("block", HASH)]


def test_a_report_offers_the_block_list_alone(judge, client):
    client.force_login(judge)
    page = client.get(f"/held/{reported().pk}/").content.decode()
    assert ('name="allow_likeness"' in page, 'name="block_likeness"' in page) == (False, True)


def test_the_same_by_the_api(judge, client):
    headers = {"Authorization": f"Bearer {ApiToken.objects.issue(owner=judge, name='judge')[1]}"}
    case, plain = held(), held(0)
    looking(flipped(HASH, 3))
    effect = client.get(f"/api/v1/cases/{case.pk}/effect", headers=headers).json()
    assert effect == {
        "phrase": None,
        "likeness": {"bits": 8, "pictures": 1, "past": 0, "released": 0, "removed": 0, "waiting": 0},
    }
    body = {"outcome": "removed", "reason": "rights", "block_likeness": True}
    refused = client.post(f"/api/v1/cases/{plain.pk}/decision", body, "application/json", headers=headers)
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["block_likeness"])
    done = client.post(f"/api/v1/cases/{case.pk}/decision", body, "application/json", headers=headers)
    assert (done.status_code, done.json()["listed"]) == (200, "block")


def test_a_hash_that_was_never_sought_among_older_pictures_is_sought_by_a_press(client, monkeypatch):
    rows = ListedHash.objects
    old = rows.create(list="block", dhash=7, reason="of an earlier release")
    done = rows.create(list="block", dhash=9, reason="done", searched_at=timezone.now())
    path = reverse("held-hash-search")
    client.force_login(UserFactory(is_moderator=True))
    assert "Look through</button>" not in client.get(reverse("held-hashes")).content.decode()
    assert client.post(path, {"row": old.uuid}).status_code == 403
    client.force_login(UserFactory(is_superuser=True))
    assert client.get(reverse("held-hashes")).content.decode().count("Look through</button>") == 1
    for row in (old, done):
        assert client.post(path, {"row": row.uuid}).status_code == 302
    assert [rows.get(pk=row.pk).search_due is None for row in (old, done)] == [False, True]
    looking_back.go_on()
    assert rows.get(pk=old.pk).searched_at is not None
    assert client.post(path, {"row": "x"}).status_code == 404


def test_the_api_has_older_pictures_sought_too(client):
    headers = {"Authorization": f"Bearer {ApiToken.objects.issue(owner=UserFactory(is_superuser=True), name='t')[1]}"}
    row = ListedHash.objects.create(list="block", dhash=7, reason="of an earlier release")
    told = client.post(f"/api/v1/hashes/{row.uuid}/search", headers=headers)
    assert (told.status_code, told.json()["hash"], ListedHash.objects.filter(search_due=None).exists()) == (
        200,
        f"{7:016x}",
        False,
    )
