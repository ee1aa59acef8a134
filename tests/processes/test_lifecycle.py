"""The whole way with real workers: kill -9 at each stage, a lost broker, and every fault the gateway can show."""

import pytest

from studio.models import State
from tests.processes.conftest import FLUX, IMPATIENT, reaches, state_of
from tests.processes.stack import until

pytestmark = pytest.mark.processes


@pytest.fixture
def workers(stack):
    stack.start_worker("control", size=2)
    stack.start_worker("provider")
    return stack


def ledger_total(generation):
    return sum(entry.amount for entry in generation.ledger_entries.all())


def test_a_prompt_becomes_a_picture_with_its_file(workers, press, settings):
    done = reaches(press("a quiet harbour")[0], State.SUCCEEDED)
    image = done.outputs.get().image
    assert (image.width, image.height) == (1024, 1024)
    assert any((settings.DATA_DIR / "files").rglob(f"*{image.pk.hex}*"))


def test_an_asynchronous_model_is_polled_to_its_picture(workers, press):
    done = reaches(press("dunes", model=FLUX)[0], State.SUCCEEDED)
    assert done.remote_id
    assert done.outputs.get().image.seed is not None


def test_killed_while_queued_it_goes_on_with_the_next_worker(stack, press, sandbox):
    stack.start_worker("control", size=2)
    generation = press("marker-queued")[0]
    stack.start_worker("provider")
    stack.kill("provider")
    stack.start_worker("provider")
    reaches(generation, State.SUCCEEDED)
    assert sandbox.billed("marker-queued") == 1


def test_killed_while_sending_it_is_unknown_and_never_sent_twice(workers, press, sandbox):
    sandbox.configure(latency=30)
    generation = press("marker-sending")[0]
    until(lambda: sandbox.calls("marker-sending"))
    workers.kill("provider")
    workers.start_worker("provider")
    ended = reaches(generation, State.UNKNOWN)
    assert (ended.reason_code, ended.charged) == ("worker_died", "maybe")
    assert len(sandbox.calls("marker-sending")) == 1


def test_killed_while_waiting_the_task_is_polled_on(workers, press, sandbox):
    sandbox.configure(task_seconds=6)
    generation = press("marker-waiting", model=FLUX)[0]
    reaches(generation, State.WAITING)
    workers.kill("provider")
    workers.kill("control")
    workers.start_worker("control", size=2)
    workers.start_worker("provider")
    reaches(generation, State.SUCCEEDED)
    assert sandbox.billed("marker-waiting") == 1


def test_killed_while_collecting_the_picture_is_fetched_again(workers, press, sandbox):
    before = sandbox.fetches()
    generation = press("marker-collecting fault:slow-file-once", model="doubao/doubao-seedream-4-0")[0]
    until(lambda: sandbox.fetches() > before)  # one that is killed earlier leaves the slow file to the next
    generation = reaches(generation, State.COLLECTING)
    workers.kill("provider")
    assert state_of(generation) == State.COLLECTING
    workers.start_worker("provider")
    done = reaches(generation, State.SUCCEEDED, State.FAILED, seconds=120)
    assert done.claim_token != generation.claim_token
    assert (done.state, done.outputs.filter(image__isnull=False).count()) == (State.SUCCEEDED, 1)
    assert sandbox.billed("marker-collecting") == 1


def test_an_emptied_broker_loses_nothing(stack, press, sandbox):
    generations = press("marker-emptied", count=3, model="qianfan/qwen-image")
    stack.kill("broker")
    for path in stack.socket.parent.rglob("*"):
        path.unlink() if path.is_file() else None
    stack.start_broker()
    stack.start_worker("control", size=2)
    stack.start_worker("provider")
    assert all(reaches(generation, State.SUCCEEDED) for generation in generations)
    assert sandbox.billed("marker-emptied") == 3


def test_a_message_lost_on_the_way_is_sent_again(workers, press):
    assert reaches(press("marker-lost", lost=True)[0], State.SUCCEEDED)


def test_a_restarted_broker_is_found_again(workers, press):
    reaches(press("before")[0], State.SUCCEEDED)
    workers.kill("broker")
    workers.start_broker()
    reaches(press("after")[0], State.SUCCEEDED)


FAULTS = [
    ("fault:429-once", State.SUCCEEDED, "yes", ""),
    ("fault:503-once", State.SUCCEEDED, "yes", ""),
    ("fault:500", State.UNKNOWN, "maybe", "vendor_fault"),
    ("fault:502-html", State.UNKNOWN, "maybe", "vendor_fault"),
    ("fault:200-error", State.FAILED, "no", "vendor_failed"),
    ("fault:200-html", State.UNKNOWN, "maybe", "unreadable"),
    ("fault:close", State.UNKNOWN, "maybe", "no_answer"),
    ("fault:cut-answer", State.UNKNOWN, "maybe", "no_answer"),
    ("fault:bomb", State.FAILED, "yes", "too_large"),
    ("fault:text-file", State.FAILED, "yes", "not_a_picture"),
    ("fault:svg", State.FAILED, "yes", "not_a_picture"),
    ("fault:truncated", State.FAILED, "yes", "link_broken"),
    ("fault:401", State.FAILED, "no", "key_rejected"),
    ("fault:403-quota", State.FAILED, "no", "no_credit"),
    ("refuse-prompt", State.REFUSED, "no", "prompt_refused"),
]


def test_every_fault_ends_in_the_truth(workers, press, sandbox):
    """One run of workers for the whole table: starting them costs more than the faults."""
    pressed = {words: press(f"marker-table {words}")[0] for words, *_ in FAULTS}
    for words, state, charged, code in FAULTS:
        ended = reaches(pressed[words], *(state,))
        assert (words, ended.charged, ended.reason_code) == (words, charged, code)
        sent = [entry for entry in sandbox.calls("marker-table") if entry["prompt"].endswith(words)]
        assert (words, len(sent)) == (words, 2 if words.endswith("-once") else 1)


def test_a_gateway_that_hangs_past_the_limit_is_unknown_and_never_asked_twice(workers, press, sandbox):
    ended = reaches(press("marker-hangs fault:hang", model=IMPATIENT)[0], State.UNKNOWN)
    assert (ended.charged, ended.reason_code) == ("maybe", "no_answer")
    assert ledger_total(ended) == ended.quote
    reaches(press("a quiet harbour")[0], State.SUCCEEDED)
    assert len(sandbox.calls("marker-hangs")) == 1


LINK_FAULTS = [
    ("fault:expired", State.FAILED, "link_expired"),
    ("fault:oversized", State.FAILED, "too_large"),
    ("fault:redirect-private", State.FAILED, "forbidden_address"),
    ("fault:link-503-once", State.SUCCEEDED, ""),
    ("fault:cut-file", State.FAILED, "link_broken"),
    ("fault:redirect", State.SUCCEEDED, ""),
]


def test_every_fault_of_a_link_ends_in_the_truth(workers, press, sandbox):
    pressed = {words: press(f"marker-links {words}", model="qianfan/qwen-image")[0] for words, *_ in LINK_FAULTS}
    for words, state, code in LINK_FAULTS:
        ended = reaches(pressed[words], state)
        assert (words, ended.reason_code) == (words, code)
        assert len([entry for entry in sandbox.calls("marker-links") if entry["prompt"].endswith(words)]) == 1


def test_what_ends_has_its_money_settled(workers, press):
    good, bad = press("fine")[0], press("refuse-prompt")[0]
    reaches(good, State.SUCCEEDED)
    reaches(bad, State.REFUSED)
    assert ledger_total(good) == good.quote
    assert ledger_total(bad) == 0
