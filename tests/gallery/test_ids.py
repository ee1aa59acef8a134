"""Ids in the order in which they were made, also where the clock is too coarse or goes back."""

import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from uuid import UUID

import pytest

from gallery import ids
from gallery.ids import derived, uuid7


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still at one millisecond until it is set."""
    monkeypatch.setattr(ids, "_last", 0)
    told = [1_800_000_000_000]
    monkeypatch.setattr(time, "time_ns", lambda: told[0] * 1_000_000)
    return told


def milliseconds(made):
    return made.int >> 80


def test_it_is_a_version_7_of_this_millisecond(clock):
    made = uuid7()
    assert (made.version, made.variant, milliseconds(made)) == (7, "specified in RFC 4122", clock[0])


def test_within_one_millisecond_each_is_greater_and_not_to_be_guessed(clock):
    made = [uuid7() for _ in range(500)]
    assert made == sorted(set(made))
    steps = {after.int - before.int for before, after in pairwise(made)}
    assert len(steps) == len(made) - 1


def test_after_the_clock_was_set_back_each_is_still_greater(clock):
    before = uuid7()
    clock[0] -= 5000
    assert uuid7() > before


def test_the_next_millisecond_begins_at_its_own_time(clock):
    uuid7()
    clock[0] += 1
    assert milliseconds(uuid7()) == clock[0]


def test_a_full_millisecond_runs_over_into_the_next(clock, monkeypatch):
    monkeypatch.setattr(ids, "_last", (clock[0] << ids.RANDOM_BITS) | ((1 << ids.RANDOM_BITS) - 1))
    assert milliseconds(uuid7()) == clock[0] + 1


def test_threads_never_get_the_same_one(clock):
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda _: uuid7(), range(400)))
    assert len(set(made)) == 400


def test_a_derived_one_is_always_the_same_in_the_place_of_its_base():
    base = UUID("01a20f0c-1b46-75ff-a7db-b1cbf8d5fb17")
    assert derived(base, 0) == UUID("01a20f0c-1b46-73d2-a187-cda614dd60f3")
    assert derived(base, 1) != derived(base, 0)
    assert milliseconds(derived(base, 1)) == milliseconds(base)
