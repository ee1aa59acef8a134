"""The figures per model over a series: what was asked, came, cost and took, and what did not come."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from studio import submission
from studio.bench import bench_of
from studio.models import Charged, Output, Run, State
from tests.factories import GenerationFactory, ImageFactory, RunFactory

GPT, FLUX = "openai/gpt-image-1.5", "bfl/flux-2-pro"
START = timezone.now()

pytestmark = pytest.mark.django_db


def call(run, model=GPT, took=None, size=None, **fields):
    times = {"sent_at": START, "finished_at": START + timedelta(seconds=took)} if took else {}
    generation = GenerationFactory(run=run, model=model, model_label=model, **times, **fields)
    if size:
        image = ImageFactory(owner=run.owner, width=size[0], height=size[1])
        Output.objects.create(generation=generation, position=0, image=image)
    return generation


def done(run, took, cost="0.040", size=(1024, 1536), **fields):
    return call(run, took=took, size=size, state=State.SUCCEEDED, cost=Decimal(cost), charged=Charged.YES, **fields)


def rows(run):
    return {row.model: row for row in bench_of(Run.objects.series_of(run).with_generations()).rows}


def test_cost_median_and_sizes_run_over_the_whole_series():
    first = RunFactory()
    done(first, 10)
    for took, size in ((30, (1024, 1024)), (12, (1024, 1536))):
        done(RunFactory(owner=first.owner, rerun_of=first), took, size=size)
    row = rows(first)[GPT]
    assert (row.asked, row.delivered, row.cost, row.seconds) == (3, 3, Decimal("0.120"), 12)
    assert row.sizes == ((1024, 1024), (1024, 1536))
    assert row.cost_each == Decimal("0.040")


def test_each_run_stands_by_itself_below_its_model_once_there_are_several():
    first = RunFactory()
    done(first, 10)
    assert rows(first)[GPT].by_run == ()
    again = RunFactory(owner=first.owner, rerun_of=first)
    call(again, state=State.REFUSED)
    parts = rows(first)[GPT].by_run
    assert [(part.run, part.delivered, part.refused, part.seconds) for part in parts] == [
        (first, 1, 0, 10),
        (again, 0, 1, None),
    ]


def test_any_run_of_the_series_shows_all_of_it_and_no_other_run():
    first, stranger = RunFactory(), RunFactory()
    again = RunFactory(owner=first.owner, rerun_of=first)
    for run in (first, again, stranger):
        done(run, 10)
    assert rows(again)[GPT].asked == rows(first)[GPT].asked == 2


def test_a_refusal_that_was_tried_again_counts_but_is_asked_once():
    run = RunFactory()
    refused = call(run, FLUX, state=State.REFUSED, took=1)
    done(run, 9, model=FLUX, retry_of=refused)
    call(run, GPT, state=State.FAILED)
    found = rows(run)
    assert (found[FLUX].asked, found[FLUX].delivered, found[FLUX].refused, found[FLUX].failed) == (1, 1, 1, 0)
    assert (found[GPT].delivered, found[GPT].failed, found[GPT].seconds, found[GPT].cost_each) == (0, 1, None, None)


def test_an_unknown_cost_is_no_zero_and_what_is_unclear_stands_beside():
    run = RunFactory()
    done(run, 9).__class__.objects.filter(run=run).update(cost=None)
    call(run, FLUX, state=State.UNKNOWN, charged=Charged.MAYBE, quote=Decimal("0.030"))
    found = rows(run)
    assert (found[GPT].cost, found[GPT].cost_each) == (None, None)
    assert (found[FLUX].cost, found[FLUX].unclear) == (0, Decimal("0.030"))


def test_run_again_hangs_on_the_first_of_the_series(monkeypatch):
    monkeypatch.setattr("studio.dispatch.publish", lambda task, ids: None)
    first = RunFactory(requested=[{"id": GPT, "options": {}}, {"id": FLUX, "options": {}}])
    second, _ = submission.run_again(first, by=first.owner)
    third, _ = submission.run_again(second, by=first.owner)
    assert (second.rerun_of, third.rerun_of) == (first, first)
    assert list(Run.objects.series_of(third)) == [first, second, third]
