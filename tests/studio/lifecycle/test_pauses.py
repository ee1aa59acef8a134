"""The pause of a vendor that keeps failing: when it begins, how it grows, what ends it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from studio.gateway.errors import Busy, NoAnswer, NoCredit, NotSent, PromptRefused, VendorFailed
from studio.lifecycle import pauses, turns
from studio.lifecycle.changes import move
from studio.lifecycle.sending import after_error
from studio.models import Generation, State, VendorPause
from tests.factories import GenerationFactory, RunFactory

pytestmark = pytest.mark.django_db


def fails(error, *, run=None, **columns):
    generation = GenerationFactory(
        run=run or RunFactory(),
        state=State.SENDING,
        claim_token=uuid4(),
        attempts=1,
        sent_at=timezone.now(),
        **columns,
    )
    after_error(generation, error)
    return Generation.objects.get(pk=generation.pk)


def answers(run):
    generation = GenerationFactory(run=run, state=State.SENDING, claim_token=uuid4())
    assert move(generation, State.COLLECTING, of=(State.SENDING,))


def pause():
    return VendorPause.objects.holding().filter(vendor="OpenAI").first()


def paused(seconds=0, **columns):
    made = VendorPause.objects.create(
        vendor="OpenAI", until=timezone.now() + timedelta(seconds=seconds), **{"failures": 1, **columns}
    )
    turns.memory.forget()
    return made


def test_five_failures_in_a_row_pause_the_vendor():
    for _ in range(4):
        fails(NoAnswer())
    assert pause() is None
    fails(NoAnswer())
    assert (pause().reason, pause().failures) == ("no_answer", 1)
    assert pause().holds_at(timezone.now())


def test_another_vendors_failures_do_not_count():
    for _ in range(4):
        fails(NoAnswer())
    fails(NoAnswer(), vendor="Baidu")
    assert not VendorPause.objects.exists()


def test_what_the_user_or_the_account_did_wrong_is_no_failure_of_the_vendor():
    for error in (PromptRefused, NoCredit):
        for _ in range(6):
            fails(error())
    assert not VendorPause.objects.exists()


def test_one_prompt_that_a_vendor_chokes_on_pauses_nobody():
    run = RunFactory()
    for _ in range(8):
        fails(VendorFailed(), run=run)
    assert pause() is None


def test_what_one_person_meets_while_others_are_answered_pauses_nobody():
    answers(RunFactory())
    mine = RunFactory()
    for _ in range(30):
        fails(NoAnswer(), run=mine)
    assert pause() is None
    fails(NoAnswer())
    assert pause() is not None


def test_of_one_person_alone_it_is_the_vendor():
    mine = RunFactory()
    answers(mine)
    for _ in range(5):
        fails(NoAnswer(), run=mine)
    assert pause() is not None


ROW = uuid4()


@pytest.mark.parametrize(
    ("outcomes", "verdict"),
    [
        ("fffff", True),
        ("ffff", False),
        ("ffffs", False),
        ("fffffsssss", True),
        ("sfffffff", False),
        ("sffsffffff", True),
        ("sfsfsfsfff", False),
        ("fffffs", True),
        ("ffnffnf", True),
    ],
)
def test_a_row_or_a_rate(outcomes, verdict):
    told = {"f": ("failed", "no_answer"), "s": ("collecting", ""), "n": ("failed", "no_credit")}
    assert pauses.failing([(*told[letter], ROW) for letter in outcomes]) is verdict


def test_a_failed_try_makes_the_pause_longer():
    paused(seconds=-1)
    fails(NotSent())
    assert pause().failures == 2
    assert pause().until > timezone.now() + timedelta(seconds=pauses.PAUSES[1] - 5)


def test_what_was_sent_before_the_pause_changes_nothing():
    before = paused(seconds=20)
    fails(NoAnswer())
    pauses.heed_answer("OpenAI")
    assert (pause().until, pause().failures) == (before.until, 1)


def test_an_answer_ends_a_pause_that_is_over():
    paused(seconds=-1)
    fails(PromptRefused())
    assert pause() is None


def test_after_a_pause_the_count_begins_anew():
    for _ in range(5):
        fails(NoAnswer())
    pauses.lift("OpenAI")
    fails(NoAnswer())
    assert pause() is None


def test_a_pause_by_hand_ends_by_hand_alone():
    pauses.hold("OpenAI", until=None)
    pauses.heed_answer("OpenAI")
    assert pause() is not None
    assert pauses.lift("OpenAI")
    assert not pauses.lift("OpenAI")


def test_a_busy_vendor_is_left_alone_for_as_long_as_it_says():
    row = fails(Busy(retry_after=20))
    assert (row.state, pause().reason) == (State.QUEUED, "vendor_busy")
    assert timedelta(seconds=15) < pause().until - timezone.now() < timedelta(seconds=21)


def test_the_rate_of_ones_own_key_slows_nobody_else():
    fails(Busy(retry_after=20), key_source="personal")
    assert pause() is None


def test_a_call_that_may_have_been_billed_is_not_sent_again_by_the_pause():
    rows = [fails(NoAnswer()) for _ in range(5)]
    assert {row.state for row in rows} == {State.UNKNOWN}
