"""What can be done to a run, by whom, and what is told."""

import uuid
from decimal import Decimal

import pytest
from django.utils import timezone

from studio.models import Charged, Generation, Run, State
from tests.factories import GenerationFactory, RunFactory
from tests.studio.views.composed import HTMX, events, posted

pytestmark = pytest.mark.django_db

RUN_ACTS = ("cancel", "retry-failed", "again")
GENERATION_ACTS = ("cancel", "retry", "resend", "close-charged", "close-free", "check")


@pytest.fixture
def run(mira):
    return RunFactory(owner=mira)


def failed(run, **columns):
    return GenerationFactory(run=run, state=State.FAILED, reason_code="vendor_failed", **columns)


def unknown(run):
    return GenerationFactory(
        run=run, state=State.UNKNOWN, charged=Charged.MAYBE, reason_code="no_answer", quote=Decimal("0.05")
    )


@pytest.mark.parametrize("act", RUN_ACTS)
def test_a_stranger_does_nothing_to_a_run(stranger, run, act):
    assert stranger.post(f"/runs/{run.pk}/{act}/").status_code == 404


@pytest.mark.parametrize("act", GENERATION_ACTS)
def test_a_stranger_does_nothing_to_a_generation(stranger, run, act):
    row = unknown(run)
    assert stranger.post(f"/generations/{row.pk}/{act}/").status_code == 404
    row.refresh_from_db()
    assert row.state == State.UNKNOWN


@pytest.mark.parametrize("address", ["/runs/00000000-0000-4000-8000-000000000000/", "/runs/x/", "/runs/"])
def test_what_is_not_there_is_not_found(designer, address):
    assert designer.get(address).status_code in (404, 405)


def test_looking_at_running_again_runs_nothing(designer, run):
    assert designer.get(f"/runs/{run.pk}/again/").status_code == 200
    assert Run.objects.count() == 1


@pytest.mark.parametrize("act", sorted(set(RUN_ACTS) - {"again", "retry-failed"}))
def test_acts_take_a_post_alone(designer, run, act):
    assert designer.get(f"/runs/{run.pk}/{act}/").status_code == 405


def test_the_fragment_is_the_run_alone_and_counts_what_runs(designer, run):
    GenerationFactory(run=run)
    response = designer.get(f"/runs/{run.pk}/", headers={"X-Fragment": "1"})
    assert response.content.decode().lstrip().startswith("<article")
    assert response.headers["X-Running"] == "1"


def test_a_run_has_a_page(designer, run):
    GenerationFactory(run=run)
    assert "a harbour at dawn" in designer.get(f"/runs/{run.pk}/").content.decode()


def test_cancel_takes_back_what_is_queued(designer, run):
    row = GenerationFactory(run=run)
    response = designer.post(f"/runs/{run.pk}/cancel/")
    row.refresh_from_db()
    assert response.headers["Location"] == f"/#run-{run.pk}"
    assert row.state == State.CANCELLED


@pytest.mark.parametrize(
    ("state", "offered"), [(State.QUEUED, 1), (State.SENDING, 1), (State.WAITING, 1), (State.COLLECTING, 0)]
)
def test_a_tile_can_be_cancelled_until_its_pictures_come(designer, run, state, offered):
    row = GenerationFactory(run=run, state=state, n=2, claim_token=uuid.uuid4(), remote_id="task-1")
    page = designer.get(f"/runs/{run.pk}/").content.decode()
    assert page.count(f'action="/generations/{row.pk}/cancel/"') == offered
    Generation.objects.update(cancel_requested_at=timezone.now())
    assert f'action="/generations/{row.pk}/cancel/"' not in designer.get(f"/runs/{run.pk}/").content.decode()


def test_cancelling_what_was_sent_says_what_will_come_of_it(designer, run):
    row = GenerationFactory(run=run, state=State.SENDING, claim_token=uuid.uuid4())
    response = designer.post(f"/generations/{row.pk}/cancel/", headers=HTMX)
    assert "goes to the trash" in events(response)["run-changed"]["said"]


def test_retry_failed_leaves_the_good_and_the_cancelled(designer, run):
    bad = failed(run)
    GenerationFactory(run=run, state=State.SUCCEEDED)
    GenerationFactory(run=run, state=State.CANCELLED, reason_code="cancelled")
    designer.post(f"/runs/{run.pk}/retry-failed/", posted(designer, run, "retry-failed"))
    assert [row.retry_of for row in run.generations.filter(state=State.QUEUED)] == [bad]


def test_retry_is_one_more_generation_also_when_pressed_twice(designer, run):
    row = failed(run)
    for _ in range(2):
        designer.post(f"/generations/{row.pk}/retry/")
    assert Generation.objects.filter(retry_of=row).count() == 1


def test_what_cannot_be_retried_is_said(designer, run):
    row = GenerationFactory(run=run, state=State.SUCCEEDED)
    response = designer.post(f"/generations/{row.pk}/retry/", headers=HTMX)
    assert events(response)["toast"]["text"].startswith("Only a failed, refused or cancelled")


@pytest.mark.parametrize(("act", "charged"), [("close-charged", Charged.YES), ("close-free", Charged.NO)])
def test_an_unknown_one_is_closed_as_its_owner_says(designer, run, act, charged):
    row = unknown(run)
    designer.post(f"/generations/{row.pk}/{act}/")
    row.refresh_from_db()
    assert (row.state, row.charged) == (State.FAILED, charged)


def test_an_unknown_one_is_sent_again_only_on_demand(designer, run):
    row = unknown(run)
    designer.post(f"/generations/{row.pk}/resend/")
    assert Generation.objects.get(retry_of=row).state == State.QUEUED


def test_without_script_a_refusal_is_a_message(designer, run):
    row = GenerationFactory(run=run, state=State.SUCCEEDED)
    page = designer.post(f"/generations/{row.pk}/check/", follow=True).content.decode()
    assert "gives no task to look up" in page
