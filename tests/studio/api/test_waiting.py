"""Places in line, paused vendors and another model, for programs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from studio.models import Generation, State, VendorPause
from tests.factories import GenerationFactory, UserFactory
from tests.gallery.api.making import Caller

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(db):
    return Caller(UserFactory(is_superuser=True))


def paused(vendor="OpenAI"):
    until = timezone.now() + timedelta(minutes=5)
    return VendorPause.objects.create(vendor=vendor, until=until, reason="no_answer", failures=2)


def queued(caller, **columns):
    return GenerationFactory(run__owner=caller.user, run__aspect="1:1", due_at=timezone.now(), **columns)


def test_a_queued_one_tells_its_place(ada):
    queued(ada)
    second = queued(ada)
    assert ada.get(f"/generations/{second.pk}").json()["position"] == 2
    assert [run["generations"][0]["position"] for run in ada.get("/runs").json()["items"]] == [2, 1]


def test_what_holds_it_up_is_told(ada):
    row = queued(ada)
    pause = paused()
    told = ada.get(f"/runs/{row.run_id}").json()["generations"][0]
    assert (told["position"], told["paused"]["vendor"]) == (None, "OpenAI")
    assert told["paused"]["detail"].startswith("OpenAI is not answering since ")
    models = {model["vendor"]: model["down_since"] for model in ada.get("/models").json()["items"]}
    assert models["OpenAI"].startswith(f"{pause.since:%Y-%m-%dT%H:%M}")
    assert models["Google"] is None


def test_one_that_runs_has_no_place(ada):
    row = queued(ada, state=State.WAITING, remote_id="task")
    assert ada.get(f"/generations/{row.pk}").json()["position"] is None


def test_another_model_takes_its_place(ada):
    row = queued(ada)
    response = ada.post(f"/generations/{row.pk}/instead", {"model": "bfl/flux-2-pro"})
    assert response.status_code == 201, response.content
    assert (response.json()["model"], response.json()["retry_of"]) == ("bfl/flux-2-pro", str(row.pk))
    assert Generation.objects.get(pk=row.pk).state == State.CANCELLED


def test_another_model_is_none_that_is_down(ada):
    row = queued(ada)
    paused("Black Forest Labs")
    response = ada.post(f"/generations/{row.pk}/instead", {"model": "bfl/flux-2-pro"})
    assert (response.status_code, "model" in response.json()["errors"]) == (422, True)


def test_what_was_sent_goes_on_with_its_own(ada):
    row = queued(ada, state=State.WAITING, remote_id="task")
    assert ada.post(f"/generations/{row.pk}/instead", {"model": "bfl/flux-2-pro"}).status_code == 409


def test_an_administrator_pauses_and_lifts(chief, ada):
    response = chief.put("/vendors/Baidu/pause", {"minutes": 10})
    assert (response.status_code, response.json()["paused"]) == (200, True)
    assert {v["name"] for v in ada.get("/vendors").json()["items"] if v["paused"]} == {"Baidu"}
    assert chief.delete("/vendors/Baidu/pause").status_code == 204
    assert not VendorPause.objects.holding().exists()


@pytest.mark.parametrize(("vendor", "status"), [("Baidu", 403), ("Nobody", 404)])
def test_nobody_else_does(ada, vendor, status):
    assert ada.put(f"/vendors/{vendor}/pause", {}).status_code == status
    assert ada.delete(f"/vendors/{vendor}/pause").status_code == status


@pytest.mark.parametrize("minutes", [0, -1, 99999, "long"])
def test_a_pause_has_a_sensible_length(chief, minutes):
    assert chief.put("/vendors/Baidu/pause", {"minutes": minutes}).status_code == 422
