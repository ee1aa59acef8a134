"""From a press of Generate to rows."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gallery.statements import insert
from studio import submission
from studio.catalogue import Invalid
from studio.composing import presses
from studio.composing.presses import Press, generations_of
from studio.lifecycle import NotPossible
from studio.models import Generation, LedgerEntry, Run, State, Transition
from tests.factories import GenerationFactory, RunFactory, UserFactory
from tests.studio.money.books import differences

pytestmark = pytest.mark.django_db

MINI = "openai/gpt-image-1-mini"
QWEN = "qianfan/qwen-image"
IRAG = "qianfan/irag-1.0"


def order(*models, prompt="a harbour", **rest):
    return submission.check(prompt=prompt, models=[{"id": model} for model in models], **rest)


def test_a_run_holds_a_generation_for_each_call():
    run, created = submission.submit(order(QWEN, count=3), by=UserFactory())
    assert created
    assert [(row.n, row.state) for row in run.generations.all()] == [(1, State.QUEUED)] * 3


def test_several_models_stand_in_one_run():
    run, _ = submission.submit(order(MINI, QWEN, count=2), by=UserFactory())
    assert [(row.model, row.n) for row in run.generations.all()] == [(MINI, 2), (QWEN, 1), (QWEN, 1)]


def test_the_price_is_reserved_with_the_rows():
    run, _ = submission.submit(order(MINI, count=2), by=UserFactory())
    entry = LedgerEntry.objects.get()
    assert (entry.kind, entry.amount, entry.sandbox) == ("reserve", run.quote, True)


def test_an_unknown_price_is_none_and_counts_as_the_ceiling():
    run, _ = submission.submit(order(IRAG, count=2), by=UserFactory())
    entry = LedgerEntry.objects.get()
    assert (run.quote, entry.amount, entry.estimated) == (None, Decimal("0.50"), True)


def test_the_same_idempotency_key_gives_the_same_run():
    designer = UserFactory()
    first, _ = submission.submit(order(MINI), by=designer, idempotency_key="press-1")
    second, created = submission.submit(order(MINI), by=designer, idempotency_key="press-1")
    assert (first, False, 1) == (second, created, Generation.objects.count())


def test_somebody_elses_idempotency_key_is_another_one():
    first, _ = submission.submit(order(MINI), by=UserFactory(), idempotency_key="press-1")
    second, created = submission.submit(order(MINI), by=UserFactory(), idempotency_key="press-1")
    assert created
    assert first != second


def test_errors_stand_at_their_model():
    wanted = [{"id": MINI, "options": {"quality": "superb"}}, {"id": "openai/nothing"}]
    with pytest.raises(Invalid) as invalid:
        submission.check(prompt="a harbour", models=wanted)
    assert set(invalid.value.errors) == {"models.0.options.quality", "models.1.id"}


def test_what_breaks_halfway_leaves_nothing_behind(monkeypatch):
    """The transitions are written after the rows."""
    wanted, designer = order(MINI, QWEN), UserFactory()
    monkeypatch.setattr(presses, "insert", broken_at_transitions)
    with pytest.raises(RuntimeError):
        submission.submit(wanted, by=designer)
    assert not any(table.objects.exists() for table in (Run, Generation, LedgerEntry))


def broken_at_transitions(rows, **more):
    written = list(rows)
    if written and isinstance(written[0], Transition):
        raise RuntimeError("the disk is full")
    insert(written, **more)


def test_nobodys_key_is_said_before_anything_is_written(settings):
    settings.SANDBOX_URL = ""
    with pytest.raises(Invalid, match="no gateway key"):
        submission.submit(order(MINI), by=UserFactory())
    assert not Run.objects.exists()


def test_messages_leave_after_the_commit(django_capture_on_commit_callbacks, monkeypatch):
    sent = []
    monkeypatch.setattr("studio.dispatch.publish", lambda task, ids: sent.extend(ids))
    with django_capture_on_commit_callbacks(execute=True):
        run, _ = submission.submit(order(MINI), by=UserFactory())
        assert not sent
    assert sent == [row.pk for row in run.generations.all()]


def test_a_second_retry_gives_the_first_one():
    failed = GenerationFactory(state=State.FAILED, run=RunFactory(prompt="a harbour"))
    first = submission.retry(failed, by=failed.run.owner)
    assert submission.retry(failed, by=failed.run.owner) == first
    assert first.retry_of == failed


@pytest.mark.parametrize("state", [State.QUEUED, State.SUCCEEDED, State.UNKNOWN])
def test_only_what_ended_for_free_is_retried(state):
    generation = GenerationFactory(state=state)
    with pytest.raises(NotPossible):
        submission.retry(generation, by=generation.run.owner)


def test_sending_again_keeps_the_first_reserved():
    run, _ = submission.submit(order(MINI), by=UserFactory())
    generation = run.generations.get()
    Generation.objects.filter(pk=generation.pk).update(state=State.UNKNOWN, charged="maybe", reason_code="no_answer")
    generation.refresh_from_db()
    submission.send_again(generation, by=run.owner)
    generation.refresh_from_db()
    assert (generation.state, generation.charged) == (State.FAILED, "maybe")
    assert sum(entry.amount for entry in LedgerEntry.objects.all()) == 2 * Decimal(generation.quote)


def test_submitting_costs_a_constant_number_of_queries(django_assert_max_num_queries):
    designer, wanted = UserFactory(), order(QWEN, count=10)
    with django_assert_max_num_queries(22, connection=connection):
        submission.submit(wanted, by=designer)


def test_several_presses_are_written_by_the_statements_of_one():
    people = [UserFactory(), UserFactory()]
    pressed = [press_of(person, prompt) for person in people for prompt in ("a harbour", "a harbour", "a dune")]
    presses.write_all([press_of(person, "first") for person in people])  # makes the balances
    with CaptureQueriesContext(connection) as of_six:
        presses.write_all(pressed)
    assert Run.objects.count() == Generation.objects.count() == Transition.objects.count() == 8
    assert LedgerEntry.objects.count() == 8
    assert differences() == []
    with CaptureQueriesContext(connection) as of_one:
        presses.write_all([press_of(people[1], "last")])
    assert len(of_six) <= len(of_one) + 2  # the other person's balance, and their limit


def press_of(person, prompt):
    run, wanted = Run(owner=person, prompt=prompt, sandbox=True), order(MINI, prompt=prompt)
    return Press(run, generations_of(run, wanted, "sandbox"), ())
