"""Claims, wishes and the sweeper, on rows alone; tests/processes has the real workers."""

from datetime import timedelta
from decimal import Decimal
from unittest.mock import Mock
from uuid import uuid4

import pytest
from django.db import OperationalError
from django.utils import timezone

from gallery.models import AuditEntry
from studio import keys, lifecycle, sessions
from studio.gateway import errors
from studio.gateway.errors import Busy, GatewayError, NoAnswer, PromptRefused, TooLarge
from studio.keys import NoKey
from studio.lifecycle import changes, sweeping
from studio.lifecycle import sending as sending_step
from studio.lifecycle.changes import change, claim, move
from studio.lifecycle.endings import end_by
from studio.lifecycle.sending import after_error
from studio.models import Generation, LedgerEntry, State, Transition, WorkerSession
from studio.models.ledger import EntryKind
from tests.factories import GenerationFactory

pytestmark = pytest.mark.django_db


def sending(**columns):
    return GenerationFactory(state=State.SENDING, claim_token=uuid4(), sent_at=timezone.now(), **columns)


def fresh(generation):
    return Generation.objects.get(pk=generation.pk)


def test_only_one_claim_wins():
    generation = GenerationFactory()
    twin = fresh(generation)
    assert claim(generation, State.SENDING, of=State.QUEUED)
    assert not claim(twin, State.SENDING, of=State.QUEUED)


def test_a_stolen_claim_settles_nothing():
    generation = sending()
    stale = fresh(generation)
    Generation.objects.filter(pk=generation.pk).update(claim_token=uuid4())
    assert not move(stale, State.WAITING, of=(State.SENDING,), remote_id="task")


def test_every_change_is_recorded():
    generation = GenerationFactory()
    move(generation, State.CANCELLED, of=(State.QUEUED,), why="because")
    assert Transition.objects.values_list("from_state", "to_state", "why").get() == ("queued", "cancelled", "because")


@pytest.mark.parametrize(
    ("error", "state", "charged"),
    [
        (PromptRefused("no"), State.REFUSED, "no"),
        (NoAnswer("gone"), State.UNKNOWN, "maybe"),
        (TooLarge("huge"), State.FAILED, "yes"),
    ],
)
def test_an_error_says_how_it_ends(error: GatewayError, state, charged):
    generation = sending()
    end_by(generation, error)
    assert (fresh(generation).state, fresh(generation).charged) == (state, charged)


def test_a_refusal_stands_in_the_log_with_the_vendors_words():
    generation = sending()
    end_by(generation, PromptRefused("Blocked by our policy 4.2"))
    end_by(generation, PromptRefused("Again"))
    end_by(sending(), TooLarge("huge"))
    entry = AuditEntry.objects.get(act="vendor.refused")
    told = entry.details
    assert (entry.object_id, entry.actor_id, told["why"], told["charged"]) == (
        str(generation.pk),
        None,
        "Blocked by our policy 4.2",
        "no",
    )
    assert generation.run.prompt not in entry.details_text + entry.object_label


@pytest.mark.parametrize(("error", "left"), [(PromptRefused(""), 0), (NoAnswer(""), 1), (TooLarge(""), 1)])
def test_the_ledger_says_what_it_costs(error, left):
    generation = sending(quote="0.0110")
    LedgerEntry.objects.create(
        generation=generation, user=generation.run.owner, kind=EntryKind.RESERVE, amount="0.0110"
    )
    end_by(fresh(generation), error)
    assert sum(entry.amount for entry in LedgerEntry.objects.all()) == left * fresh(generation).quote


def test_cancelling_what_is_queued_is_free():
    generation = GenerationFactory()
    assert lifecycle.cancel(generation, by=generation.run.owner)
    assert (fresh(generation).state, fresh(generation).charged) == (State.CANCELLED, "no")


def test_cancelling_what_was_sent_is_a_wish():
    generation = sending()
    assert not lifecycle.cancel(generation, by=generation.run.owner)
    assert fresh(generation).state == State.SENDING
    assert fresh(generation).cancel_requested_at is not None


@pytest.fixture
def awake(monkeypatch):
    """A sweeper that has looked around for long enough to judge the silent."""
    watch = sessions.Watch()
    watch.looked_at, watch.patient_until = timezone.now(), timezone.now()
    monkeypatch.setattr(sessions, "watch", watch)
    return watch


def silent_session():
    return WorkerSession.objects.create(host="elsewhere", pid=1, beat_at=timezone.now() - timedelta(minutes=5))


def test_a_wish_to_cancel_that_comes_while_it_is_put_back_is_kept():
    generation = sending(attempts=1)
    held = fresh(generation)
    lifecycle.cancel(generation, by=generation.run.owner)
    after_error(held, Busy("no"))
    assert (fresh(generation).state, fresh(generation).charged) == (State.CANCELLED, "no")


KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.GatewayError)]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_that_may_be_billed_goes_back_to_the_queue(kind):
    generation = sending(attempts=1)
    after_error(generation, kind("no"))
    assert (fresh(generation).state == State.QUEUED) == (kind in {errors.NotSent, errors.Busy})


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("broken", [OperationalError("away"), NoKey()])
def test_what_never_left_is_said_to_be_free_though_the_database_went_away(monkeypatch, broken):
    """The key could not be read, and what came of that not be written at once."""
    generation, away = sending(attempts=1), [OperationalError("away")]
    monkeypatch.setattr(keys, "key_of", Mock(side_effect=broken))
    monkeypatch.setattr(changes, "change", lambda *a, **k: change(*a, **k) if not away else raising(away.pop()))
    monkeypatch.setattr(changes.time, "sleep", lambda seconds: None)
    monkeypatch.setattr(changes, "connection", Mock())
    sending_step.attempt(generation)
    told = fresh(generation)
    assert (told.state, told.charged) == (State.FAILED if isinstance(broken, NoKey) else State.QUEUED, "no")


