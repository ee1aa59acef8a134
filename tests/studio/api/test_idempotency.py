"""The same key again is the same run, never a second one."""

import threading

import pytest
from django.db import connections

from studio.models import LedgerEntry, Retirement, Run
from tests.factories import UserFactory
from tests.gallery.api.making import Caller

MINI = "openai/gpt-image-1-mini"
BODY = {"prompt": "A deer", "models": [{"id": MINI, "options": {"quality": "high"}}], "count": 2}


def send(caller, key="press-1", **more):
    return caller.post("/runs", BODY | more, **{"Idempotency-Key": key})


@pytest.mark.django_db
def test_the_same_key_gives_the_same_run(ada):
    first, second = send(ada), send(ada)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["id"] == second.json()["id"]
    assert (first.has_header("Idempotency-Replayed"), second["Idempotency-Replayed"]) == (False, "true")
    assert LedgerEntry.objects.count() == Run.objects.get().generations.count()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "more", [{"prompt": "A hare"}, {"count": 3}, {"aspect": "3:2"}, {"models": [{"id": MINI, "options": {}}]}]
)
def test_the_same_key_for_another_request_is_422(ada, more):
    send(ada)
    response = send(ada, **more)
    assert (response.status_code, response.json()["type"]) == (422, "urn:pinacoteca:problem:idempotency-key-reused")
    assert Run.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("first", ["one", "several"])
def test_a_key_stands_for_one_run_or_for_several_not_for_both(ada, first):
    several = {"prompt": "A {deer|hare}", "expand": True}
    made, other = ({}, several) if first == "one" else (several, {})
    assert send(ada, **made).status_code in (201, 202)
    spent = LedgerEntry.objects.count()
    response = send(ada, **other)
    assert (response.status_code, response.json()["type"]) == (422, "urn:pinacoteca:problem:idempotency-key-reused")
    assert LedgerEntry.objects.count() == spent


@pytest.mark.django_db
def test_a_key_is_its_callers_own(ada, stranger):
    assert send(ada).json()["id"] != send(stranger).json()["id"]


@pytest.mark.django_db
def test_a_replay_outlives_the_models_retirement(ada):
    first = send(ada)
    Retirement.objects.create(model=MINI)
    assert send(ada).json()["id"] == first.json()["id"]
    assert send(ada, key="press-2").status_code == 422


def again(caller, run, key="press-2"):
    return caller.post(f"/runs/{run.json()['id']}/again", **{"Idempotency-Key": key})


@pytest.mark.django_db
def test_run_again_with_the_same_key_is_one_run(ada):
    run = send(ada)
    first, second = again(ada, run), again(ada, run)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["id"] == second.json()["id"] != run.json()["id"]
    assert second["Idempotency-Replayed"] == "true"
    assert Run.objects.count() == 2


@pytest.mark.django_db
def test_a_replay_of_run_again_outlives_the_models_retirement(ada):
    run = send(ada)
    first = again(ada, run)
    Retirement.objects.create(model=MINI)
    assert again(ada, run).json()["id"] == first.json()["id"]


@pytest.mark.django_db
def test_run_again_with_the_key_of_another_request_is_422(ada):
    run = send(ada)
    send(ada, key="press-2", prompt="A hare")
    answers = [again(ada, run, key="press-1"), again(ada, run, key="press-2")]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert answers[0].json()["type"] == "urn:pinacoteca:problem:idempotency-key-reused"
    assert Run.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["k" * 201, "caf\u00e9", "a\0b"])
def test_run_again_with_a_key_that_cannot_be_kept_is_422(ada, key):
    run = send(ada)
    assert again(ada, run, key=key).status_code == 422
    assert Run.objects.count() == 1


@pytest.mark.django_db
def test_no_key_makes_a_run_each_time(ada):
    assert send(ada, key="").json()["id"] != send(ada, key="").json()["id"]


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["k" * 201, "caf\u00e9"])
def test_a_key_that_cannot_be_kept_is_422(ada, key):
    response = send(ada, key=key)
    assert (response.status_code, list(response.json()["errors"])) == (422, ["Idempotency-Key"])


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_run():
    caller = Caller(UserFactory())
    gate, answers = threading.Barrier(4), []

    def press():
        gate.wait()
        answers.append(send(Caller(caller.user)))
        connections.close_all()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [201] * 4
    assert {answer.json()["id"] for answer in answers} == {str(Run.objects.get().pk)}
    assert LedgerEntry.objects.count() == Run.objects.get().generations.count()
