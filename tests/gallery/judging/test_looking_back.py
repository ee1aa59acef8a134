"""A hash that is blocked is sought among older pictures: a piece at a time, resumed where a worker died."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from gallery import tasks
from gallery.files.looks import signed
from gallery.judging import block_list, looking_back
from gallery.models import Case, Image, ListedHash
from gallery.models.case import Outcome
from tests.factories import UserFactory
from tests.gallery.judging.test_block_list import HASH, flipped, looking

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(monkeypatch):
    """Names of the tasks that were put on a queue."""
    found = []
    monkeypatch.setattr("gallery.dispatch.publish", lambda task, *ids: found.append(task))
    return found


def blocked(value=HASH, **columns):
    row = block_list.add_hash(value, by=None, reason="Stolen")
    ListedHash.objects.filter(pk=row.pk).update(**columns)
    return row


def test_older_pictures_that_look_like_it_are_held_and_counted():
    near = [looking(HASH), looking(flipped(HASH, 3, 60))]
    far, gone = looking(flipped(HASH, *range(9))), looking(HASH, moderation="removed")
    row = blocked()
    assert not looking_back.go_on()
    row.refresh_from_db()
    assert (row.found, row.search_due, row.searched_at is not None) == (2, None, True)
    assert dict(Image.objects.values_list("pk", "moderation")) == {
        **{image.pk: "hidden" for image in near},
        far.pk: "",
        gone.pk: "removed",
    }
    assert set(Case.objects.waiting().values_list("kind", "subject_id")) == {("picture", image.pk) for image in near}


def test_what_a_moderator_let_through_stays_in_sight():
    image = looking(HASH)
    row = blocked()
    looking_back.go_on()
    released = {"outcome": Outcome.RELEASED, "reason": "licensed", "decided_by": UserFactory()}
    Case.objects.update(decided_at=timezone.now(), **released)
    Image.objects.update(moderation="", quarantine="", moving=False)
    ListedHash.objects.filter(pk=row.pk).update(search_due=timezone.now(), searched_to=None)
    looking_back.go_on()
    assert Image.objects.get(pk=image.pk).moderation == ""


def test_it_goes_on_in_pieces(monkeypatch, published):
    monkeypatch.setattr(looking_back, "PICTURES", 2)
    images = sorted((looking(flipped(HASH, n)) for n in range(5)), key=lambda image: image.pk)
    row = blocked()
    counts = []
    for _ in range(3):
        tasks.look_back()
        row.refresh_from_db()
        counts.append((row.found, row.searched_at is not None))
    assert counts == [(2, False), (4, False), (5, True)]
    assert row.searched_to == images[-1].pk
    assert published == ["gallery.look_back"] * 2


def test_what_a_dead_worker_had_is_taken_up_after_its_lease():
    looking(HASH)
    row = blocked()
    row.refresh_from_db()
    assert looking_back.claim(row)
    assert not looking_back.claim(row)  # as a second worker that read it at the same time
    assert not looking_back.go_on()
    assert not Case.objects.exists()
    with time_machine.travel(timezone.now() + looking_back.LEASE + timedelta(seconds=1), tick=False):
        looking_back.go_on()
    assert Case.objects.count() == 1


@pytest.mark.parametrize(("name", "sought"), [("block", True), ("allow", False)])
def test_a_hash_of_the_block_list_alone_is_sought(name, sought, published, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        block_list.add_hash(HASH, by=None, reason="x", name=name)
        block_list.add_hash(HASH, by=None, reason="again", name=name)
    assert published == ["gallery.look_back"] * sought
    with django_capture_on_commit_callbacks(execute=True):
        block_list.import_hashes([(1, "")], name=name, source="known.txt")
    assert published == ["gallery.look_back"] * 2 * sought
    assert ListedHash.objects.filter(search_due=None).exists() != sought
    assert ListedHash.objects.filter(dhash=signed(HASH)).count() == 1
