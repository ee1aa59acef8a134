"""Generations: tried again, cancelled, and decided about."""

import pytest

from studio.models import Generation, LedgerEntry, Output, Retirement, State
from tests.factories import GenerationFactory, ImageFactory, UserFactory
from tests.gallery.api.making import Caller

pytestmark = pytest.mark.django_db


def ended(caller, state, **more):
    return GenerationFactory(run__owner=caller.user, state=state, reason_code="vendor_failed", **more)


def unknown(caller, **more):
    row = ended(caller, State.UNKNOWN, charged="maybe", quote="0.05", **more)
    LedgerEntry.objects.create(generation=row, user=caller.user, kind="reserve", amount="0.05")
    return row


@pytest.mark.parametrize("state", [State.FAILED, State.REFUSED, State.CANCELLED])
def test_one_that_ended_without_a_picture_is_tried_again(ada, state):
    row = ended(ada, state)
    response = ada.post(f"/generations/{row.pk}/retry")
    assert response.status_code == 201, response.content
    assert (response.json()["retry_of"], response.json()["state"]) == (str(row.pk), "queued")


def test_trying_twice_gives_the_same_one(ada):
    row = ended(ada, State.FAILED)
    ids = {ada.post(f"/generations/{row.pk}/retry").json()["id"] for _ in range(2)}
    assert (len(ids), Generation.objects.count()) == (1, 2)


@pytest.mark.parametrize("state", [State.QUEUED, State.SUCCEEDED, State.UNKNOWN, State.COLLECTING])
def test_any_other_is_409_with_a_sentence(ada, state):
    row = ended(ada, state)
    response = ada.post(f"/generations/{row.pk}/retry")
    assert (response.status_code, "again" in response.json()["detail"]) == (409, True)


def test_a_model_that_was_retired_meanwhile_is_422(ada):
    row = ended(ada, State.FAILED)
    Retirement.objects.create(model=row.model)
    assert ada.post(f"/generations/{row.pk}/retry").status_code == 422


def test_a_model_that_the_catalogue_forgot_is_422(ada):
    row = ended(ada, State.FAILED, model="nobody/nothing")
    assert ada.post(f"/generations/{row.pk}/retry").status_code == 422


@pytest.mark.parametrize(("verdict", "charged"), [("charged", "yes"), ("free", "no")])
def test_an_unknown_one_is_closed_as_its_owner_says(ada, verdict, charged):
    row = unknown(ada)
    shown = ada.post(f"/generations/{row.pk}/resolve", {"as": verdict}).json()
    assert (shown["state"], shown["charged"]) == ("failed", charged)
    assert ada.post(f"/generations/{row.pk}/resolve", {"as": verdict}).status_code == 409


def test_an_unknown_one_is_sent_again_at_its_price(ada):
    row = unknown(ada)
    shown = ada.post(f"/generations/{row.pk}/resolve", {"as": "resend"}).json()
    assert (shown["retry_of"], shown["state"]) == (str(row.pk), "queued")


def test_a_task_is_looked_up_again(ada):
    row = unknown(ada, remote_id="task-1")
    assert ada.post(f"/generations/{row.pk}/resolve", {"as": "check"}).json()["state"] == "waiting"


def test_what_left_no_task_cannot_be_looked_up(ada):
    assert ada.post(f"/generations/{unknown(ada).pk}/resolve", {"as": "check"}).status_code == 409


@pytest.mark.parametrize("body", [{}, {"as": "maybe"}, {"verdict": "free"}, {"as": "free", "more": 1}, [], '"free"'])
def test_another_verdict_is_422(ada, body):
    row = unknown(ada)
    assert ada.post(f"/generations/{row.pk}/resolve", body).status_code == 422
    row.refresh_from_db()
    assert row.state == State.UNKNOWN


def test_a_queued_one_is_cancelled_alone(ada):
    row = GenerationFactory(run__owner=ada.user)
    other = GenerationFactory(run=row.run)
    assert ada.post(f"/generations/{row.pk}/cancel").json()["state"] == "cancelled"
    assert ada.get(f"/generations/{other.pk}").json()["state"] == "queued"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [("get", "", None), ("post", "/retry", None), ("post", "/cancel", None), ("post", "/resolve", {"as": "free"})],
)
def test_a_generation_is_its_owners_alone(ada, method, path, body):
    row = unknown(ada)
    callers = (Caller(None), Caller(UserFactory()), Caller(UserFactory(is_moderator=True)))
    sent = [body] if body else []
    answers = [getattr(caller, method)(f"/generations/{row.pk}{path}", *sent) for caller in callers]
    assert [answer.status_code for answer in answers] == [401, 404, 404]


def test_a_picture_out_of_sight_is_counted_so_that_a_success_without_one_says_why(ada):
    row = GenerationFactory(run__owner=ada.user, state=State.SUCCEEDED, n=3)
    for position, moderation in enumerate(("hidden", "removed", "")):
        image = ImageFactory(owner=ada.user, moderation=moderation)
        Output.objects.create(generation=row, position=position, image=image)
    told = ada.get(f"/generations/{row.pk}").json()
    assert (told["covered"], len(told["images"])) == (2, 1)
    assert ada.get(f"/generations/{ended(ada, State.FAILED).pk}").json()["covered"] == 0
