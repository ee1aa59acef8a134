"""What waits for somebody who is suspended: kept in line and unsent, and sent once that is lifted."""

from decimal import Decimal

import pytest
from django.utils import timezone

from gallery.models import User
from studio.lifecycle import changes, parking, sending, sweeping
from studio.models import Generation, State
from studio.money import ledger
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


def test_a_suspension_that_comes_between_the_look_and_the_claim_keeps_it_unsent():
    row = changes.load(GenerationFactory(due_at=timezone.now()).pk)
    assert row.run.owner.suspended_at is None, "read before"
    User.objects.update(suspended_at=timezone.now())
    assert not sending.start(row)
    assert Generation.objects.get().state == State.QUEUED


@pytest.mark.parametrize(
    "left", [{"is_active": False}, {"is_guest": True}, {"is_active": False, "suspended_at": timezone.now()}]
)
@pytest.mark.parametrize("step", [lambda row: sending.send(row.pk), lambda row: sweeping.sweep()])
def test_nothing_of_the_left_is_sent_and_the_money_is_free_again(left, step):
    row = GenerationFactory(due_at=timezone.now(), quote=Decimal("0.05"))
    ledger.reserve(row.run, [row])
    User.objects.update(**left)
    step(row)
    row.refresh_from_db()
    assert (row.state, row.reason_code, row.attempts) == (State.CANCELLED, "owner_left", 0)
    assert sum(row.ledger_entries.values_list("amount", flat=True)) == 0


def test_what_is_held_for_the_left_is_taken_back():
    row = GenerationFactory(state=State.HELD, run__owner__is_guest=True)
    sweeping.sweep()
    row.refresh_from_db()
    assert row.state == State.CANCELLED
