"""Without any limit the workers' slots are the limit: a full house is shared between people too."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from studio import lifecycle
from studio.lifecycle import sending
from studio.lifecycle.due import NOTHING
from studio.models import Generation, State
from studio.waits import line
from tests.factories import GenerationFactory, RunFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(monkeypatch):
    """Owners whose generations were claimed; the calls themselves hang."""
    owners = []
    monkeypatch.setattr(sending, "attempt", lambda generation: owners.append(generation.run.owner) or NOTHING)
    return owners


def queued(owner, waits=60, **columns):
    now = timezone.now()
    columns = {"state": State.QUEUED, "message_sent_at": now - timedelta(seconds=waits), **columns}
    return GenerationFactory(run=RunFactory(owner=owner), due_at=now, **columns)


def flying(owner):
    return queued(owner, state=State.SENDING, claim_token=uuid4())


def test_a_hundred_pictures_of_one_do_not_stand_before_anothers_one(sent):
    ana, ben = UserFactory(), UserFactory()
    rows = [queued(ana) for _ in range(6)] + [queued(ben), queued(ben)]
    flying(ana)
    for row in rows:
        lifecycle.send(row.pk)
    assert sent[:4] == [ben, ana, ben, ana]
    assert len(sent) == len(rows)
    assert not Generation.objects.filter(state=State.QUEUED).exists()


def test_a_message_that_was_taken_at_once_goes_straight(sent):
    ana, ben = UserFactory(), UserFactory()
    flying(ana)
    row = queued(ana, waits=-60)  # however slowly this test goes
    queued(ben)
    lifecycle.send(row.pk)
    assert sent == [ana]


def test_a_message_twice_claims_nothing_where_nobody_waits(sent):
    row = queued(UserFactory())
    for _ in range(2):
        lifecycle.send(row.pk)
    assert len(sent) == 1


def test_who_stood_back_goes_with_the_message_of_whoever_went_however_young_that_is(sent):
    ana, ben = UserFactory(), UserFactory()
    flying(ana)
    old, young = queued(ana), queued(ben, waits=-60)
    lifecycle.send(old.pk)
    lifecycle.send(young.pk)
    assert sent == [ben, ana]


def test_the_place_in_line_is_told_so(sent):
    ana, ben = UserFactory(), UserFactory()
    first, second, third = queued(ana), queued(ana), queued(ben)
    flying(ana)
    assert list(line()) == [third.pk, first.pk, second.pk]
