"""Asynchronous flux: receipt, polls, moderation, faults of the task."""

import pytest

from tests.studio.sandbox.client import Caller, data_uri, picture, png


def start(ask: Caller, prompt: str = "a vase", model: str = "flux-2-pro", **more: object) -> str:
    return ask.predict(f"bfl/{model}", prompt=prompt, **more).json["output"][0]["taskId"]


def poll(ask: Caller, task: str) -> dict:
    return ask.get(f"/v1/tasks/{task}").json


def test_receipt_then_ready_with_a_sample(ask: Caller) -> None:
    task = start(ask, aspect_ratio="2:3", seed=42)
    answer = poll(ask, task)
    assert (answer["status"], answer["result"]["seed"]) == ("Ready", 42)
    assert picture(ask.fetch(answer["result"]["sample"]).data).format == "JPEG"


def test_waits_while_it_is_not_due(ask: Caller) -> None:
    ask.post("/sandbox/config", {"task_seconds": 600})
    task = start(ask)
    assert [poll(ask, task)["status"] for _ in range(2)] == ["Pending", "Generating"]
    assert ask.get("/sandbox/stats").json["tasks_waiting"] >= 1


def test_polling_twice_gives_one_picture_and_one_bill(ask: Caller) -> None:
    task = start(ask, "marker-one")
    samples = {poll(ask, task)["result"]["sample"] for _ in range(2)}
    assert len(samples) == 1
    assert sum(entry["billed"] for entry in ask.get("/sandbox/ledger").json) == 1


def test_kontext_with_a_reference_follows_its_shape(ask: Caller) -> None:
    task = start(ask, model="flux-kontext-max", input_image=data_uri(png(900, 600)), safety_tolerance=2)
    image = picture(ask.fetch(poll(ask, task)["result"]["sample"]).data)
    assert image.width / image.height == pytest.approx(1.5, abs=0.03)


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("refuse-prompt", "Request Moderated"),
        ("refuse-picture", "Content Moderated"),
        ("fault:task-error", "Error"),
        ("fault:task-lost", "Task not found"),
        ("fault:task-stuck", "Pending"),
    ],
)
def test_other_ends(ask: Caller, word: str, status: str) -> None:
    answer = poll(ask, start(ask, f"a vase {word}"))
    assert (answer["status"], answer["result"]) == (status, None)


def test_task_that_is_found_late(ask: Caller) -> None:
    task = start(ask, "fault:task-late")
    assert [poll(ask, task)["status"] for _ in range(3)] == ["Task not found", "Task not found", "Ready"]


@pytest.mark.parametrize(("word", "status"), [("fault:poll-429-once", 429), ("fault:poll-500-once", 500)])
def test_a_poll_fails_once(ask: Caller, word: str, status: int) -> None:
    task = start(ask, f"{word} here")
    assert [ask.get(f"/v1/tasks/{task}").status for _ in range(2)] == [status, 200]


def test_polls_need_a_key_and_a_known_task(ask: Caller) -> None:
    assert ask.get("/v1/tasks/api.us1.nothing", {}).status == 401
    assert poll(ask, "api.us1.nothing")["status"] == "Task not found"
