"""Limits of parallel work with real workers that race for the places: never passed, shared fairly, none left empty."""

from collections import Counter

import pytest

from gallery.models import User
from studio import submission
from studio.models import Generation, InstanceSettings, State, Transition
from tests.processes.conftest import FLUX, MODEL
from tests.processes.stack import until

pytestmark = pytest.mark.processes

PER_PERSON, PER_VENDOR = 3, 4
EACH = 10


@pytest.fixture
def racing(stack, sandbox):
    """Two provider processes with 20 threads each, far more than there are places."""
    InstanceSettings.objects.create(parallel_per_person=PER_PERSON, parallel_per_vendor=PER_VENDOR)
    sandbox.configure(latency=0.3, task_seconds=0.5)
    stack.start_worker("control", size=2)
    for number in range(2):
        stack.start_worker("provider")
        stack.processes[f"provider-{number}"] = stack.processes.pop("provider")
    return stack


def people(count):
    return [User.objects.create_user(f"person{n}", password="long enough to pass") for n in range(count)]


def presses(person, model, times):
    """One picture a press; the messages are not delivered yet."""
    order = submission.check(prompt=f"{person.username} wants", models=[{"id": model}], count=1)
    runs = [submission.submit(order, by=person)[0] for _ in range(times)]
    return list(Generation.objects.filter(run__in=runs).order_by("created_at").values_list("pk", flat=True))


def most_at_once():
    """The highest number in flight by person and by vendor, from the record of every change."""
    vendors = dict(Generation.objects.values_list("pk", "vendor"))
    flying, most = Counter(), Counter()
    for row in Transition.objects.order_by("id"):
        keys = (row.user_id, vendors[row.generation_id])
        step = (row.to_state in ("sending", "waiting")) - (row.from_state in ("sending", "waiting"))
        for key in keys:
            flying[key] += step
            most[key] = max(most[key], flying[key])
    return most


def test_no_limit_is_passed_and_nobody_is_forgotten(racing):
    crowd = people(3)
    for person in crowd:
        racing.deliver(presses(person, MODEL, EACH // 2) + presses(person, FLUX, EACH // 2))
    until(lambda: Generation.objects.filter(state=State.SUCCEEDED).count() == 3 * EACH, seconds=120)
    most = most_at_once()
    assert {key: count for key, count in most.items() if isinstance(key, str)} == {
        "OpenAI": PER_VENDOR,
        "Black Forest Labs": PER_VENDOR,
    }
    assert {most[person.pk] for person in crowd} <= {2, PER_PERSON}


def test_a_single_picture_does_not_wait_behind_anothers_thirty(racing):
    greedy, modest = people(2)
    racing.deliver(presses(greedy, MODEL, 2 * EACH))
    until(lambda: Generation.objects.filter(state=State.SENDING).exists())
    mine = presses(modest, MODEL, 1)
    racing.deliver(mine)
    until(lambda: Generation.objects.filter(pk=mine[0], state=State.SUCCEEDED).exists())
    assert Generation.objects.filter(run__owner=greedy, state=State.QUEUED).count() > EACH
    until(lambda: not Generation.objects.filter(state=State.QUEUED).exists())
