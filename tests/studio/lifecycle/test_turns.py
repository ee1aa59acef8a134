"""Whose turn it is: the order by itself, then the claim on rows."""

from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from studio import lifecycle
from studio.lifecycle import sending, turns
from studio.lifecycle.due import NOTHING
from studio.lifecycle.turns import Rules, Standing
from studio.models import Generation, InstanceSettings, State, VendorPause
from tests.factories import GenerationFactory, RunFactory, UserFactory

NOW = timezone.now()
NOBODY = (Counter(), Counter())


def in_line(owner, left=5, vendor="OpenAI", waits=60):
    return Standing(owner, vendor, left, NOW - timedelta(seconds=waits))


def order(standing, rules, running=NOBODY, last=None, most=20):
    return [owner for owner, _ in turns.turns(standing, running, last or {}, rules, most=most)]


def test_two_people_take_turns_however_much_one_has_in_line():
    assert order([in_line("ana", 100, waits=90), in_line("ben", 2)], Rules(per_vendor=5)) == [
        *("ana", "ben", "ana", "ben", "ana")
    ]


def test_who_has_fewest_running_goes_first():
    running = (Counter(ana=2, ben=1), Counter(OpenAI=3))
    assert order([in_line("ana", waits=900), in_line("ben")], Rules(per_vendor=4), running) == ["ben"]


def test_among_equals_whose_last_turn_is_longest_ago_goes_first():
    last = {"ana": NOW, "ben": NOW - timedelta(seconds=9)}
    assert order([in_line("ana", waits=900), in_line("ben")], Rules(per_vendor=1), last=last) == ["ben"]


def test_among_newcomers_who_waits_longest_goes_first():
    assert order([in_line("ana", waits=1), in_line("ben", waits=2)], Rules(per_vendor=1)) == ["ben"]


def test_a_person_has_no_more_than_the_limit():
    running = (Counter(ana=1), Counter(OpenAI=1))
    assert order([in_line("ana")], Rules(per_person=3), running) == ["ana", "ana"]


def test_a_full_vendor_holds_up_no_other():
    running = (Counter(ana=4), Counter(OpenAI=4))
    picked = turns.turns([in_line("ana"), in_line("ana", 1, "Baidu")], running, {}, Rules(per_vendor=4), most=9)
    assert picked == [("ana", "Baidu")]


@pytest.mark.parametrize(
    ("until", "running", "goes"),
    [
        (timedelta(hours=1), 0, []),
        (None, 0, []),
        (timedelta(hours=-1), 0, ["ana"]),
        (timedelta(hours=-1), 1, []),
    ],
)
def test_a_paused_vendor_gets_nothing_and_then_a_single_try(until, running, goes):
    held = {"OpenAI": until if until is None else NOW + until}
    assert order([in_line("ana")], Rules(held=held), (Counter(), Counter(OpenAI=running))) == goes


@pytest.fixture
def sent(monkeypatch):
    """Ids that were claimed; the calls themselves hang."""
    ids = []
    monkeypatch.setattr(sending, "attempt", lambda generation: ids.append(generation.pk) or NOTHING)
    return ids


def limit(**limits):
    InstanceSettings.objects.update_or_create(pk=1, defaults=limits)
    turns.memory.forget()


def queued(owner=None, **columns):
    run = RunFactory(owner=owner or UserFactory())
    return GenerationFactory(run=run, due_at=timezone.now(), **columns)


def flying(owner=None, **columns):
    return queued(owner, state=State.SENDING, claim_token=uuid4(), **columns)


@pytest.mark.django_db
def test_without_limits_the_claim_asks_nothing_more(sent, django_assert_max_num_queries):
    generation = queued()
    turns.memory.current()
    with django_assert_max_num_queries(20) as asked:
        lifecycle.send(generation.pk)
    tables = ("instancesettings", "vendorpause", "turn", "COUNT(")
    assert not [query["sql"] for query in asked if any(table in query["sql"] for table in tables)]
    assert sent == [generation.pk]


@pytest.mark.django_db
def test_above_the_limit_it_waits(sent):
    person = UserFactory()
    flying(person)
    waits = queued(person)
    limit(parallel_per_person=1)
    assert lifecycle.send(waits.pk) == NOTHING
    assert (sent, Generation.objects.get(pk=waits.pk).state) == ([], State.QUEUED)


@pytest.mark.django_db
def test_a_message_lets_through_whose_turn_it_is(sent):
    first, second = UserFactory(), UserFactory()
    asked = queued(first)
    fairer = queued(second)
    flying(first)
    limit(parallel_per_vendor=2)
    lifecycle.send(asked.pk)
    assert sent == [fairer.pk]


@pytest.mark.django_db
def test_a_freed_place_wakes_the_next_one(sent):
    person = UserFactory()
    going, waits = queued(person), queued(person)
    limit(parallel_per_vendor=2)
    assert lifecycle.send(going.pk).send == (waits.pk,)


@pytest.mark.django_db
def test_the_sweeper_finds_whose_turn_it_is_and_nobody_else(sent):
    person = UserFactory()
    rows = [queued(person) for _ in range(3)]
    limit(parallel_per_person=2)
    assert lifecycle.sweep().send == tuple(row.pk for row in rows[:2])


@pytest.mark.django_db
def test_a_paused_vendors_queue_waits_and_the_others_go(sent):
    waits, goes = queued(vendor="Baidu"), queued()
    VendorPause.objects.create(vendor="Baidu", until=timezone.now() + timedelta(minutes=1))
    lifecycle.send(waits.pk)
    lifecycle.send(goes.pk)
    assert sent == [goes.pk]
    assert lifecycle.sweep().send == ()


@pytest.mark.django_db
def test_after_the_pause_one_alone_tries(sent):
    rows = [queued(vendor="Baidu") for _ in range(2)]
    VendorPause.objects.create(vendor="Baidu", until=timezone.now() - timedelta(seconds=1))
    assert lifecycle.sweep().send == (rows[0].pk,)
    for row in rows:
        lifecycle.send(row.pk)
    assert sent == [rows[0].pk]


@pytest.mark.django_db
def test_what_its_owner_wants_no_more_takes_nobodys_place(sent):
    person = UserFactory()
    queued(person, cancel_requested_at=timezone.now())
    goes = queued(person)
    limit(parallel_per_person=1)
    lifecycle.send(goes.pk)
    assert sent == [goes.pk]


@pytest.mark.django_db
@pytest.mark.parametrize("backlog", [0, 7])
def test_one_that_stood_back_is_found_when_the_pause_is_over_however_full_the_queue(sent, backlog):
    row = queued(vendor="Baidu", message_sent_at=timezone.now())
    VendorPause.objects.create(vendor="Baidu", until=timezone.now() + timedelta(minutes=1))
    lifecycle.send(row.pk)
    VendorPause.objects.update(until=timezone.now() - timedelta(seconds=1))
    turns.memory.forget()
    assert (sent, lifecycle.sweep(provider_backlog=backlog).send) == ([], (row.pk,))
