"""What waits for somebody who is suspended: kept in line and unsent, and sent once that is lifted."""

import pytest
from django.utils import timezone

from gallery.models import User
from studio.lifecycle import parking, sending, sweeping
from studio.models import Generation, State
from tests.factories import GenerationFactory

pytestmark = pytest.mark.django_db


def test_nothing_of_the_suspended_is_sent_until_it_is_lifted():
    row = GenerationFactory(run__owner__suspended_at=timezone.now(), due_at=timezone.now())
    assert not sending.send(row.pk).send
    row.refresh_from_db()
    assert (row.state, row.due_at, row.attempts) == (State.QUEUED, parking.PARKED, 0)
    assert sweeping.sweep().send == ()
    User.objects.update(suspended_at=None)
    assert sweeping.sweep().send == (row.pk,)
    assert Generation.objects.get().due_at < timezone.now()