@pytest.mark.parametrize(("status", "pauses"), [(429, [5, 15, 45]), (503, [10, 30])])
def test_a_crowd_is_met_again_as_often_as_the_gateway_bears(status, pauses):
    """Section 12: a 503 once or twice after ten seconds and more, then no more."""
    waited = []
    for attempts in range(1, len(pauses) + 2):
        generation = sending(attempts=attempts)
        after_error(generation, Busy("no", status=status))
        told = fresh(generation)
        waited += [round((told.due_at - timezone.now()).total_seconds())] if told.state == State.QUEUED else []
    assert (waited, told.state) == (pauses, State.FAILED)


def raising(error):
    raise error


def test_a_stale_page_cancels_what_went_back_to_the_queue():
    generation = sending()
    stale = fresh(generation)
    Generation.objects.filter(pk=generation.pk).update(state=State.QUEUED, claim_token=None)
    assert lifecycle.cancel(stale, by=generation.run.owner)
    assert fresh(generation).state == State.CANCELLED


def test_nobody_claims_what_its_owner_wants_no_more():
    generation = GenerationFactory(cancel_requested_at=timezone.now(), due_at=timezone.now())
    lifecycle.send(generation.pk)
    assert fresh(generation).state == State.CANCELLED


def test_only_what_the_vendor_made_is_charged():
    generation = sending(quote=Decimal("0.4000"), n=4)
    end_by(generation, TooLarge("huge"), billed=1)
    assert fresh(generation).cost == Decimal("0.1000")


def test_a_dead_workers_call_becomes_unknown(awake):
    generation = sending(session=silent_session().pk)
    lifecycle.sweep()
    assert (fresh(generation).state, fresh(generation).reason_code) == (State.UNKNOWN, "worker_died")


def test_after_a_sleep_of_the_machine_nobody_is_judged_at_once(awake):
    awake.looked_at = timezone.now() - timedelta(hours=8)
    generation = sending(session=silent_session().pk)
    lifecycle.sweep()
    assert fresh(generation).state == State.SENDING


def test_a_forgotten_session_holds_nothing(awake):
    generation = sending(session=uuid4())
    lifecycle.sweep()
    assert fresh(generation).state == State.UNKNOWN


def test_a_live_workers_call_is_left_alone():
    generation = sending(session=sessions.current_id(), deadline_at=timezone.now() + timedelta(minutes=5))
    lifecycle.sweep()
    assert fresh(generation).state == State.SENDING


def test_a_dead_collectors_pictures_are_handed_on():
    dead = WorkerSession.objects.create(host="elsewhere", pid=1, ended_at=timezone.now())
    generation = GenerationFactory(state=State.COLLECTING, session=dead.pk, claim_token=uuid4())
    assert generation.pk in lifecycle.sweep().collect
    assert fresh(generation).session is None


def test_a_lost_message_is_sent_again():
    now = timezone.now()
    lost = GenerationFactory(due_at=now, message_sent_at=now - timedelta(minutes=1))
    GenerationFactory(due_at=now, message_sent_at=now)
    assert lifecycle.sweep().send == (lost.pk,)


def test_a_message_behind_others_is_not_sent_again():
    now = timezone.now()
    GenerationFactory(due_at=now, message_sent_at=now - timedelta(minutes=1))
    assert lifecycle.sweep(provider_backlog=7).send == ()


def test_what_waits_to_be_collected_is_never_behind_others():
    now = timezone.now()
    row = GenerationFactory(state=State.COLLECTING, due_at=now, message_sent_at=now - timedelta(minutes=1))
    assert lifecycle.sweep(provider_backlog=700).collect == (row.pk,)


def test_a_collector_that_hangs_is_relieved(awake):
    row = GenerationFactory(
        state=State.COLLECTING,
        claim_token=uuid4(),
        session=sessions.current_id(),
        deadline_at=timezone.now() - timedelta(seconds=1),
    )
    lifecycle.sweep()
    assert fresh(row).session is None


def test_what_breaks_on_one_row_stops_no_other(monkeypatch, awake):
    broken, fine = sending(session=uuid4()), sending(session=uuid4())
    doubt = sweeping.doubt
    monkeypatch.setattr(sweeping, "doubt", lambda row, *a, **k: 1 / 0 if row.pk == broken.pk else doubt(row, *a, **k))
    lifecycle.sweep()
    assert (fresh(broken).state, fresh(fine).state) == (State.SENDING, State.UNKNOWN)


def test_a_message_before_its_time_does_nothing():
    generation = GenerationFactory(due_at=timezone.now() + timedelta(minutes=1))
    lifecycle.send(generation.pk)
    assert fresh(generation).state == State.QUEUED


def test_an_unknown_one_is_closed_once():
    generation = GenerationFactory(state=State.UNKNOWN, charged="maybe", quote=Decimal("0.0110"))
    lifecycle.close_as_charged(generation, by=generation.run.owner)
    with pytest.raises(lifecycle.NotPossible):
        lifecycle.close_as_free(fresh(generation), by=generation.run.owner)
    assert fresh(generation).charged == "yes"


def test_a_failed_one_that_was_sent_again_can_still_be_closed():
    generation = GenerationFactory(state=State.FAILED, charged="maybe", quote=Decimal("0.0110"))
    lifecycle.close_as_free(generation, by=generation.run.owner)
    assert (fresh(generation).charged, fresh(generation).cost) == ("no", 0)


def test_only_a_task_can_be_checked_again():
    with pytest.raises(lifecycle.NotPossible):
        lifecycle.check_again(GenerationFactory(state=State.UNKNOWN), by=None)
